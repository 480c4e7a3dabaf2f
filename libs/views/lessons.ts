import type { RecordedEvent } from '#libs/fleet/event.js';
import type { Organization } from '#libs/fleet/document.js';
import { mergeSeen, type SeenCertificate } from './certificate-facts.js';
import { learn, type HeldRange } from './knowledge.js';
import {
  advanceServer,
  walkServer,
  type OrganizationHistory,
  type OrganizationStep,
  type SeenAgain,
  type ServerProjection,
  type Walk,
} from './projection.js';

/**
 * What one commit of the log taught about a server. Knowledge grows commit by commit, not event by event: nobody was ever answered from the
 * middle of one.
 */
export interface Lesson {
  /** Where the commit ends. */
  readonly position: number;
  /** Of the server's own streams. */
  readonly events: readonly RecordedEvent[];
  /** Sightings count in the newest knowledge only: they stand in no commit. */
  readonly seenAgain: readonly SeenAgain[];
  /** The organization before `steps`. */
  readonly before: Organization;
  /** What became of the organization; null: its history is another one. */
  readonly steps: readonly OrganizationStep[] | null;
}

/** A server's projection with the rows of its binding history. */
export interface Learnt {
  readonly projection: ServerProjection;
  readonly rows: readonly HeldRange[];
  readonly seen: ReadonlyMap<string, SeenCertificate>;
}

/** Takes lessons that come behind everything known; null when one does not: then `relearn` must look at the whole history. */
export function advanceLessons(
  from: { readonly projection: ServerProjection; readonly rows: readonly HeldRange[] },
  lessons: readonly Lesson[],
): Learnt | null {
  let learnt: Learnt = { ...from, seen: new Map() };
  for (const lesson of lessons) {
    const next = advanced(learnt, lesson);
    if (next === null) return null;
    learnt = next;
  }
  return learnt;
}

/** The histories as they were known at a position of the log. */
export interface HistoriesKnown {
  readonly own: (position: number) => { readonly events: readonly RecordedEvent[]; readonly sightings: Sightings };
  readonly organization: (position: number) => OrganizationHistory;
}
type Sightings = readonly { readonly eventId: string; readonly lastSeenAt: string }[];

/**
 * Takes lessons one after the other, each as it comes: behind everything known, or else by walking the server again from nothing with what was
 * known then.
 *
 * @param from where to begin, with all rows that are known now; null: nothing is known of the server yet.
 */
export function takeLessons(
  fqdn: string,
  from: { readonly projection: ServerProjection; readonly rows: readonly HeldRange[] } | null,
  lessons: readonly Lesson[],
  known: HistoriesKnown,
): Learnt | null {
  let learnt: Learnt | null = from === null ? null : { ...from, seen: new Map() };
  for (const lesson of lessons) {
    const next: Learnt | null = learnt === null ? null : advanced(learnt, lesson);
    learnt =
      next ?? walked(learnt, walkServer(fqdn, known.own(lesson.position), known.organization(lesson.position)), lesson);
  }
  return learnt;
}

function advanced(learnt: Learnt, { events, seenAgain, before, steps, position }: Lesson): Learnt | null {
  if (steps === null) return null;
  const walk = advanceServer(learnt.projection, { events, seenAgain, before, steps });
  if (walk === null) return null;
  const told = [...walk.past, ...walk.projection.ranges];
  const since = learnt.projection.walked;
  return {
    projection: walk.projection,
    rows: learn(learnt.rows, told, { position, since }),
    seen: merged(learnt.seen, walk),
  };
}

function walked(learnt: Learnt | null, walk: Walk, { position }: Lesson): Learnt {
  const told = [...walk.past, ...walk.projection.ranges];
  return {
    projection: walk.projection,
    rows: learn(learnt?.rows ?? [], told, { position, since: null }),
    seen: merged(learnt?.seen ?? new Map(), walk),
  };
}

function merged(known: ReadonlyMap<string, SeenCertificate>, { seen }: Walk): ReadonlyMap<string, SeenCertificate> {
  if (seen.size === 0) return known;
  const all = new Map(known);
  for (const [thumbprint, found] of seen) {
    const before = all.get(thumbprint);
    all.set(thumbprint, before === undefined ? found : mergeSeen(before, found));
  }
  return all;
}
