import type { Transaction } from '../database.js';
import { PROJECTION } from '../refresh.js';

export interface Progress {
  /** The projection is complete up to here. */
  readonly position: number;
  /** The log ends here. */
  readonly head: number;
  /** Hash over the log up to its end, hex. */
  readonly headHash: string;
  /**
   * Another one each time anything of the projection was written, also what moves no position: a scan that was seen again, a rebuild. Null:
   * nothing is projected.
   */
  readonly version: string | null;
  /** What `now()` is in this transaction. */
  readonly now: Date;
}

/** How far an organization's log and its projection have come; zeroes for an organization that nothing was written to. */
export async function progress(db: Transaction, organization: string): Promise<Progress> {
  const [row] = await db.query<{
    position: string | null;
    head: string | null;
    hash: string | null;
    version: string | null;
    now: Date;
  }>(
    `select h.position as head, encode(h.hash, 'hex') as hash, c.position,
       c.xmin || ' ' || c.position || ' ' || extract(epoch from c.updated_at) as version, now() as now
     from (values ($1::text)) as o (organization)
     left join certfleet.head h on h.organization = o.organization
     left join certfleet.checkpoint c on c.organization = o.organization and c.projection = $2`,
    [organization, PROJECTION],
  );
  return {
    position: Number(row?.position ?? 0),
    head: Number(row?.head ?? 0),
    headHash: row?.hash ?? '0'.repeat(64),
    version: row?.version ?? null,
    now: row?.now ?? new Date(),
  };
}
