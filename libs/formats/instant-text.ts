import { parseInstant } from '#libs/certificates/instant.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';

/** The years that RFC 3339 and PostgreSQL can both write. */
const YEAR_1 = Date.UTC(2001, 0, 1) - 2000 * 365.2425 * 86_400_000;
const YEAR_10000 = Date.UTC(10000, 0, 1);

/** An instant as events and reports write it (RFC 3339 UTC with milliseconds), or undefined when the text is none. */
export function instantText(text: string): string | undefined {
  const instant = parseInstant(text);
  if (isUnreadable(instant) || instant < YEAR_1 || instant >= YEAR_10000) return undefined;
  return new Date(instant).toISOString();
}
