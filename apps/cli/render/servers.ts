import type { ServerItem } from '../answers.js';
import { shown } from '../text/escape.js';
import { instantWords } from '../text/instant.js';
import type { Page } from '../text/page.js';
import { table } from '../text/table.js';

/** A known text, `unknown` for what nobody reported, `none` for what is known to be unset. */
export function known(value: string | null | undefined): string {
  return value === undefined ? 'unknown' : value === null ? 'none' : shown(value);
}

/** The servers, a line each, with how their endpoints fare. */
export function serversTable(servers: readonly ServerItem[], page: Page): string {
  const rows = servers.map((server) => [
    shown(server.fqdn),
    server.version ?? 'unknown',
    known(server.adSite),
    server.roles === undefined ? 'unknown' : (server.roles ?? []).join(' ') || 'none',
    ...(['PRESENTED', 'NOT_ADVERTISED', 'HANDSHAKE_FAILS', 'INDETERMINATE'] as const).map((outcome) =>
      String(server.outcomes[outcome] ?? 0),
    ),
    server.lastSeenAt === null ? 'unknown' : instantWords(server.lastSeenAt),
  ]);
  return table(
    ['SERVER', 'EXCHANGE', 'SITE', 'ROLES', 'PRESENTED', 'NOT ADVERTISED', 'FAILS', 'UNKNOWN', 'LAST SEEN'],
    rows,
    page.paint,
  );
}
