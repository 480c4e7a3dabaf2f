import type { Transaction } from '../database.js';

export interface UnfinishedUpload {
  readonly organization: string;
  readonly inboxId: string;
  readonly attempts: number;
  /** Whose lease ran out: it went away without a word. Null: it was given back, or never claimed. */
  readonly holder: string | null;
}

/**
 * Uploads that are neither finished nor in anybody's hands for so many seconds, the oldest first: what the queue lost. A declared question of
 * the provider, asked by the reconciler.
 */
export async function unfinishedUploads(
  db: Transaction,
  idleSeconds: number,
  limit: number,
): Promise<UnfinishedUpload[]> {
  return db.query<UnfinishedUpload>(
    `select organization, inbox_id as "inboxId", attempts, leased_by as holder
     from certfleet.inbox
     where state = 'queued' and coalesce(lease_until, received_at + make_interval(secs => $1)) < clock_timestamp()
     order by received_at
     limit $2`,
    [idleSeconds, limit],
  );
}
