import { ALERT_STREAM } from '#libs/fleet/event.js';
import type { Transaction } from '../database.js';

/** How many events of each type happened within a time, by when they are said to have happened, no later than when they were recorded. */
export async function eventsBetween(
  db: Transaction,
  organization: string,
  { from, to, knownAt }: { readonly from: string; readonly to: string; readonly knownAt: number },
): Promise<Readonly<Record<string, number>>> {
  const rows = await db.query<{ type: string; count: string }>(
    `select type, count(*) as count
     from certfleet.event
     where organization = $1 and position <= $4 and stream <> '${ALERT_STREAM}'
       and least(occurred_at, recorded_at) > $2::timestamptz and least(occurred_at, recorded_at) <= $3::timestamptz
     group by type
     order by count desc, type`,
    [organization, from, to, knownAt],
  );
  return Object.fromEntries(rows.map(({ type, count }) => [type, Number(count)]));
}
