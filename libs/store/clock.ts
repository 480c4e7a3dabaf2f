import type { Transaction } from './database.js';

/**
 * The database's clock, as RFC 3339 UTC in whole milliseconds that have begun. Unlike now() it goes on within a transaction: read under a lock,
 * or in a snapshot, it is never before what another transaction wrote that is seen there.
 */
export async function clock(db: Transaction): Promise<string> {
  const [row] = await db.query<{ now: Date }>(`select date_trunc('milliseconds', clock_timestamp()) as now`);
  if (row === undefined) throw new Error('The database told no time.');
  return row.now.toISOString();
}
