import type { Transaction } from '../database.js';
import { PROJECTION } from '../refresh.js';

export interface Progress {
  /** The projection is complete up to here. */
  readonly position: number;
  /** The log ends here. */
  readonly head: number;
  /** Hash over the log up to its end, hex. */
  readonly headHash: string;
}

/** How far an organization's log and its projection have come; zeroes for an organization that nothing was written to. */
export async function progress(db: Transaction, organization: string): Promise<Progress> {
  const [row] = await db.query<{ position: string | null; head: string; hash: string }>(
    `select h.position as head, encode(h.hash, 'hex') as hash,
       (select c.position from certfleet.checkpoint c where c.organization = $1 and c.projection = $2) as position
     from certfleet.head h where h.organization = $1`,
    [organization, PROJECTION],
  );
  return { position: Number(row?.position ?? 0), head: Number(row?.head ?? 0), headHash: row?.hash ?? '0'.repeat(64) };
}
