/**
 * One property of an Exchange object as JSON, a CSV cell or a list of the Shell writes it, in the shape in which CLIXML has it.
 *
 *   shapedValue(raw, shape): Shaped      { value } or { doubt }: it is there, but does not say what it should
 */
import { decodeBase64 } from '#libs/certificates/base64.js';
import type { PsObject, PsValue } from '../clixml/value.js';
import { instantText } from '../instant-text.js';
import type { Doubt } from './doubt.js';
import { isMembers, netText } from './net-text.js';
import { PART_MEMBERS, type ListShape, type Shape } from './property-shapes.js';

export type Shaped = { readonly value: PsValue } | { readonly doubt: Doubt };

const CUT: Shaped = { doubt: 'cut' };
const INCOMPLETE: Shaped = { doubt: 'incomplete' };
const NO_ZONE: Shaped = { doubt: 'no-zone' };

export function shapedValue(raw: unknown, shape: Shape): Shaped {
  if (raw === null || raw === undefined) return { value: null };
  switch (shape) {
    case 'text':
      return textValue(raw);
    case 'flag':
      return flagValue(raw);
    case 'part':
      return partValue(raw);
    case 'bytes':
      return bytesValue(unwrapped(raw));
    case 'instant':
      return instantValue(unwrapped(raw));
    default:
      return listValue(unwrapped(raw), shape);
  }
}

/** PowerShell puts a value that has members of its own into `{ "value": …, "Count": … }`. */
function unwrapped(raw: unknown): unknown {
  return isMembers(raw) && Object.hasOwn(raw, 'value') ? raw['value'] : raw;
}

/** A value that PowerShell could only name by its type: `System.Collections.ArrayList`, `System.Byte[]`. */
const NAME_OF_A_TYPE = /^(?:Deserialized\.)?(?:System|Microsoft)\.[A-Z][\w.+`]*(?:\[|$)/;

function textValue(raw: unknown): Shaped {
  const text = scalar(raw);
  return text === undefined ? CUT : { value: text };
}

/** `True` and `False`, in whatever language the exporter speaks; another program may have translated them. */
function flagValue(raw: unknown): Shaped {
  const value = scalar(raw);
  if (value === null || typeof value === 'boolean') return { value };
  return typeof value === 'string' && /^(?:true|false)$/i.test(value) ? { value } : CUT;
}

/** One word, one text; of an enumeration `{ "value": 1, "Value": "Valid" }` its name. Undefined: it is none. */
function scalar(raw: unknown): PsValue | undefined {
  if (typeof raw === 'string') return NAME_OF_A_TYPE.test(raw) ? undefined : raw;
  if (raw === null || typeof raw === 'boolean' || typeof raw === 'number') return raw;
  if (!isMembers(raw)) return undefined;
  if (!Object.hasOwn(raw, 'value')) return netText(raw);
  return typeof raw['Value'] === 'string' ? raw['Value'] : isMembers(raw['value']) ? undefined : scalar(raw['value']);
}

function partValue(raw: unknown): Shaped {
  if (!isMembers(raw) || Object.hasOwn(raw, 'value')) return textValue(raw);
  const members = PART_MEMBERS.flatMap((name): [string, PsValue][] => {
    const value = Object.hasOwn(raw, name) ? scalar(raw[name]) : undefined;
    return value === undefined ? [] : [[name, value]];
  });
  const text = netText(raw) ?? null;
  return members.length === 0 && text === null ? CUT : { value: plainObject(new Map(members), { text }) };
}

function plainObject(
  properties: ReadonlyMap<string, PsValue>,
  more: { readonly text?: string | null; readonly items?: readonly PsValue[] },
): PsObject {
  return { typeNames: [], text: null, properties, ...more };
}

function listValue(raw: unknown, shape: ListShape): Shaped {
  if (raw === null) return { value: null };
  if (typeof raw === 'string') return listFromText(raw, shape);
  const elements = (Array.isArray(raw) ? raw : [raw]).map(elementText);
  const items = elements.filter((element) => element !== undefined);
  return items.length === elements.length ? { value: plainObject(new Map(), { items }) } : CUT;
}

function elementText(raw: unknown): string | undefined {
  const text = scalar(raw);
  return typeof text === 'string' ? text : undefined;
}

/** `a b`, `a, b`, `{a, b}`; dots at the end: there were more. */
function listFromText(text: string, { element, separator }: ListShape): Shaped {
  const inner = withoutBraces(text);
  if (inner === '') return { value: text.trim() === '' ? null : plainObject(new Map(), { items: [] }) };
  if (endsInDots(inner)) return INCOMPLETE;
  const items = inner.split(separator).filter((item) => item !== '');
  return items.every((item) => element.test(item)) && !NAME_OF_A_TYPE.test(inner)
    ? { value: plainObject(new Map(), { items }) }
    : CUT;
}

function withoutBraces(text: string): string {
  const trimmed = text.trim();
  return trimmed.startsWith('{') && trimmed.endsWith('}') ? trimmed.slice(1, -1).trim() : trimmed;
}

function endsInDots(text: string): boolean {
  return text.endsWith('...') || text.endsWith('…');
}

/** A list of numbers, `48 130 …`, `{48, 130, …}` or base64. */
function bytesValue(raw: unknown): Shaped {
  if (Array.isArray(raw)) return numbers(raw);
  if (typeof raw !== 'string') return raw === null ? { value: null } : CUT;
  const inner = withoutBraces(raw);
  if (inner === '') return { value: null };
  if (endsInDots(inner)) return INCOMPLETE;
  if (/[\s,]/.test(inner)) return /[^\d\s,]/.test(inner) ? CUT : numbers(inner.split(/[\s,]+/).map(Number));
  const bytes = inner.length % 4 === 0 ? decodeBase64(inner) : null;
  return bytes === null ? CUT : { value: bytes };
}

function numbers(list: readonly unknown[]): Shaped {
  const isByte = (one: unknown) => typeof one === 'number' && Number.isInteger(one) && one >= 0 && one <= 255;
  return list.every(isByte) ? { value: Uint8Array.from(list, Number) } : CUT;
}

/** `/Date(milliseconds)/` of Windows PowerShell is UTC; an offset beside it only tells where it was written. */
const MICROSOFT_DATE = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/;

function instantValue(raw: unknown): Shaped {
  if (raw === null || (typeof raw === 'string' && raw.trim() === '')) return { value: null };
  if (typeof raw !== 'string') return NO_ZONE;
  const milliseconds = MICROSOFT_DATE.exec(raw)?.[1];
  const iso = milliseconds === undefined ? raw.trim().replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T') : isoOf(milliseconds);
  const instant = instantText(iso);
  return instant === undefined ? NO_ZONE : { value: instant.replace('.000Z', 'Z') };
}

function isoOf(milliseconds: string): string {
  const date = new Date(Number(milliseconds));
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
