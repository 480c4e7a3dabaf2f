import { compareText } from './canonical.js';
import type { Entry } from './effective-order.js';
import type { EventType, RecordedEvent } from './event.js';
import { evolveOrganization, evolveServer } from './evolve.js';
import { isSamePart, partAt, contradictions, PARTS_OF_ORGANIZATION, PARTS_OF_SERVER, type Parts } from './parts.js';
import { unknownOrganization, unknownServer } from './state.js';

/** Something of which nobody can tell what it became, for events of the same second from different sources say different things. */
export interface Ambiguity {
  /** `internalTransportCertificate`, `iisBindings/<address>`, … */
  readonly path: string;
  /** The second. */
  readonly at: string;
  /** The events, in the order in which they were taken. */
  readonly positions: readonly number[];
  /** What it is, each by an event that may have come last; the one that was taken first of all. */
  readonly candidates: readonly unknown[];
}

/** The ambiguities of a server's history, in order. */
export function ambiguitiesOnServer(fqdn: string, entries: readonly Entry[]): readonly Ambiguity[] {
  return ambiguities(PARTS_OF_SERVER, { state: unknownServer(fqdn), evolve: evolveServer, entries });
}

/** The same of what belongs to the organization. */
export function ambiguitiesOnOrganization(entries: readonly Entry[]): readonly Ambiguity[] {
  return ambiguities(PARTS_OF_ORGANIZATION, { state: unknownOrganization(), evolve: evolveOrganization, entries });
}

interface Walk<S> {
  readonly state: S;
  readonly evolve: (state: S, event: RecordedEvent, at: string) => S;
  readonly entries: readonly Entry[];
}

/**
 * Clocks of different sources are compared to the second, for many logs know no more: who came last within it decides, and nobody can tell. An
 * inventory of the same second as a change may have seen it or not.
 * @cite GUARANTEES, Time 4 and 5
 */
function ambiguities<S>(parts: Parts<S>, { state, evolve, entries }: Walk<S>): readonly Ambiguity[] {
  const found: Ambiguity[] = [];
  let before = state;
  for (const same of bySecond(entries)) {
    const fold = (some: readonly Entry[]) => some.reduce((known, { event, at }) => evolve(known, event, at), before);
    const taken = fold(same);
    if (same.length > 1) found.push(...ambiguousIn(parts, same, { taken, fold }));
    before = taken;
  }
  return found;
}

interface Folding<S> {
  readonly taken: S;
  readonly fold: (some: readonly Entry[]) => S;
}

function ambiguousIn<S>(parts: Parts<S>, same: readonly Entry[], { taken, fold }: Folding<S>): readonly Ambiguity[] {
  const lasts = same.filter((entry) => !same.some((other) => isKnownToFollow(other, entry)));
  const others = lasts.map((last) => fold([...same.filter((entry) => entry !== last), last]));
  const paths = new Set(others.flatMap((other) => contradictions(parts, taken, other)));
  const [{ at } = { at: '' }] = same;
  return [...paths].sort(compareText).map((path) => ({
    path,
    at: secondOf(at),
    positions: same.map(({ event }) => event.position),
    candidates: distinct([taken, ...others].map((one) => partAt(parts, one, path))),
  }));
}

/** What one source counts is in order, and so is what one teller tells at different instants. */
function isKnownToFollow(other: Entry, entry: Entry): boolean {
  if (other === entry || tellerOf(other.event) !== tellerOf(entry.event)) return false;
  const [later, earlier] = [other.event.sequence, entry.event.sequence];
  return later !== undefined && earlier !== undefined ? later > earlier : other.at > entry.at;
}

function distinct(values: readonly unknown[]): readonly unknown[] {
  return values.filter((value, at) => values.findIndex((other) => isSamePart(value, other)) === at);
}

/** More events of one second are a bulk import, whose order its file gives. */
const MOST_IN_A_SECOND = 50;
const WITHOUT_EFFECT: ReadonlySet<EventType> = new Set(['note.added', 'presentation.observed', 'windows-event.logged']);

/** The entries by the second that they are taken for; those of one second with more than can be compared each by themselves. */
function bySecond(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const groups: Entry[][] = [];
  for (const entry of entries) {
    if (WITHOUT_EFFECT.has(entry.event.type)) continue;
    const open = groups.at(-1);
    const [first] = open ?? [];
    if (open !== undefined && first !== undefined && secondOf(first.at) === secondOf(entry.at)) open.push(entry);
    else groups.push([entry]);
  }
  return groups.flatMap((group) => (group.length > MOST_IN_A_SECOND ? group.map((entry) => [entry]) : [group]));
}

function secondOf(at: string): string {
  return `${at.slice(0, 19)}Z`;
}

/** Whose word on the order it is: the count of its source, else who told it. An inventory is a look of its own. */
function tellerOf({ type, source, epoch, sequence, reportedBy, tool }: RecordedEvent): string {
  if (sequence !== undefined) return JSON.stringify([source, epoch ?? '', 'counted']);
  return JSON.stringify([source, reportedBy ?? tool ?? null, type === 'inventory.observed']);
}
