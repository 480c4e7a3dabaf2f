import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { inOrganization, type Transaction } from './database.js';
import { releaseLease, stillHeld, takeLease, type Lease } from './lease.js';
import { head } from './queries/head.js';
import { lockCheckpoint, moveCheckpoint, projectPage, refreshPage } from './refresh.js';
import { SHAPE } from './shape.js';
import { refreshEveryFinding } from './refresh-findings.js';
import { inShadow, SHADOWS } from './shadow.js';
import { copySightings, takeOver } from './swap.js';
import { takeOverFindings } from './swap-findings.js';

/** How far a rebuild is. */
export interface Rebuilding {
  /** Projected anew up to here. */
  readonly position: number;
  /** Where the log ends. */
  readonly head: number;
  /** Projected by this call; what an earlier one had done already is not among them. */
  readonly events: number;
}

export interface Rebuilt extends Rebuilding {
  /** An earlier call that did not come to its end had come so far; 0: begun anew. */
  readonly resumedAt: number;
  /** Rows that were other than the log says, by table. */
  readonly replaced: Readonly<Record<string, number>>;
  /** How long the projector had to wait. */
  readonly lockedMilliseconds: number;
}

export interface RebuildOptions {
  /** Told after each page. */
  readonly progress?: (soFar: Rebuilding) => void;
  /** Which code projects: what another one has begun is not gone on with. */
  readonly build?: string;
  /** Begins anew, whatever was begun. */
  readonly anew?: boolean;
  /** Events a transaction. */
  readonly page?: number;
  /** How long a rebuild that was killed keeps others away. */
  readonly leaseSeconds?: number;
  /** How long to wait for another rebuild of this organization. */
  readonly patienceSeconds?: number;
}

/** The name of the lease. */
const REBUILD = 'rebuild';

/**
 * Projects an organization's log again from its beginning, by the very code that follows it, while the projection goes on being read and
 * written: page by page into shadow tables, each page a transaction. A rebuild that was stopped, however hard, goes on from its last page
 * when it is called again. When it has caught up, one transaction holds the projector, takes in the rest and puts the new rows in the place
 * of those that differ; readers see the old projection until then. Findings are judged anew before, and keep when they were first seen, which
 * does not stand in the log.
 *
 * @returns `busy` when another rebuild of the organization is at work.
 */
export async function rebuild(
  db: DataSource,
  organization: string,
  options: RebuildOptions = {},
): Promise<Rebuilt | 'busy'> {
  const lease = await patientLease(db, organization, options);
  if (lease === null) return 'busy';
  try {
    const resumedAt = await begin(db, lease, options);
    if (resumedAt === 'busy') return 'busy';
    const projected = await catchUp(db, lease, { ...options, take: projectPage });
    if (projected === 'busy' || (await judge(db, lease, options)) === 'busy') return 'busy';
    const followed = await catchUp(db, lease, { ...options, take: refreshPage, before: projected });
    if (followed === 'busy') return 'busy';
    const swapped = await swap(db, lease, options);
    if (swapped === 'busy') return 'busy';
    await empty(db, organization);
    const { position, events, ...rest } = swapped;
    return { position, head: position, events: followed + events, resumedAt, ...rest };
  } finally {
    await releaseLease(db, lease).catch(() => undefined); // it runs out by itself; what failed is told
  }
}

async function patientLease(
  db: DataSource,
  organization: string,
  { leaseSeconds = 30, patienceSeconds = 0 }: RebuildOptions,
): Promise<Lease | null> {
  const wanted = { name: REBUILD, holder: randomUUID(), seconds: leaseSeconds };
  const until = Date.now() + patienceSeconds * 1000;
  for (;;) {
    const lease = await takeLease(db, organization, wanted);
    if (lease !== null || Date.now() >= until) return lease;
    await sleep(500);
  }
}

/** A transaction under the lease, which it prolongs before. */
async function underLease<T>(
  db: DataSource,
  { organization, name, holder, fence }: Lease,
  options: RebuildOptions,
  work: (inside: Transaction) => Promise<T>,
): Promise<T | 'busy'> {
  const held = await takeLease(db, organization, { name, holder, seconds: options.leaseSeconds ?? 30 });
  if (held?.fence !== fence) return 'busy';
  return inOrganization(db, organization, async (inside) => ((await stillHeld(inside, held)) ? work(inside) : 'busy'));
}

/** Where to go on: the beginning, unless this build has begun already. */
function begin(db: DataSource, lease: Lease, options: RebuildOptions): Promise<number | 'busy'> {
  const { organization } = lease;
  const { build = 'unknown', anew = false } = options;
  return underLease(db, lease, options, async (inside) => {
    const [begun] = await inside.query<{ build: string }>(
      'select build from certfleet.rebuild where organization = $1',
      [organization],
    );
    if (begun?.build !== build || anew) {
      await emptyShadows(inside, organization);
      await inside.query(
        `insert into certfleet.rebuild (organization, build) values ($1, $2)
         on conflict (organization) do update set build = excluded.build, started_at = clock_timestamp()`,
        [organization, build],
      );
    }
    await copySightings(inside, organization);
    return lockCheckpoint(inShadow(inside), organization);
  });
}

interface CatchingUp extends RebuildOptions {
  readonly take: typeof projectPage;
  /** Events taken in before. */
  readonly before?: number;
}

/** Takes in pages until there is no full one left; how many events that were. */
async function catchUp(db: DataSource, lease: Lease, options: CatchingUp): Promise<number | 'busy'> {
  const { organization } = lease;
  let events = options.before ?? 0;
  for (;;) {
    const done = await underLease(db, lease, options, async (inside) => {
      const page = await options.take(inShadow(inside), organization, options.page);
      return { ...page, head: (await head(inside, organization))?.position ?? 0 };
    });
    if (done === 'busy') return 'busy';
    events += done.events;
    options.progress?.({ position: done.position, head: done.head, events });
    if (!done.more) return events;
  }
}

/** Judges every server once the shadow is nearly complete: that takes long, and from then on each page judges those whom it concerns. */
function judge(db: DataSource, lease: Lease, options: RebuildOptions): Promise<number | 'busy'> {
  const { organization } = lease;
  return underLease(db, lease, options, async (inside) => {
    const shadow = inShadow(inside);
    return refreshEveryFinding(shadow, organization, await lockCheckpoint(shadow, organization));
  });
}

type Swapped = Omit<Rebuilt, 'head' | 'resumedAt'>;

/** Takes in what is left and takes over, while the projector waits at its checkpoint. */
function swap(db: DataSource, lease: Lease, options: RebuildOptions): Promise<Swapped | 'busy'> {
  const { organization } = lease;
  return underLease(db, lease, options, async (inside) => {
    await lockCheckpoint(inside, organization);
    const locked = performance.now();
    await copySightings(inside, organization);
    let events = 0;
    let page;
    do {
      page = await refreshPage(inShadow(inside), organization, options.page);
      events += page.events;
    } while (page.more);
    const { position } = page;
    const replaced = await takeOver(inside, organization);
    await moveCheckpoint(inside, organization, position);
    await inside.query('update certfleet.checkpoint set shape = $2 where organization = $1', [organization, SHAPE]);
    await takeOverFindings(inside, organization, position);
    await inside.query('delete from certfleet.rebuild where organization = $1', [organization]);
    return { position, events, replaced, lockedMilliseconds: Math.round(performance.now() - locked) };
  });
}

/** The shadows are of no use any more. Stopped before this, the next rebuild empties them. */
async function empty(db: DataSource, organization: string): Promise<void> {
  await inOrganization(db, organization, (inside) => emptyShadows(inside, organization));
}

async function emptyShadows(db: Transaction, organization: string): Promise<void> {
  for (const table of SHADOWS) await db.query(`delete from certfleet.${table} where organization = $1`, [organization]);
}
