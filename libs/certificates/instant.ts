import { isUnreadable, type Unreadable } from './unreadable.js';

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
/** As documents write nearly every instant, and the engine reads it alike. */
const PLAIN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const NOT_AN_INSTANT: Unreadable = { unreadable: 'is not an RFC 3339 instant such as 2026-06-01T00:00:00Z' };

/**
 * The instant that an RFC 3339 text names, in milliseconds since 1970 (UTC), or what is wrong with it.
 * An offset is converted; digits below the millisecond are dropped; a day that the month does not have is refused.
 */
export function parseInstant(text: string): number | Unreadable {
  return plainInstant(text) ?? anyInstant(text);
}

/** Null: it is written otherwise, or is none. */
function plainInstant(text: string): number | null {
  if (!PLAIN.test(text)) return null;
  const instant = Date.parse(text);
  // A day that the month does not have, or an hour 24, comes out as another day.
  return new Date(instant).getUTCDate() === Number(text.slice(8, 10)) ? instant : null;
}

function anyInstant(text: string): number | Unreadable {
  const parts = RFC_3339.exec(text.trim());
  if (parts === null) return NOT_AN_INSTANT;
  const [, year, month, day, hour, minute, second, fraction = '', sign, offsetHour = '0', offsetMinute = '0'] = parts;
  const midnight = midnightOf(`${year}-${month}-${day}`);
  // A leap second (60) is read as the first second of the next minute.
  const inRange =
    isUpTo(hour, 23) && isUpTo(minute, 59) && isUpTo(second, 60) && isUpTo(offsetHour, 23) && isUpTo(offsetMinute, 59);
  if (midnight === null || !inRange) return NOT_AN_INSTANT;
  const time = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === '-' ? -60 : 60);
  return midnight + (time - offset) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
}

/** Null for a day that the month does not have. */
function midnightOf(date: string): number | null {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return new Date(midnight).getUTCDate() === Number(date.slice(8)) ? midnight : null;
}

function isUpTo(digits: string | undefined, most: number): boolean {
  return Number(digits) <= most;
}

/** The instant of an optional key: absent, null and unreadable count as unknown. */
export function knownInstant(text: string | null | undefined): number | undefined {
  if (text === null || text === undefined) return undefined;
  const instant = parseInstant(text);
  return isUnreadable(instant) ? undefined : instant;
}

/** RFC 3339 UTC, without a fraction when there is none: `2027-06-20T00:00:00Z`. */
export function formatInstant(instant: number): string {
  const date = new Date(instant);
  return plainText(date) ?? date.toISOString().replace('.000Z', 'Z');
}

/** What the engine would write, at half the cost. Null: it has a fraction or a year that is not of four digits, or is none. */
function plainText(date: Date): string | null {
  const year = date.getUTCFullYear();
  if (!(year >= 1000 && year <= 9999) || date.getUTCMilliseconds() !== 0) return null;
  const day = `${year}-${twoDigits(date.getUTCMonth() + 1)}-${twoDigits(date.getUTCDate())}`;
  return `${day}T${twoDigits(date.getUTCHours())}:${twoDigits(date.getUTCMinutes())}:${twoDigits(date.getUTCSeconds())}Z`;
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : `${number}`;
}
