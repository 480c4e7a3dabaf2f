import type { Silence } from '#libs/alerts/silences.js';
import type { Transaction } from '../database.js';

/** The silences that are over at an instant, the last one first. */
export async function pastSilences(db: Transaction, organization: string, now: string): Promise<readonly Silence[]> {
  const rows = await db.query<{ body: Silence; until: Date }>(
    `select body, until_at as until from certfleet.alert_silence where organization = $1 and until_at <= $2::timestamptz
     order by until_at desc, silence_id limit 200`,
    [organization, now],
  );
  return rows.map(({ body, until }) => ({ ...body, until: until.toISOString() }));
}
