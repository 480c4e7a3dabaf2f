import { inOrganization, type Transaction } from './database.js';
import type { DataSource } from 'typeorm';

/** A right to be the only one at some work of an organization, until it runs out. The fence tells it from every other lease of that name. */
export interface Lease {
  readonly organization: string;
  readonly name: string;
  readonly holder: string;
  readonly fence: number;
}

export interface LeaseWanted {
  readonly name: string;
  readonly holder: string;
  readonly seconds: number;
}

/**
 * Takes a lease that is free or has run out, or keeps the holder's own for so many seconds from now. Null: somebody else has it, or is just
 * writing under it.
 */
export function takeLease(db: DataSource, organization: string, wanted: LeaseWanted): Promise<Lease | null> {
  const { name, holder, seconds } = wanted;
  return inOrganization(db, organization, async (inside) => {
    await inside.query(
      `insert into certfleet.lease (organization, name, holder, fence, until) values ($1, $2, '', 0, '-infinity') on conflict do nothing`,
      [organization, name],
    );
    const [row] = await inside.query<{ fence: string }>(
      `with free as (
         select organization, name from certfleet.lease
         where organization = $1 and name = $2 and (holder = $3 or until < clock_timestamp())
         for update skip locked
       )
       update certfleet.lease l
       set fence = case when l.holder = $3 and l.until >= clock_timestamp() then l.fence else l.fence + 1 end,
         holder = $3, until = clock_timestamp() + make_interval(secs => $4)
       from free where l.organization = $1 and l.organization = free.organization and l.name = free.name
       returning l.fence`,
      [organization, name, holder, seconds],
    );
    return row ? { organization, name, holder, fence: Number(row.fence) } : null;
  });
}

/** Gives a lease back, if it is still held. */
export async function releaseLease(db: DataSource, { organization, name, holder, fence }: Lease): Promise<void> {
  await inOrganization(db, organization, (inside) =>
    inside.query(
      `update certfleet.lease set until = '-infinity' where organization = $1 and name = $2 and holder = $3 and fence = $4`,
      [organization, name, holder, fence],
    ),
  );
}

/**
 * The fence: inside a writing transaction, before it writes. False: the lease went to somebody else, and nothing may be written. While the
 * transaction runs nobody can take the lease.
 */
export async function stillHeld(db: Transaction, { organization, name, holder, fence }: Lease): Promise<boolean> {
  const rows = await db.query(
    `select fence from certfleet.lease where organization = $1 and name = $2 and holder = $3 and fence = $4 for update`,
    [organization, name, holder, fence],
  );
  return rows.length === 1;
}

/** The leases of one holder, taken when they are first asked for and prolonged in good time. */
export interface KeptLeases {
  /** Null: somebody else has it. */
  readonly of: (organization: string) => Promise<Lease | null>;
  /** It is somebody else's by now: the next time it is asked for it is taken anew. */
  readonly forget: (organization: string) => void;
  readonly held: () => readonly Lease[];
}

/** When this part of its time is over a lease is prolonged. Work that was begun under it has the rest, and is fenced beyond. */
const PROLONGED_AFTER = 1 / 3;

export function keepLeases(db: DataSource, wanted: LeaseWanted): KeptLeases {
  const held = new Map<string, { readonly lease: Lease; readonly since: number }>();
  return {
    of: async (organization) => {
      const since = performance.now();
      const known = held.get(organization);
      if (known !== undefined && since - known.since < wanted.seconds * 1000 * PROLONGED_AFTER) return known.lease;
      const lease = await takeLease(db, organization, wanted);
      if (lease === null) held.delete(organization);
      else held.set(organization, { lease, since });
      return lease;
    },
    forget: (organization) => void held.delete(organization),
    held: () => [...held.values()].map(({ lease }) => lease),
  };
}
