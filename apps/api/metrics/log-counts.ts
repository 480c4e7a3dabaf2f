import type { DataSource } from 'typeorm';
import { inOrganization } from '#libs/store/database.js';
import {
  type ChangeCount,
  changeCounts,
  overwriteEvents,
  type Stretch,
} from '#libs/store/queries/metrics/log-counts.js';
import { overwriteOf } from './overwrites.js';

/** An organization's log, counted up to a position. */
export interface Counted {
  readonly position: number;
  /** By `kind actorKind`. */
  readonly changes: ReadonlyMap<string, number>;
  /** By `forced risk`. */
  readonly overwrites: ReadonlyMap<string, number>;
}

export interface Counting {
  /** The log counted up to its end, or as far as was come by then: what is not counted yet is counted in a later call. */
  readonly upTo: (organization: string, head: number, deadline: number) => Promise<Counted>;
}

const STRETCH = 20_000;
const NOTHING: Counted = { position: 0, changes: new Map(), overwrites: new Map() };

/**
 * Counts each log once and then what came since: it is never changed, so that its counts up to a position are the same in every process and only
 * grow. One stretch at a time, in short transactions.
 */
export function openCounting(database: DataSource): Counting {
  const counted = new Map<string, Promise<Counted>>();
  return {
    upTo(organization, head, deadline) {
      const before = counted.get(organization) ?? Promise.resolve(NOTHING);
      const after = before.then((known) => countOn(database, known, { organization, head, deadline }));
      counted.set(
        organization,
        after.catch(() => before),
      );
      return after;
    },
  };
}

interface Task {
  readonly organization: string;
  readonly head: number;
  readonly deadline: number;
}

async function countOn(database: DataSource, known: Counted, { organization, head, deadline }: Task): Promise<Counted> {
  // Two scrapes at once may have asked for different ends; a log that is far shorter than it was is another one.
  let counts = head < known.position - STRETCH ? NOTHING : known;
  while (counts.position < head && performance.now() < deadline) {
    const stretch = { organization, after: counts.position, until: Math.min(head, counts.position + STRETCH) };
    counts = await withStretch(database, counts, stretch);
  }
  return counts;
}

async function withStretch(database: DataSource, counts: Counted, stretch: Stretch): Promise<Counted> {
  const { changes, overwrites } = await inOrganization(database, stretch.organization, async (db) => ({
    changes: await changeCounts(db, stretch),
    overwrites: await overwriteEvents(db, stretch),
  }));
  const kinds = overwrites.flatMap((event) => overwriteOf(event) ?? []);
  return {
    position: stretch.until,
    changes: added(
      counts.changes,
      changes.map((row): [string, number] => [`${kindOf(row)} ${row.actorKind}`, row.events]),
    ),
    overwrites: added(
      counts.overwrites,
      kinds.map(({ forced, risk }): [string, number] => [`${forced} ${risk}`, 1]),
    ),
  };
}

function kindOf({ type }: ChangeCount): string {
  return type.replace(/^certfleet\.|\.v1$/g, '');
}

function added(counts: ReadonlyMap<string, number>, more: readonly (readonly [string, number])[]) {
  const sums = new Map(counts);
  for (const [key, count] of more) sums.set(key, (sums.get(key) ?? 0) + count);
  return sums;
}
