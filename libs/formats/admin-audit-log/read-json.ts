/**
 * `Search-AdminAuditLog | ConvertTo-Json -Depth 5`: a list of entries or, for one entry, an object. With a smaller depth the parameters
 * are names alone.
 */
import { z } from 'zod';
import { whenOf } from '../cmdlet-log/when.js';
import { parseJson } from '../json/parse.js';
import { jsonPath, kindOf } from '../json/path.js';
import { malformed } from '../refusal.js';
import type { AuditEntry, AuditParameter, AuditProperty } from './entry.js';
import type { EntriesRead } from './read-xml.js';

export const REMEDY = 'Export again with: Search-AdminAuditLog … | ConvertTo-Json -Depth 5';

const text = z.string().nullish().catch(null);
const Entry = z.looseObject({
  CmdletName: z.string().regex(/\S/),
  ObjectModified: text,
  CmdletParameters: z.unknown().optional(),
  ModifiedProperties: z.unknown().optional(),
  Caller: text,
  Succeeded: z.unknown().optional(),
  RunDate: z.unknown().optional(),
  OriginatingServer: text,
  Identity: text,
});
const Parameter = z.looseObject({ Name: z.string(), Value: z.unknown().optional() });
const Property = z.looseObject({ Name: z.string(), OldValue: text, NewValue: text });
/** Windows PowerShell may wrap a list so. */
const Wrapped = z.looseObject({ value: z.array(z.unknown()) });

export function readJsonEntries(json: string): EntriesRead {
  const parsed = parseJson(json);
  if (!parsed.ok) return parsed;
  const isList = Array.isArray(parsed.value);
  const values: unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
  const entries: AuditEntry[] = [];
  for (const [i, value] of values.entries()) {
    const entry = Entry.safeParse(value);
    const place = isList ? [i] : [];
    if (!entry.success) {
      const at = jsonPath([...place, ...(entry.error.issues[0]?.path ?? [])]);
      const what = at === '' ? 'The file' : at;
      return malformed(at, `${what} is no audit log entry with a cmdlet (found: ${kindOf(value)}).`, REMEDY);
    }
    entries.push(entryOf(entry.data, jsonPath(place)));
  }
  return { ok: true, entries, warnings: [] };
}

function entryOf(entry: z.infer<typeof Entry>, place: string): AuditEntry {
  const parameters = listOf(entry.CmdletParameters).map(parameterOf);
  return {
    place,
    cmdlet: entry.CmdletName.trim(),
    objectModified: set(entry.ObjectModified),
    parameters: parameters.every((parameter) => parameter !== null) ? parameters : null,
    modifiedProperties: listOf(entry.ModifiedProperties).flatMap(propertyOf),
    caller: set(entry.Caller),
    succeeded: booleanOf(entry.Succeeded),
    when: whenOf(entry.RunDate),
    originatingServer: set(entry.OriginatingServer),
    identity: set(entry.Identity),
  };
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  const wrapped = Wrapped.safeParse(value);
  return wrapped.success ? wrapped.data.value : [value];
}

/** Null: it was cut off to its name. */
function parameterOf(value: unknown): AuditParameter | null {
  const parameter = Parameter.safeParse(value);
  if (!parameter.success) return null;
  const { Name: name, Value: given } = parameter.data;
  if (given === undefined || given === null) return { name, value: '' };
  return typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean'
    ? { name, value: String(given).trim() }
    : null;
}

function propertyOf(value: unknown): readonly AuditProperty[] {
  const property = Property.safeParse(value);
  if (!property.success) return [];
  const { Name, OldValue, NewValue } = property.data;
  return [{ name: Name, oldValue: set(OldValue) ?? null, newValue: set(NewValue) ?? null }];
}

function booleanOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  return /^true$/i.test(value) ? true : /^false$/i.test(value) ? false : null;
}

function set(value: string | null | undefined): string | undefined {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' ? undefined : trimmed;
}
