import { columnText } from '../column-text.js';
import type { Transaction } from '../database.js';

/** Whether in one of these seconds more than one event of these streams happened: a hint that their order may be in doubt. */
export async function isCrowded(
  db: Transaction,
  organization: string,
  { streams, instants }: { readonly streams: readonly string[]; readonly instants: readonly string[] },
): Promise<boolean> {
  const rows = await db.query(
    `select s.at from unnest($3::timestamptz[]) s (at)
     join certfleet.event e on e.organization = $1 and e.stream = any($2::text[])
       and least(e.occurred_at, e.recorded_at) >= s.at and least(e.occurred_at, e.recorded_at) < s.at + interval '1 second'
     group by s.at having count(*) > 1 limit 1`,
    [organization, streams.map(columnText), [...new Set(instants.map((at) => `${at.slice(0, 19)}Z`))]],
  );
  return rows.length > 0;
}
