import type { Transaction } from '../database.js';
import { SHAPE } from '../shape.js';

export interface Behind {
  readonly organization: string;
  /** Events between the projection and the end of the log. */
  readonly events: number;
  /** Its rows were made by an older version that left columns out. */
  readonly isOlder: boolean;
}

/**
 * Organizations whose projection has not taken in all there is: events after its checkpoint, sightings that moved, or rows of an older shape.
 * A declared question of the provider, asked by the projectors.
 */
export async function behind(db: Transaction, projection: string): Promise<readonly Behind[]> {
  const rows = await db.query<{ organization: string; events: string; older: boolean | null }>(
    `select h.organization, h.position - coalesce(c.position, 0) as events, c.shape < $2::integer as older
     from certfleet.head h
     left join certfleet.checkpoint c on c.organization = h.organization and c.projection = $1
     where h.position > coalesce(c.position, 0) or c.shape < $2::integer
       or h.organization in (select s.organization from certfleet.sighting s where s.folded_at is distinct from s.last_seen_at)
     order by h.organization`,
    [projection, SHAPE],
  );
  return rows.map(({ organization, events, older }) => ({
    organization,
    events: Number(events),
    isOlder: older ?? false,
  }));
}
