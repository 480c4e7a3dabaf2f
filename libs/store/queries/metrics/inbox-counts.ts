import type { Transaction } from '../../database.js';
import { ofOne, valuesOf } from './summary.js';

/** What was received, by what became of it. Rows of the inbox are never deleted, so that a final state's count only grows. */
export interface InboxCount {
  readonly organization: string;
  readonly state: string;
  readonly uploads: number;
  /** In uploads of this state. */
  readonly events: number;
}

/** Counted in the index `inbox_counts` alone. */
export function inboxCounts(db: Transaction, organization: string | null): Promise<InboxCount[]> {
  return db.query<InboxCount>(
    `select i.organization, i.state, count(*)::float8 as uploads, coalesce(sum(i.events), 0)::float8 as events
     from certfleet.inbox i where ${ofOne('i', organization, 1)} group by i.organization, i.state order by i.organization, i.state`,
    valuesOf(organization),
  );
}

export interface Waiting {
  readonly organization: string;
  /** Seconds since 1970. */
  readonly oldest: number;
}

/** Since when the oldest upload waits, where one does. */
export function oldestWaiting(db: Transaction, organization: string | null): Promise<Waiting[]> {
  return db.query<Waiting>(
    `select i.organization, extract(epoch from min(i.received_at))::float8 as oldest
     from certfleet.inbox i where ${ofOne('i', organization, 1)} and i.state = 'queued' group by i.organization order by i.organization`,
    valuesOf(organization),
  );
}
