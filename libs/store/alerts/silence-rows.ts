import type { RecordedAlertEvent } from '#libs/alerts/alert-event.js';
import type { Silence } from '#libs/alerts/silences.js';
import type { Transaction } from '../database.js';

/** Notes down the silences that events begin or end. */
export async function writeSilences(
  db: Transaction,
  organization: string,
  events: readonly RecordedAlertEvent[],
): Promise<void> {
  for (const event of events) {
    if (event.type === 'alert.silenced') {
      const { silence: id, ...others } = event.data;
      await db.query(
        `insert into certfleet.alert_silence (organization, silence_id, from_at, until_at, body, position) values ($1, $2, $3, $4, $5, $6)
         on conflict do nothing`,
        [organization, id, others.from, others.until, JSON.stringify({ id, ...others }), event.position],
      );
    } else if (event.type === 'alert.unsilenced') {
      await db.query(
        `update certfleet.alert_silence set until_at = least(until_at, $3::timestamptz) where organization = $1 and silence_id = $2`,
        [organization, event.data.silence, event.occurredAt],
      );
    }
  }
}

/** The silences that are not over at an instant, those to come included. */
export async function silencesAt(db: Transaction, organization: string, now: string): Promise<readonly Silence[]> {
  const rows = await db.query<{ body: Silence; until_at: Date }>(
    `select body, until_at from certfleet.alert_silence where organization = $1 and until_at > $2::timestamptz order by from_at, silence_id
     limit 1000`,
    [organization, now],
  );
  return rows.map(({ body, until_at }) => ({ ...body, until: until_at.toISOString() }));
}
