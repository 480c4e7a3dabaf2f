import type { Warning } from '#libs/formats/report.js';
import type { Transaction } from '../database.js';

export interface TicketRow {
  readonly state: 'queued' | 'recorded' | 'duplicate' | 'conflict' | 'quarantined';
  readonly events: number | null;
  readonly position: string | null;
  readonly warnings: readonly Warning[];
  readonly reason: string | null;
  readonly remedy: string | null;
  readonly credential: string | null;
  readonly receivedAt: Date;
  readonly finishedAt: Date | null;
}

/** What became of something that was sent, or null. */
export async function ticket(db: Transaction, organization: string, inboxId: string): Promise<TicketRow | null> {
  const [row] = await db.query<TicketRow>(
    `select state, events, position, warnings, reason, remedy, credential, received_at as "receivedAt", finished_at as "finishedAt"
     from certfleet.inbox where organization = $1 and inbox_id = $2`,
    [organization, inboxId],
  );
  return row ?? null;
}
