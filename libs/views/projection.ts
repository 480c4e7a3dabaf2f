import { canonical, canonicalText, compareText } from '#libs/fleet/canonical.js';
import type { Organization } from '#libs/fleet/document.js';
import { derivedId } from '#libs/fleet/event-id.js';
import type { RecordedEvent } from '#libs/fleet/event.js';
import { follows, frontierAfter, NOTHING_FOLDED, type Entry, type Frontier } from '#libs/fleet/effective-order.js';
import { evolveOrganization, evolveServer } from '#libs/fleet/evolve.js';
import { entriesUntil, type History } from '#libs/fleet/fold.js';
import { unknownOrganization, unknownServer, type OrganizationState, type ServerState } from '#libs/fleet/state.js';
import { bindingRanges, type BindingRange, type ToldRange } from './binding-ranges.js';
import { certificatesIn, mergeSeen, type SeenCertificate } from './certificate-facts.js';
import type { Cause } from './subject.js';

/**
 * All that is projected of one server. A pure function of its events and those of its organization, whatever their order of arrival: grown
 * event by event it equals the one that is built again from the log.
 */
export interface ServerProjection {
  readonly state: ServerState;
  readonly frontier: Frontier;
  /** The ranges that reach beyond the last event. */
  readonly ranges: readonly BindingRange[];
  /** Effective instant up to which events of the server and its organization have been walked; null before the first. */
  readonly walked: string | null;
  /** Position of the newest event of the server itself. */
  readonly position: number;
  /**
   * An inventory that was seen again changed something: then only its last sighting may count, and when that moves the server is walked again
   * from nothing.
   */
  readonly moved: boolean;
}

/** An inventory of the log that was seen again, unchanged, at this instant. */
export interface SeenAgain {
  readonly event: RecordedEvent;
  readonly lastSeenAt: string;
}

/** What arrived of a server since its projection. */
export interface Arrived {
  readonly events: readonly RecordedEvent[];
  readonly seenAgain: readonly SeenAgain[];
  /** The organization before `steps`. */
  readonly before: Organization;
  /** The organization's steps that arrived meanwhile. */
  readonly steps: readonly OrganizationStep[];
}

/** A projection, with what the walk to it left behind. */
export interface Walk {
  readonly projection: ServerProjection;
  /** Ranges that were over when the walk came to its end; of a walk from nothing all, of one that went on those that ended on its way. */
  readonly past: readonly ToldRange[];
  readonly seen: ReadonlyMap<string, SeenCertificate>;
}

/** The organization after one of its events that made it another one. */
export interface OrganizationStep {
  readonly organization: Organization;
  readonly cause: Cause;
  /** Of the steps up to this one: histories with the same one began alike. */
  readonly digest: string;
}

/** What happened to an organization, in effective order. Events that left it as it was are no steps: no server need be looked at again. */
export interface OrganizationHistory {
  readonly state: OrganizationState;
  readonly frontier: Frontier;
  readonly steps: readonly OrganizationStep[];
  /** Tells two histories of steps apart. */
  readonly digest: string;
  /** An inventory that was seen again changed something: the history is another one when that sighting moves. */
  readonly moved: boolean;
}

export const NO_ORGANIZATION: OrganizationHistory = {
  state: unknownOrganization(),
  frontier: NOTHING_FOLDED,
  steps: [],
  digest: '',
  moved: false,
};

export function walkOrganization(history: History): OrganizationHistory {
  return stepThrough(NO_ORGANIZATION, entriesUntil(history));
}

/** With the steps that arrived next, or null when they do not sort behind what is folded already. */
export function advanceOrganization(
  folded: Omit<OrganizationHistory, 'steps'>,
  events: readonly RecordedEvent[],
): OrganizationHistory | null {
  const following = follows(folded.frontier, events);
  return following === null ? null : stepThrough({ ...folded, steps: [] }, following.entries);
}

function stepThrough(from: OrganizationHistory, entries: readonly Entry[]): OrganizationHistory {
  const steps: OrganizationStep[] = [];
  let { state, digest, moved } = from;
  for (const entry of entries) {
    const after = evolveOrganization(state, entry.event, entry.at);
    if (canonicalText(after.organization) !== canonicalText(state.organization)) {
      const step = { organization: canonical(after.organization), cause: causeOf(entry) };
      digest = derivedId(`${digest} ${canonicalText(step)}`);
      steps.push({ ...step, digest });
      moved ||= entry.again;
    }
    state = after;
  }
  return canonical({ state, frontier: frontierAfter(from.frontier, entries), steps, digest, moved });
}

/** A server's projection from nothing. `fqdn` is how the server is called. */
export function walkServer(fqdn: string, history: History, organization: OrganizationHistory): Walk {
  const entries = entriesUntil(history);
  const [first] = entries;
  const earlier = organization.steps.filter((step) => first !== undefined && step.cause.at <= first.at);
  const start: ServerProjection = {
    state: unknownServer(fqdn),
    frontier: NOTHING_FOLDED,
    ranges: [],
    walked: null,
    position: 0,
    moved: false,
  };
  return walk(start, earlier.at(-1)?.organization ?? {}, {
    entries,
    steps: organization.steps.slice(earlier.length),
  });
}

/**
 * A server's projection after what arrived next, or null when that does not sort behind everything walked already: then walk it again from
 * nothing.
 */
export function advanceServer(projection: ServerProjection, arrived: Arrived): Walk | null {
  const entries = entriesBehind(projection, arrived);
  if (entries === null) return null;
  return sortsBehind(projection, entries[0]?.at, arrived.steps[0]?.cause.at)
    ? walk(projection, arrived.before, { entries, steps: arrived.steps })
    : null;
}

/** At one instant the organization goes before the server. Among its own kind each is known to sort behind what was there. */
function sortsBehind(
  { walked, frontier }: ServerProjection,
  own: string | undefined,
  step: string | undefined,
): boolean {
  if (walked === null) return true;
  const ownBehind = own === undefined || own >= walked;
  return ownBehind && (step === undefined || (step >= walked && step > (frontier.at ?? '')));
}

/** Events and sightings together only when no two stand at one instant: else their order needs the whole history. */
function entriesBehind({ frontier, moved }: ServerProjection, { events, seenAgain }: Arrived): readonly Entry[] | null {
  const following = follows(frontier, events);
  if (following === null || (moved && seenAgain.length > 0)) return null;
  const again = seenAgain.map(({ event, lastSeenAt }): Entry => ({
    event,
    at: lastSeenAt,
    again: true,
    clockAhead: false,
  }));
  const entries = [...following.entries, ...again].sort((one, other) => compareText(one.at, other.at));
  if (again.length === 0) return entries;
  const latest = frontier.at ?? '';
  const apart = new Set(entries.map(({ at }) => at)).size === entries.length;
  return apart && entries.every(({ at }) => at > latest) ? entries : null;
}

interface Road {
  readonly entries: readonly Entry[];
  readonly steps: readonly OrganizationStep[];
}

interface Stop {
  readonly cause: Cause;
  /** Null: what happened, happened to the organization. */
  readonly entry: Entry | null;
  readonly organization: Organization | null;
}

function walk(from: ServerProjection, before: Organization, road: Road): Walk {
  const seen = new Map<string, SeenCertificate>();
  const stops = inOneOrder(road);
  const past: ToldRange[] = [];
  let { state, ranges, position, moved } = from;
  let organization = before;
  for (const [index, stop] of stops.entries()) {
    organization = stop.organization ?? organization;
    if (stop.entry !== null) {
      const after = canonical(evolveServer(state, stop.entry.event, stop.entry.at));
      moved ||= stop.entry.again && canonicalText(after.server) !== canonicalText(state.server);
      state = after;
      position = Math.max(position, stop.entry.event.position);
      remember(seen, stop.entry.event);
    }
    const turn = bindingRanges(ranges, { known: state, organization }, stop.cause, stops[index + 1]?.cause.at);
    ranges = turn.live;
    past.push(...turn.past);
  }
  const frontier = canonical(frontierAfter(from.frontier, road.entries));
  const walked = stops.at(-1)?.cause.at ?? from.walked;
  return { projection: { state, frontier, ranges, walked, position, moved }, past, seen };
}

/** Events of the organization go before those of the server at the same instant. */
function inOneOrder({ entries, steps }: Road): readonly Stop[] {
  const ofOrganization = steps.map(({ cause, organization }): Stop => ({ cause, organization, entry: null }));
  const ofServer = entries.map((entry): Stop => ({ cause: causeOf(entry), entry, organization: null }));
  return [...ofOrganization, ...ofServer].sort((one, other) => compareText(one.cause.at, other.cause.at));
}

function causeOf({ event, at }: Entry): Cause {
  return { at, by: event.actor ?? null, position: event.position };
}

function remember(seen: Map<string, SeenCertificate>, event: RecordedEvent): void {
  for (const found of certificatesIn(event)) {
    const { thumbprint } = found.facts;
    const known = seen.get(thumbprint);
    seen.set(thumbprint, known === undefined ? found : mergeSeen(known, found));
  }
}
