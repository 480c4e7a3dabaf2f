import { EVENT_TYPES, type EventType, type Provenance } from '#libs/fleet/event.js';
import { instantText } from '../instant-text.js';
import { kindOf, shorten } from '../json/path.js';
import type { Warning } from '../report.js';

/** What is wrong with one event; the place is inside the event. */
export interface Wrong {
  readonly ok: false;
  readonly place: string;
  readonly message: string;
  readonly remedy: string;
}

export interface Envelope {
  readonly ok: true;
  readonly type: EventType;
  readonly id: string;
  readonly source: string;
  /** The server that the source names; null for the organization itself. */
  readonly server: string | null;
  readonly occurredAt: string;
  readonly provenance: Provenance;
  readonly warnings: readonly Warning[];
}

const LONGEST_ID = 512;
const LONGEST_SOURCE = 512;
const LONGEST_ATTRIBUTE = 512;

const SOURCE =
  /^\/organizations\/(?!\s)([^/?#\p{Cc}]{1,128})(?<!\s)(?:\/servers\/(?!\s)([^/?#\p{Cc}]{1,256})(?<!\s))?$/u;

/** The context attributes of a CloudEvents 1.0 event that is one of ours (CONTRACT section 7), or the first that is wrong. */
export function readEnvelope(event: object): Envelope | Wrong {
  const attribute = (name: string): unknown => (Object.hasOwn(event, name) ? Reflect.get(event, name) : undefined);
  const wrong = specVersionFault(attribute('specversion')) ?? contentFault(attribute);
  if (wrong !== null) return wrong;
  const id = attribute('id');
  if (!isText(id, LONGEST_ID)) return textFault('id', id, LONGEST_ID);
  const source = attribute('source');
  if (!isText(source, LONGEST_SOURCE)) return textFault('source', source, LONGEST_SOURCE);
  const names = SOURCE.exec(source);
  if (names === null) return sourceFault(source);
  const type = eventType(attribute('type'));
  if (typeof type !== 'string') return type;
  const occurredAt = instantOf(attribute('time'));
  if (typeof occurredAt !== 'string') return occurredAt;
  const extensions = readExtensions(event);
  if (!extensions.ok) return extensions;
  return { ...extensions, type, id, source, server: names[2] ?? null, occurredAt };
}

export function wrongAt(place: string, message: string, remedy: string): Wrong {
  return { ok: false, place, message, remedy };
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= longest;
}

function textFault(name: string, value: unknown, longest: number): Wrong {
  const remedy = `Give every event ${name === 'id' ? 'an' : 'a'} ${name} of 1 to ${longest} characters.`;
  if (value === undefined) return wrongAt(name, `${name} is required and missing.`, remedy);
  if (typeof value !== 'string') return wrongAt(name, `${name} is not a text (found: ${kindOf(value)}).`, remedy);
  if (value.trim() === '') return wrongAt(name, `${name} is empty.`, remedy);
  return wrongAt(name, `${name} is ${value.length} characters long; at most ${longest} are taken.`, remedy);
}

function specVersionFault(value: unknown): Wrong | null {
  if (value === '1.0') return null;
  const found = typeof value === 'string' ? JSON.stringify(shorten(value, 40)) : kindOf(value);
  return wrongAt('specversion', `specversion is not "1.0" (found: ${found}).`, 'Send CloudEvents 1.0 in JSON format.');
}

function contentFault(attribute: (name: string) => unknown): Wrong | null {
  const type = attribute('datacontenttype');
  if (
    type !== undefined &&
    type !== null &&
    !(typeof type === 'string' && /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type))
  )
    return wrongAt('datacontenttype', 'datacontenttype is not application/json.', 'Send data as JSON.');
  if (attribute('data_base64') != null)
    return wrongAt('data_base64', 'data_base64 is not taken.', 'Send the data as JSON in "data".');
  return null;
}

function sourceFault(source: string): Wrong {
  return wrongAt(
    'source',
    `source ${JSON.stringify(shorten(source, 80))} is not of the form /organizations/<organization> or /organizations/<organization>/servers/<fqdn>.`,
    'Write the source as, for example, /organizations/contoso/servers/ex01.contoso.com.',
  );
}

const TYPES = new Map<string, EventType>(EVENT_TYPES.map((type) => [`certfleet.${type}.v1`, type]));

function eventType(value: unknown): EventType | Wrong {
  const known = typeof value === 'string' ? TYPES.get(value) : undefined;
  if (known !== undefined) return known;
  const found = typeof value === 'string' ? JSON.stringify(shorten(value, 80)) : kindOf(value);
  const nearest = typeof value === 'string' ? TYPES.get(`certfleet.${value}.v1`) : undefined;
  const remedy =
    nearest === undefined ? `Use one of ${[...TYPES.keys()].join(', ')}.` : `Write certfleet.${nearest}.v1.`;
  return wrongAt('type', `type is no event of Certfleet (found: ${found}).`, remedy);
}

function instantOf(value: unknown): string | Wrong {
  const remedy = 'Give the instant at which it happened with its time zone, for example 2026-06-01T08:30:00Z.';
  if (value === undefined) return wrongAt('time', 'time is required and missing.', remedy);
  const instant = typeof value === 'string' ? instantText(value) : undefined;
  if (instant !== undefined) return instant;
  const zoneless = typeof value === 'string' && instantText(`${value}Z`) !== undefined;
  const message = zoneless ? 'time has no time zone.' : 'time is not an RFC 3339 instant.';
  return wrongAt('time', message, remedy);
}

/** Attributes of CloudEvents itself that say nothing of what happened. */
const SAYS_NOTHING = new Set([
  'specversion',
  'id',
  'source',
  'type',
  'time',
  'data',
  'subject',
  'datacontenttype',
  'dataschema',
  'data_base64',
]);

const EXTENSIONS: Readonly<Record<string, keyof Provenance>> = {
  actor: 'actor',
  actorkind: 'actorKind',
  correlationid: 'correlationId',
  causationid: 'causationId',
  tool: 'tool',
  sequence: 'sequence',
  sequencetype: 'sequenceType',
  epoch: 'epoch',
};

type Extensions = { readonly ok: true; readonly provenance: Provenance; readonly warnings: readonly Warning[] } | Wrong;

function readExtensions(event: object): Extensions {
  const provenance: { -readonly [K in keyof Provenance]: Provenance[K] } = {};
  const warnings: Warning[] = [];
  for (const [name, value] of Object.entries(event)) {
    if (SAYS_NOTHING.has(name)) continue;
    const key = Object.hasOwn(EXTENSIONS, name) ? EXTENSIONS[name] : undefined;
    if (key === undefined) {
      warnings.push({ place: shorten(name, 60), message: 'Unknown attribute, ignored.' });
    } else if (value !== null && value !== '') {
      const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
      if (!isText(text, LONGEST_ATTRIBUTE)) return textFault(name, value, LONGEST_ATTRIBUTE);
      provenance[key] = key === 'sequence' ? comparable(text) : text;
    }
  }
  return { ok: true, provenance, warnings };
}

/** Sequences are compared as text: a plain number is padded, so that 9 goes before 10. */
function comparable(sequence: string): string {
  return /^\d+$/.test(sequence) ? sequence.padStart(20, '0') : sequence;
}
