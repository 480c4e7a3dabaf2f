import type { FileResult } from '#libs/formats/file-result.js';
import type { Warning } from '#libs/formats/report.js';
import type { Transaction } from '../database.js';

export interface TicketRow {
  readonly ticket: string;
  readonly state: 'queued' | 'recorded' | 'duplicate' | 'conflict' | 'quarantined';
  readonly events: number | null;
  readonly position: string | null;
  readonly warnings: readonly Warning[];
  /** Null: it is not finished, or was finished by a version that did not tell. */
  readonly files: readonly FileResult[] | null;
  readonly reason: string | null;
  readonly remedy: string | null;
  readonly credential: string | null;
  readonly receivedAt: Date;
  readonly finishedAt: Date | null;
}

/** What became of things that were sent, in no order; those that are not known are left out. */
export function tickets(db: Transaction, organization: string, inboxIds: readonly string[]): Promise<TicketRow[]> {
  return db.query<TicketRow>(
    `select inbox_id as ticket, state, events, position, warnings, files, reason, remedy, credential, received_at as "receivedAt",
       finished_at as "finishedAt"
     from certfleet.inbox where organization = $1 and inbox_id = any($2::uuid[])`,
    [organization, inboxIds],
  );
}
