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
}

/** What was accepted and could not be recorded as it came, newest first, from after a key on. */
export function quarantine(
  db: Transaction,
  organization: string,
  page: { readonly after: readonly [receivedAt: string, ticket: string] | null; readonly limit: number },
): Promise<QuarantinedRow[]> {
  return db.query<QuarantinedRow>(
    `select inbox_id as ticket, state, kind, filename, received_at as "receivedAt", finished_at as "finishedAt",
       encode(sha256, 'hex') as sha256, size, reason, remedy
     from certfleet.inbox
     where organization = $1 and state in ('quarantined', 'conflict')
       and ($2::timestamptz is null or (received_at, inbox_id) < ($2::timestamptz, $3::uuid))
     order by received_at desc, inbox_id desc
     limit $4`,
    [organization, page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit],
  );
}

/** How much stands in quarantine. */
export async function countQuarantined(db: Transaction, organization: string): Promise<number> {
  const [row] = await db.query<{ count: string }>(
    `select count(*) as count from certfleet.inbox where organization = $1 and state in ('quarantined', 'conflict')`,
    [organization],
  );
  return Number(row?.count ?? 0);
}
