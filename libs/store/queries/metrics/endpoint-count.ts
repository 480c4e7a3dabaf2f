import type { Transaction } from '../../database.js';
import { ofOne, valuesOf } from './summary.js';

/** How many endpoints there are now; counting ends at the most that are of interest, null: never. */
export async function endpointCount(
  db: Transaction,
  organization: string | null,
  most: number | null,
): Promise<number> {
  const [row] = await db.query<{ endpoints: number }>(
    `select count(*)::float8 as endpoints from (
       select 1 from certfleet.binding b
       where ${ofOne('b', organization, 2)} and b.selection is not null
         and b.valid_from <= now() and (b.valid_until is null or b.valid_until > now())
       limit $1) counted`,
    [most, ...valuesOf(organization)],
  );
  return row?.endpoints ?? 0;
}
