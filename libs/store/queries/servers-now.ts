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

/** What is read of a server, over `SERVERS_SQL`. */
export const SERVER_COLUMNS = 's.server, s.state, s.last_seen_at as "lastSeenAt", s.position';

/** A server as it stands in the projection, by its canonical name. */
export async function serverNow(db: Transaction, organization: string, server: string): Promise<ServerRow | null> {
  const [row] = await db.query<ServerRow>(
    `select ${SERVER_COLUMNS} from certfleet.server_state s where s.organization = $1 and s.server = $2`,
    [organization, columnText(server)],
  );
  return row ?? null;
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
     where organization = $1 and server = any($2::text[])
       and selection is not null and valid_from <= now() and (valid_until is null or valid_until > now())
     group by server, outcome
     order by server, outcome`,
    [organization, servers],
  );
  const counts = new Map<string, Record<string, number>>();
  for (const { server, outcome, endpoints } of rows)
    counts.set(server, { ...counts.get(server), [outcome]: Number(endpoints) });
  return counts;
}
