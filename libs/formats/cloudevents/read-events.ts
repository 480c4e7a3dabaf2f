import type { z } from 'zod';
import type { FleetEvent } from '#libs/fleet/event.js';
import { parseJson } from '../json/parse.js';
import { kindOf } from '../json/path.js';
import { readShape } from '../json/read-shape.js';
import { findPrivateKey } from '../private-key/find.js';
import { refused } from '../refusal.js';
import type { Refusal, Warning } from '../report.js';
import { EventBody, NULL_IS_ABSENT, OrganizationInventory, TELLS_OF } from './data-shapes.js';
import { readEnvelope, wrongAt, type Envelope, type Wrong } from './envelope.js';
import { finish } from './finish.js';

/** `any`: as the text shows. The others are what a content type promised. */
export type EventsMode = 'single' | 'batch' | 'ndjson' | 'any';

export interface EventFault {
  /** Which event of the request, from 0. */
  readonly index: number;
  readonly place: string;
  readonly message: string;
  readonly remedy: string;
}

export type ReadEvents =
  | { readonly ok: true; readonly events: readonly FleetEvent[]; readonly warnings: readonly Warning[] }
  | { readonly ok: false; readonly refusal: Refusal; readonly faults: readonly EventFault[] };

const MOST_FAULTS = 20;

/**
 * The events of a text of CloudEvents 1.0: one, a batch (a JSON list) or NDJSON. All or nothing: one malformed event refuses them all,
 * and the faults (the first twenty) say which and why. Never throws.
 */
export function readEvents(text: string, mode: EventsMode = 'any'): ReadEvents {
  const key = findPrivateKey(new TextEncoder().encode(text));
  if (key !== null) return { ok: false, refusal: key, faults: [] };
  const parts = partsOf(text, mode);
  if (!parts.ok) return { ...parts, faults: [] };
  const events: FleetEvent[] = [];
  const warnings: Warning[] = [];
  const faults: EventFault[] = [];
  for (const [index, part] of parts.parts.entries()) {
    const read = part.value.ok ? readEvent(part.value.value) : fromRefusal(part.value.refusal);
    if (read.ok) {
      events.push(read.event);
      for (const warning of read.warnings) warnings.push({ ...warning, place: part.at(warning.place) });
    } else {
      faults.push({ index, place: part.at(read.place), message: read.message, remedy: read.remedy });
      if (faults.length === MOST_FAULTS) break;
    }
  }
  const first = faults[0];
  if (first === undefined) return { ok: true, events, warnings };
  const message = parts.parts.length === 1 ? first.message : `Event ${first.index}: ${first.message}`;
  return { ...refused('malformed', first.place, message, first.remedy), faults };
}

interface Part {
  readonly value: { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly refusal: Refusal };
  /** The place in the request of a place in the event. */
  readonly at: (place: string) => string;
}

type Parts = { readonly ok: true; readonly parts: readonly Part[] } | { readonly ok: false; readonly refusal: Refusal };

function partsOf(text: string, mode: EventsMode): Parts {
  if (text.trim() === '')
    return refused(
      'empty',
      '',
      'There is nothing to read.',
      'Send one event, a JSON list of events, or one event a line.',
    );
  if (mode === 'ndjson' || (mode === 'any' && looksLikeLines(text))) return { ok: true, parts: lines(text) };
  const json = parseJson(text);
  if (!json.ok) return json;
  const isList = Array.isArray(json.value);
  if (mode === 'single' && isList)
    return refused(
      'malformed',
      '',
      'A list of events was sent as a single event.',
      'Send it as application/cloudevents-batch+json.',
    );
  if (mode === 'batch' && !isList)
    return refused('malformed', '', 'A batch is a JSON list.', 'Send a single event as application/cloudevents+json.');
  const events: unknown[] = Array.isArray(json.value) ? json.value : [json.value];
  return {
    ok: true,
    parts: events.map((value, i) => ({ value: { ok: true, value }, at: isList ? inList(i) : (place) => place })),
  };
}

function inList(index: number): (place: string) => string {
  return (place) =>
    place === '' ? `[${index}]` : place.startsWith('[') ? `[${index}]${place}` : `[${index}].${place}`;
}

/** NDJSON: the first line is an object by itself, and more follows. */
function looksLikeLines(text: string): boolean {
  const first = /^\s*(\{[^\n]*\})\s*?\n(?=[^]*\S)/.exec(text)?.[1];
  return first !== undefined && parseJson(first).ok;
}

function lines(text: string): readonly Part[] {
  return text.split('\n').flatMap((line, i): Part[] => {
    if (line.trim() === '') return [];
    return [{ value: parseJson(line), at: (place) => (place === '' ? `line ${i + 1}` : `line ${i + 1}: ${place}`) }];
  });
}

type ReadEvent = { readonly ok: true; readonly event: FleetEvent; readonly warnings: readonly Warning[] } | Wrong;

function fromRefusal(refusal: Refusal): Wrong {
  return { ok: false, place: refusal.place.replace(/^line 1, /, ''), message: refusal.message, remedy: refusal.remedy };
}

function readEvent(value: unknown): ReadEvent {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return wrongAt('', `An event is a JSON object (found: ${kindOf(value)}).`, 'Send CloudEvents 1.0 in JSON format.');
  const envelope = readEnvelope(value);
  if (!envelope.ok) return envelope;
  const data: unknown = Object.hasOwn(value, 'data') ? Reflect.get(value, 'data') : undefined;
  return scopeFault(envelope) ?? readBody(envelope, data);
}

/** An event of one server must say which: its source, or its name in the data, decides into which history it goes. */
function scopeFault({ server, type, source }: Envelope): Wrong | null {
  if (server !== null || TELLS_OF[type] !== 'server') return null;
  return wrongAt(
    'source',
    `An event certfleet.${type}.v1 is of one server, and its source names none.`,
    `Write the source as ${source}/servers/<fqdn>.`,
  );
}

function namesServer(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Object.hasOwn(data, 'fqdn');
}

function readBody(envelope: Envelope, data: unknown): ReadEvent {
  if (data === undefined)
    return wrongAt(
      'data',
      'data is required and missing.',
      'Send what happened in "data"; docs/formats.md lists the keys.',
    );
  const { type, server, id, source, occurredAt, provenance } = envelope;
  dropNulls(data, NULL_IS_ABSENT[type] ?? []);
  const shape =
    type === 'inventory.observed' && server === null && !namesServer(data) ? OrganizationInventory : EventBody;
  const shaped = readShape<z.infer<typeof EventBody> | z.infer<typeof OrganizationInventory>>(
    shape,
    { type, data },
    isOpenList,
  );
  if (!shaped.ok) return { ...shaped.refusal, ok: false };
  const finished = finish(shaped.value);
  if (!finished.ok) return finished;
  const event: FleetEvent = { id, source, occurredAt, ...provenance, ...finished.body };
  return { ok: true, event, warnings: [...envelope.warnings, ...shaped.warnings, ...(finished.warnings ?? [])] };
}

function dropNulls(data: unknown, keys: readonly string[]): void {
  if (typeof data !== 'object' || data === null) return;
  for (const key of keys) if (Reflect.get(data, key) === null) Reflect.deleteProperty(data, key);
}

function isOpenList(path: string): boolean {
  return (
    /^data\..*\b(?:roles\[\d+\]|status|keyProvider)$/.test(path) || /\.certificates\[\d+\]\.services\[\d+\]$/.test(path)
  );
}
