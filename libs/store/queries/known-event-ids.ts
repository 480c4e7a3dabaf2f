import type { Transaction } from '../database.js';

/** Which of these events the log holds already. */
export async function knownEventIds(
  db: Transaction,
  organization: string,
  eventIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ event_id: string }>(
    `select event_id from certfleet.event where organization = $1 and event_id = any($2::uuid[])`,
    [organization, eventIds],
  );
  return new Set(rows.map((row) => row.event_id));
}
