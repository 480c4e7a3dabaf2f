import type { Transaction } from '../database.js';

/**
 * When time alone next changes what holds in an organization: an endpoint's answer or a finding begins or ends. Null: never. Until then a
 * question of the present has the same answer, as long as nothing is projected.
 */
export async function nextTurn(db: Transaction, organization: string): Promise<Date | null> {
  const [row] = await db.query<{ turn: Date | null }>(
    `select least(
       (select min(b.valid_from) from certfleet.binding b
        where b.organization = $1 and b.selection is not null and b.valid_from > now()),
       (select min(b.valid_until) from certfleet.binding b
        where b.organization = $1 and b.selection is not null and b.valid_until > now()),
       (select min(f.stands_from) from certfleet.finding f
        where f.organization = $1 and f.resolved is null and f.stands_from > now()),
       (select min(f.stands_until) from certfleet.finding f
        where f.organization = $1 and f.resolved is null and f.stands_until > now())) as turn`,
    [organization],
  );
  return row?.turn ?? null;
}
