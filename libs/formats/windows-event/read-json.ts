/**
 * `Get-WinEvent … | Select-Object … | ConvertTo-Json`: a list of events or, for one event, an object. `Properties` hold what the provider
 * put into its message; without them the message has to do.
 */
import { z } from 'zod';
import { whenOf } from '../cmdlet-log/when.js';
import { parseJson } from '../json/parse.js';
import { jsonPath, kindOf } from '../json/path.js';
import { malformed } from '../refusal.js';
import type { Insert, WindowsRecord } from './record.js';
import type { RecordsOfLog } from './read-xml.js';

const REMEDY =
  'Export again with: Get-WinEvent … | Select-Object ProviderName, Id, Level, TimeCreated, RecordId, LogName, MachineName, ' +
  'Properties, Message | ConvertTo-Json -Depth 4';

const text = z.string().nullish().catch(null);
const number = z.int().min(0).nullish().catch(null);
const Event = z.looseObject({
  ProviderName: z.string().regex(/\S/),
  Id: z.int().min(0).max(0xffff_ffff),
  TimeCreated: z.unknown().optional(),
  MachineName: text,
  LogName: text,
  RecordId: number,
  Level: number,
  LevelDisplayName: text,
  Message: text,
  Properties: z.unknown().optional(),
});

/** Level names of English systems, for exports without the number. */
const LEVELS: ReadonlyMap<string, number> = new Map([
  ['Critical', 1],
  ['Error', 2],
  ['Warning', 3],
  ['Information', 4],
  ['Verbose', 5],
]);

export function readJsonRecords(json: string): RecordsOfLog {
  const parsed = parseJson(json);
  if (!parsed.ok) return parsed;
  const isList = Array.isArray(parsed.value);
  const values: unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
  const records: WindowsRecord[] = [];
  for (const [i, value] of values.entries()) {
    const event = Event.safeParse(value);
    const place = isList ? [i] : [];
    if (!event.success) {
      const at = jsonPath([...place, ...(event.error.issues[0]?.path ?? [])]);
      return malformed(
        at,
        `${at === '' ? 'The file' : at} is no event with a provider and an id (found: ${kindOf(value)}).`,
        REMEDY,
      );
    }
    records.push(recordOf(event.data, jsonPath(place)));
  }
  return { ok: true, records, warnings: [] };
}

function recordOf(event: z.infer<typeof Event>, place: string): WindowsRecord {
  return {
    place,
    provider: event.ProviderName.trim(),
    eventId: event.Id,
    when: whenOf(event.TimeCreated),
    computer: set(event.MachineName),
    channel: set(event.LogName),
    recordId: event.RecordId == null ? undefined : String(event.RecordId),
    level: event.Level ?? LEVELS.get(event.LevelDisplayName ?? ''),
    inserts: insertsOf(event.Properties),
    message: set(event.Message),
  };
}

/** `[{ "Value": … }]`, or the values alone. An element that was cut off makes all of them useless: the order counts. */
function insertsOf(properties: unknown): readonly Insert[] | null {
  if (!Array.isArray(properties)) return null;
  // Binary data stand behind the texts, as a list of bytes.
  const texts = properties.filter((one) => !Array.isArray(valueOf(one))).map(textOf);
  return texts.every((one) => one !== null) ? texts.map((one) => ({ text: one.trim() })) : null;
}

function valueOf(property: unknown): unknown {
  return typeof property === 'object' && property !== null && Object.hasOwn(property, 'Value')
    ? Reflect.get(property, 'Value')
    : property;
}

function textOf(property: unknown): string | null {
  const value = valueOf(property);
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== 'System.Diagnostics.Eventing.Reader.EventProperty' ? value : null;
}

function set(value: string | null | undefined): string | undefined {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' ? undefined : trimmed;
}
