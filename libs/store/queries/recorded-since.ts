import type { Provenance } from '#libs/fleet/event.js';
import type { Transaction } from '../database.js';

/** Which of these events were recorded at an instant of the database's clock or later, and who reported each. */
export async function recordedSince(
  db: Transaction,
  organization: string,
  eventIds: readonly string[],
  since: string,
): Promise<ReadonlyMap<string, string | undefined>> {
  const rows = await db.query<{ event_id: string; provenance: Provenance }>(
    `select event_id, provenance from certfleet.event
     where organization = $1 and event_id = any($2::uuid[]) and recorded_at >= $3::timestamptz`,
    [organization, eventIds, since],
  );
  return new Map(rows.map(({ event_id, provenance }) => [event_id, provenance.reportedBy]));
}
