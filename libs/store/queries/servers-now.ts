import type { ServerState } from '#libs/fleet/state.js';
import { columnText } from '../column-text.js';
import type { Transaction } from '../database.js';

export interface ServerRow {
  /** Canonical name. */
  readonly server: string;
  readonly state: ServerState;
  readonly lastSeenAt: Date | null;
  readonly position: string;
}

/** Servers as they stand in the projection, by canonical name, from after a name on. */
export function serversNow(
  db: Transaction,
  organization: string,
  page: { readonly server?: string | undefined; readonly after: string | null; readonly limit: number },
): Promise<ServerRow[]> {
  return db.query<ServerRow>(
    `select server, state, last_seen_at as "lastSeenAt", position
     from certfleet.server_state
     where organization = $1 and ($2::text is null or server = $2) and ($3::text is null or server > $3)
     order by server
     limit $4`,
    [organization, page.server === undefined ? null : columnText(page.server), page.after, page.limit],
  );
}

/** How many servers there are. */
export async function countServers(db: Transaction, organization: string, server?: string): Promise<number> {
  const [row] = await db.query<{ count: string }>(
    `select count(*) as count from certfleet.server_state where organization = $1 and ($2::text is null or server = $2)`,
    [organization, server === undefined ? null : columnText(server)],
  );
  return Number(row?.count ?? 0);
}

/** For each of these servers how many endpoints have each outcome now. */
export async function outcomesNow(
  db: Transaction,
  organization: string,
  servers: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
  const rows = await db.query<{ server: string; outcome: string; endpoints: string }>(
    `select server, outcome, count(*) as endpoints
     from certfleet.binding
     where organization = $1 and server = any($2::text[]) and valid_from <= now() and (valid_until is null or valid_until > now())
     group by server, outcome
     order by server, outcome`,
    [organization, servers],
  );
  const counts = new Map<string, Record<string, number>>();
  for (const { server, outcome, endpoints } of rows)
    counts.set(server, { ...counts.get(server), [outcome]: Number(endpoints) });
  return counts;
}
