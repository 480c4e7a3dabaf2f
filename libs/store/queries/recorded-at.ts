import type { Transaction } from '../database.js';

/** When the log reached a position; null: it has not come so far. */
export async function recordedAt(db: Transaction, organization: string, position: number): Promise<string | null> {
  const [row] = await db.query<{ at: Date }>(
    'select recorded_at as at from certfleet.event where organization = $1 and position = $2',
    [organization, position],
  );
  return row?.at.toISOString() ?? null;
}
