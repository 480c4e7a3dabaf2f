import type { KeyItem } from '../answers.js';
import { shown } from '../text/escape.js';
import { instantWords } from '../text/instant.js';
import type { Page } from '../text/page.js';
import { table } from '../text/table.js';

/** The keys, a line each, with what they may and how long. */
export function keysTable(keys: readonly KeyItem[], now: string, page: Page): string {
  const rows = keys.map(({ name, role, servers, createdAt, expiresAt }) => [
    shown(name),
    shown(role),
    servers === null ? 'all' : servers.map(shown).join(' '),
    instantWords(createdAt),
    expiresAt === null ? 'never' : `${instantWords(expiresAt)}${isOver(expiresAt, now) ? ' (over)' : ''}`,
  ]);
  return table(['KEY', 'ROLE', 'SERVERS', 'MADE', 'EXPIRES'], rows, page.paint);
}

function isOver(instant: string, now: string): boolean {
  return Date.parse(instant) <= Date.parse(now);
}
