import type { Transaction } from '../../database.js';
import { PROJECTION } from '../../refresh.js';
import { ofOne, valuesOf } from './summary.js';

/** How far each log and its projection have come. */
export interface OrganizationProgress {
  readonly organization: string;
  readonly head: number;
  readonly position: number;
  /** Seconds since 1970; null: the log is empty. */
  readonly recordedAt: number | null;
}

export function progressOfAll(db: Transaction, organization: string | null): Promise<OrganizationProgress[]> {
  return db.query<OrganizationProgress>(
    `select h.organization, h.position::float8 as head, coalesce(p.position, 0)::float8 as position,
       extract(epoch from c.recorded_at)::float8 as "recordedAt"
     from certfleet.head h
     left join certfleet.checkpoint p on p.organization = h.organization and p.projection = $1
     left join lateral (
       select l.recorded_at from certfleet.commit l where l.organization = h.organization order by l.first desc limit 1) c on true
     where ${ofOne('h', organization, 2)} order by h.organization`,
    [PROJECTION, ...valuesOf(organization)],
  );
}
