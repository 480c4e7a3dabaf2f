import type { Transaction } from '../../database.js';
import { afterKey } from './keyed-pages.js';
import type { Paged } from './presented.js';

/** A server, and when something was last heard of it. */
export interface SourceRow {
  readonly organization: string;
  readonly server: string;
  /** Seconds since 1970; null: never. */
  readonly lastSeen: number | null;
}

export function sourcesPage(db: Transaction, { organization, after, limit }: Paged): Promise<SourceRow[]> {
  const { where, values } = afterKey(organization, after, 'server');
  return db.query<SourceRow>(
    `select b.organization, b.server, extract(epoch from b.last_seen_at)::float8 as "lastSeen"
     from certfleet.server_state b where ${where} order by b.organization, b.server limit $3`,
    [...values, limit],
  );
}
