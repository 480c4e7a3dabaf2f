import { instantText } from '../instant-text.js';
import type { When } from './ran.js';

/**
 * The instant of a record: RFC 3339 with a zone, as XML and PowerShell 7 write it, or `/Date(1700000000000)/`, as Windows PowerShell
 * writes it into JSON (milliseconds since 1970 UTC; an offset behind them changes nothing). A time without a zone is not guessed.
 * @cite GUARANTEES, Time 7
 */
export function whenOf(written: unknown): When {
  const value = unwrapped(written);
  if (value === undefined || value === null || value === '') return { ok: false, why: 'missing' };
  if (typeof value !== 'string') return { ok: false, why: 'unreadable' };
  const at = instantOfDate(value) ?? instantText(value);
  if (at !== undefined) return { ok: true, at };
  return { ok: false, why: isZoneless(value) ? 'without-zone' : 'unreadable' };
}

/** PowerShell may write a date as an object whose `value` is the date and whose other keys are its display. */
function unwrapped(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.hasOwn(value, 'value') ? Reflect.get(value, 'value') : value;
}

function instantOfDate(text: string): string | undefined {
  const milliseconds = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/.exec(text.trim())?.[1];
  if (milliseconds === undefined) return undefined;
  const date = new Date(Number(milliseconds));
  return Number.isNaN(date.getTime()) ? undefined : instantText(date.toISOString());
}

const DATE_AND_TIME = /^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}[ T]\d{1,2}:\d\d/;

function isZoneless(text: string): boolean {
  const trimmed = text.slice(0, 64).trim();
  return DATE_AND_TIME.test(trimmed) && !/(?:Z|[+-]\d\d:?\d\d)$/i.test(trimmed);
}
