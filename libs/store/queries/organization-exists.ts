import type { Transaction } from '../database.js';

/** Whether anything can be recorded for this organization. */
export async function organizationExists(db: Transaction, organization: string): Promise<boolean> {
  const rows = await db.query('select 1 from certfleet.organization where organization = $1', [organization]);
  return rows.length > 0;
}
