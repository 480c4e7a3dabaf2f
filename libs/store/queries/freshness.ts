import { textOfColumn } from '../column-text.js';
import type { Transaction } from '../database.js';

/** How fresh an answer is: of how many servers, and which of them have been silent for too long. */
export interface Freshness {
  readonly servers: number;
  /** Names of those that have been silent longest, at most twenty. */
  readonly silent: readonly string[];
  /** Null: of another time than now it is not known, for scans that said nothing new are not kept one by one. */
  readonly silentCount: number | null;
  /** Silent: nothing was heard of it since then, or ever. */
  readonly silentSince: string;
}

export const MOST_NAMED = 20;

/** The servers of an organization, and those of which nothing was heard since an instant. */
export async function freshness(db: Transaction, organization: string, since: string): Promise<Freshness> {
  const [count] = await db.query<{ servers: string; silent: string }>(
    `select count(*) as servers, count(*) filter (where last_seen_at is null or last_seen_at < $2::timestamptz) as silent
     from certfleet.server_state where organization = $1`,
    [organization, since],
  );
  const silentCount = Number(count?.silent ?? 0);
  const named = silentCount === 0 ? [] : await longestSilent(db, organization, since);
  return {
    servers: Number(count?.servers ?? 0),
    silent: named.map(({ fqdn }) => textOfColumn(fqdn)),
    silentCount,
    silentSince: since,
  };
}

/** Those of which nothing was ever heard, then the others: each part in the order of an index, whose nulls are last. */
function longestSilent(
  db: Transaction,
  organization: string,
  since: string,
): Promise<readonly { readonly fqdn: string }[]> {
  return db.query<{ fqdn: string }>(
    `select fqdn from (
       (select fqdn, last_seen_at, server from certfleet.server_state
        where organization = $1 and last_seen_at is null order by server limit $3)
       union all
       (select fqdn, last_seen_at, server from certfleet.server_state
        where organization = $1 and last_seen_at < $2::timestamptz order by last_seen_at, server limit $3)
     ) as silent
     order by last_seen_at nulls first, server limit $3`,
    [organization, since, MOST_NAMED],
  );
}
