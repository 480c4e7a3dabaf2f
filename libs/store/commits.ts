import type { Transaction } from './database.js';

/** Where the commit of each of these positions of the log ends. */
export async function commitEnds(
  db: Transaction,
  organization: string,
  positions: Iterable<number>,
): Promise<(position: number) => number> {
  const asked = [...new Set(positions)];
  const rows =
    asked.length === 0
      ? []
      : await db.query<{ position: string; last: string }>(
          `select p.position, (
             select c.last from certfleet.commit c
             where c.organization = $1 and c.first <= p.position order by c.first desc limit 1) as last
           from unnest($2::bigint[]) as p (position)`,
          [organization, asked],
        );
  const ends = new Map(rows.map(({ position, last }) => [Number(position), Number(last)]));
  return (position) => ends.get(position) ?? position;
}
