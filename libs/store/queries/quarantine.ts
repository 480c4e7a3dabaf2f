import type { Transaction } from '../database.js';

export interface QuarantinedRow {
  readonly ticket: string;
  readonly state: 'quarantined' | 'conflict';
  readonly kind: 'events' | 'import';
  readonly filename: string | null;
  readonly receivedAt: Date;
  readonly finishedAt: Date | null;
  readonly sha256: string;
  readonly size: string;
  readonly reason: string | null;
  readonly remedy: string | null;
  readonly seenAt: Date | null;
  readonly seenBy: string | null;
  readonly seenNote: string | null;
  /** How it ended before it was tried again, the oldest first. */
  readonly tries: readonly QuarantineTry[];
}

export interface QuarantineTry {
  readonly state: 'quarantined' | 'conflict';
  readonly reason: string | null;
  readonly finishedAt: string | null;
  /** When it was tried again, and by whom. */
  readonly again: string;
  readonly by: string;
}

/** Whether somebody has marked it as seen; null: either way. */
export type Seen = boolean | null;

/** What was accepted and could not be recorded as it came, newest first, from after a key on. */
export function quarantine(
  db: Transaction,
  organization: string,
  page: {
    readonly after: readonly [receivedAt: string, ticket: string] | null;
    readonly limit: number;
    readonly seen: Seen;
  },
): Promise<QuarantinedRow[]> {
  return db.query<QuarantinedRow>(
    `select inbox_id as ticket, state, kind, filename, received_at as "receivedAt", finished_at as "finishedAt",
       encode(sha256, 'hex') as sha256, size, reason, remedy,
       seen_at as "seenAt", seen_by as "seenBy", seen_note as "seenNote", tries
     from certfleet.inbox
     where organization = $1 and state in ('quarantined', 'conflict')
       and ($5::boolean is null or (seen_at is not null) = $5)
       and ($2::timestamptz is null or (received_at, inbox_id) < ($2::timestamptz, $3::uuid))
     order by received_at desc, inbox_id desc
     limit $4`,
    [organization, page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit, page.seen],
  );
}

/** How much stands in quarantine. */
export async function countQuarantined(db: Transaction, organization: string, seen: Seen): Promise<number> {
  const [row] = await db.query<{ count: string }>(
    `select count(*) as count from certfleet.inbox
     where organization = $1 and state in ('quarantined', 'conflict') and ($2::boolean is null or (seen_at is not null) = $2)`,
    [organization, seen],
  );
  return Number(row?.count ?? 0);
}
