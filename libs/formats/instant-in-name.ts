import { instantText } from './instant-text.js';

/**
 * The instant that the name of a file holds, RFC 3339 UTC with milliseconds: `HealthChecker-EX01-20250112103000.xml`,
 * `ex01 2025-01-12T10-30-00.xml`, `2025-01-12.zip`. A date alone is its first moment. A name says no zone: it is read as UTC. Null: it
 * holds none, or several that differ.
 */
export function instantInName(name: string): string | null {
  const file = name.split(/[/\\]/).at(-1) ?? '';
  const found = new Set([...file.matchAll(INSTANT)].flatMap((match) => instantOf(match.slice(1)) ?? []));
  const [only] = found;
  return only !== undefined && found.size === 1 ? only : null;
}

/** Year, month, day; then perhaps hour, minute and perhaps second: with any one mark between them or none. No digit before or behind. */
const INSTANT =
  /(?<!\d)((?:19|20)\d{2})([-_.]?)(\d{2})\2(\d{2})(?:(?:[-_. ]|T)?(\d{2})([-_.:]?)(\d{2})(?:\6(\d{2}))?)?(?!\d)/g;

function instantOf([year, , month, day, hour = '00', , minute = '00', second = '00']: readonly (string | undefined)[]):
  string | undefined {
  return instantText(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
