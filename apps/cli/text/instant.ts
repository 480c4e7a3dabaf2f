import { formatInstant, parseInstant } from '#libs/certificates/instant.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';

/** An instant for people, UTC: `2026-06-01 00:00`. Seconds only where they are not zero. */
export function instantWords(instant: string): string {
  const iso = new Date(instant).toISOString();
  const seconds = iso.slice(17, 19) === '00' ? '' : iso.slice(16, 19);
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}${seconds}Z`;
}

/** How far away an instant is: `in 384 days`, `2 hours ago`, `now`. */
export function distanceWords(from: string, to: string): string {
  const seconds = Math.round((Date.parse(to) - Date.parse(from)) / 1000);
  if (seconds === 0) return 'now';
  const size = Math.abs(seconds);
  const [amount, unit] =
    size >= 2 * 86_400
      ? [Math.round(size / 86_400), 'day']
      : size >= 2 * 3600
        ? [Math.round(size / 3600), 'hour']
        : size >= 120
          ? [Math.round(size / 60), 'minute']
          : [size, 'second'];
  const words = `${amount} ${unit}${amount === 1 ? '' : 's'}`;
  return seconds > 0 ? `in ${words}` : `${words} ago`;
}

/** An instant as a user types it: RFC 3339, or a date alone for its first moment in UTC. Null when it is neither. */
export function readInstant(text: string): string | null {
  const instant = parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  return isUnreadable(instant) ? null : formatInstant(instant);
}
