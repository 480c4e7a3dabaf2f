import { createHash } from 'node:crypto';
import type { ForecastItem } from './forecast-list.js';

/**
 * The forecast as an iCalendar feed (RFC 5545): an event for each server and instant, which a calendar shows beside the maintenance windows.
 * Its UID hangs on server, instant and organization alone, so that a feed that is read again moves nothing.
 */
export function calendar(items: readonly ForecastItem[], about: { organization: string; asOf: string }): string {
  const groups = new Map<string, ForecastItem[]>();
  for (const item of items) {
    const key = `${item.at} ${item.server}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Certfleet//Forecast//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${text(`Certfleet ${about.organization}`)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT6H',
    ...[...groups.values()].flatMap((group) => eventLines(group, about)),
    'END:VCALENDAR',
  ];
  return `${lines.flatMap(folded).join('\r\n')}\r\n`;
}

const WORST_FIRST = ['stops', 'expires', 'unknown', 'switches', 'starts'] as const;
const TITLES = {
  stops: 'stops offering TLS',
  expires: 'presents an expired certificate',
  unknown: 'cannot be told any more',
  switches: 'presents another certificate',
  starts: 'begins to offer TLS',
} as const;

function eventLines(group: readonly ForecastItem[], { organization, asOf }: { organization: string; asOf: string }) {
  const [first] = group;
  if (first === undefined) return [];
  const worst = WORST_FIRST.find((kind) => group.some((item) => item.kind === kind)) ?? 'switches';
  const uid = createHash('sha256')
    .update(JSON.stringify([organization, first.server, first.at]))
    .digest('hex');
  const start = stamp(first.at);
  return [
    'BEGIN:VEVENT',
    `UID:${uid.slice(0, 40)}@certfleet`,
    `DTSTAMP:${stamp(asOf)}`,
    `DTSTART:${start}`,
    'DURATION:PT15M',
    'TRANSP:TRANSPARENT',
    `CATEGORIES:${worst}`,
    `SUMMARY:${text(`${first.server} ${TITLES[worst]} (${group.length} ${group.length === 1 ? 'endpoint' : 'endpoints'})`)}`,
    `DESCRIPTION:${text(group.map(({ endpoint, what, rule }) => `${endpoint}: ${what} (${rule})`).join('\n'))}`,
    'END:VEVENT',
  ];
}

function stamp(instant: string): string {
  return `${instant.slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** Names are strangers' text: whatever would end a line or a value is escaped, other control characters are left out. */
function text(value: string): string {
  return value
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r?\n/g, '\\n')
    .replace(/\p{Cc}/gu, '');
}

const LONGEST_LINE = 75;

/** Lines of at most 75 octets, cut between characters; what goes on begins with a blank. */
function folded(line: string): readonly string[] {
  const lines: string[] = [];
  let current = '';
  let size = 0;
  for (const character of line) {
    const width = Buffer.byteLength(character);
    if (size + width > LONGEST_LINE) {
      lines.push(current);
      [current, size] = [' ', 1];
    }
    current += character;
    size += width;
  }
  return [...lines, current];
}
