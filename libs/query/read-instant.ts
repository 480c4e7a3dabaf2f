import { parseInstant } from '#libs/certificates/instant.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';

/** What a text says of time, in milliseconds since 1970: from its first instant up to, not including, the next. */
export interface Span {
  readonly from: number;
  readonly before: number;
  /** False: a point of time, such as +30d, which nothing is ever equal to. */
  readonly lasts: boolean;
  /** It says how far from now, without saying in which direction. */
  readonly unsigned?: true;
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };
const RELATIVE = /^([+-]?)(\d{1,7})([mhdw])$/i;
const CALENDAR = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/;
const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

export const INSTANT_FORMS =
  'an amount of time from now such as +30d, -7d or -12h (m, h, d, w), a day such as 2027-06-20, a month, a year, today, now, or an instant such as 2027-06-20T12:00:00Z';

/** Null: it says nothing of time, or of a time outside of the years 1 to 9999. All days are those of UTC. */
export function readSpan(text: string, now: number): Span | null {
  const span = relative(text, now) ?? calendar(text, now) ?? exact(text);
  return span !== null && span.from >= FIRST && span.before <= LAST ? span : null;
}

function relative(text: string, now: number): Span | null {
  if (text.toLowerCase() === 'now') return { from: now, before: now + 1, lasts: false };
  const [, sign, amount, unit = ''] = RELATIVE.exec(text) ?? [];
  if (amount === undefined) return null;
  const away = Number(amount) * (UNITS[unit.toLowerCase()] ?? 0);
  const from = now + (sign === '-' ? -away : away);
  return { from, before: from + 1, lasts: false, ...(sign === '' && { unsigned: true }) };
}

function calendar(text: string, now: number): Span | null {
  const written = text.toLowerCase() === 'today' ? new Date(now).toISOString().slice(0, 10) : text;
  const [, year, month, day] = CALENDAR.exec(written) ?? [];
  if (year === undefined) return null;
  const from = midnight(`${year}-${month ?? '01'}-${day ?? '01'}`);
  if (from === null) return null;
  const start = new Date(from);
  if (day !== undefined) return { from, before: from + 86_400_000, lasts: true };
  if (month === undefined) start.setUTCFullYear(start.getUTCFullYear() + 1);
  else start.setUTCMonth(start.getUTCMonth() + 1);
  return { from, before: start.getTime(), lasts: true };
}

function midnight(day: string): number | null {
  const instant = parseInstant(`${day}T00:00:00Z`);
  return isUnreadable(instant) ? null : instant;
}

function exact(text: string): Span | null {
  const instant = parseInstant(text);
  return isUnreadable(instant) ? null : { from: instant, before: instant + 1, lasts: true };
}
