import { knownInstant } from '#libs/certificates/instant.js';
import { canonical } from './canonical.js';
import { instantText } from './effective-instant.js';
import {
  follows,
  frontierAfter,
  inEffectiveOrder,
  NOTHING_FOLDED,
  type Entry,
  type Frontier,
} from './effective-order.js';
import type { RecordedEvent, Sighting } from './event.js';
import { evolveOrganization, evolveServer } from './evolve.js';
import { unknownOrganization, unknownServer, type OrganizationState, type ServerState } from './state.js';

/** What was recorded of one server (of all streams that are this server), or of the organization. In any order, even twice. */
export interface History {
  readonly events: readonly RecordedEvent[];
  readonly sightings?: readonly Sighting[];
}

/** Where a fold stops, on the two axes of time; both bounds are included. */
export interface Until {
  /** What was so at this instant, RFC 3339. An instant that cannot be read comes before everything. */
  readonly asOf?: string;
  /** What was known when the log ended at this position. */
  readonly knownAt?: number;
}

/** A state with what is needed to go on from it. Plain data, the state in canonical form. */
export interface Folded<S> {
  readonly state: S;
  readonly frontier: Frontier;
}

/** The state of a server: the fold of its events in effective order. `fqdn` is how the server is called (see `joinServers`). */
export function foldServer(fqdn: string, history: History, until: Until = {}): Folded<ServerState> {
  return fold({ state: unknownServer(fqdn), frontier: NOTHING_FOLDED }, entriesUntil(history, until), evolveServer);
}

export function foldOrganization(history: History, until: Until = {}): Folded<OrganizationState> {
  const start = { state: unknownOrganization(), frontier: NOTHING_FOLDED };
  return fold(start, entriesUntil(history, until), evolveOrganization);
}

/**
 * The state after what arrived next, or null if that does not sort behind everything folded so far: then fold the whole history again.
 * Only for a fold that was not stopped by `asOf`.
 */
export function advanceServer(folded: Folded<ServerState>, next: History): Folded<ServerState> | null {
  return advance(folded, next, evolveServer);
}

export function advanceOrganization(
  folded: Folded<OrganizationState>,
  next: History,
): Folded<OrganizationState> | null {
  return advance(folded, next, evolveOrganization);
}

/** The entries of a history in effective order, up to the bounds. The order is that of all that was known, also beyond `asOf`. */
export function entriesUntil({ events, sightings = [] }: History, { asOf, knownAt }: Until = {}): readonly Entry[] {
  const known = knownAt === undefined ? events : events.filter(({ position }) => position <= knownAt);
  const entries = inEffectiveOrder(known, sightings);
  if (asOf === undefined) return entries;
  const last = instantText(knownInstant(asOf) ?? -Infinity);
  return entries.filter(({ at }) => at <= last);
}

type Evolve<S> = (state: S, event: RecordedEvent, at: string) => S;

function fold<S>({ state, frontier }: Folded<S>, entries: readonly Entry[], evolve: Evolve<S>): Folded<S> {
  let after = state;
  for (const { event, at } of entries) after = evolve(after, event, at);
  return canonical({ state: after, frontier: frontierAfter(frontier, entries) });
}

function advance<S>(folded: Folded<S>, { events, sightings }: History, evolve: Evolve<S>): Folded<S> | null {
  const next = follows(folded.frontier, events, sightings);
  return next === null ? null : fold(folded, next.entries, evolve);
}
