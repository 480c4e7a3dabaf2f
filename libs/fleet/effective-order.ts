import { knownInstant } from '#libs/certificates/instant.js';
import { canonicalText, compareText } from './canonical.js';
import { claimedInstant, instantText, receivedInstant } from './effective-instant.js';
import type { EventType, RecordedEvent, Sighting } from './event.js';

/**
 * One step of a fold: an event at its effective instant, or an inventory seen again, unchanged, at a later one.
 *
 * The order of entries depends on what the events say alone, never on their positions, so that any order of arrival ends in the
 * same state.
 */
export interface Entry {
  readonly event: RecordedEvent;
  /** Effective instant, RFC 3339 UTC with milliseconds. */
  readonly at: string;
  /** A sighting: the inventory was seen again. */
  readonly again: boolean;
  /** The source's clock is ahead of ours; `at` is capped at the receipt. */
  readonly clockAhead: boolean;
}

/** How far a fold has come: enough to tell whether what arrives next sorts behind it all. Plain data. */
export interface Frontier {
  /** Effective instant of the last entry; null before the first. */
  readonly at: string | null;
  readonly chains: readonly ChainHead[];
}

/** The end of what one source has counted within one epoch. */
export interface ChainHead {
  readonly source: string;
  readonly epoch: string;
  readonly sequence: string;
  readonly at: string;
}

export const NOTHING_FOLDED: Frontier = { at: null, chains: [] };

/**
 * Who goes first at the same effective instant. It must not differ within one source and epoch that counts its events, for there
 * the count alone decides.
 */
const RANK = {
  /** A change at the instant of an inventory is taken to have come just after it: losing a change is worse than applying it twice. */
  observation: 0,
  change: 1,
  /** A log that counts its events knows more about order than those who only have a clock, so it has the last word. */
  log: 2,
} as const;

const OBSERVATIONS: ReadonlySet<EventType> = new Set(['inventory.observed', 'server.observed']);

interface Placed extends Entry {
  readonly instant: number;
  readonly rank: number;
}

/**
 * The entries of a stream in effective order: within a source and epoch by `sequence` with the running maximum of what the events
 * claim, across them by that instant, then rank, source, epoch, sequence, content and event id. Events given twice count once.
 * @cite GUARANTEES, Time 1
 */
export function inEffectiveOrder(
  events: readonly RecordedEvent[],
  sightings: readonly Sighting[] = [],
): readonly Entry[] {
  const byId = new Map(events.map((event) => [event.eventId, event]));
  const placed: Placed[] = [];
  const chains = new Map<string, RecordedEvent[]>();
  for (const event of byId.values()) {
    if (event.sequence === undefined) {
      placed.push({ ...placeOf(event), again: false, event });
      continue;
    }
    const chain = chains.get(chainKey(event));
    if (chain === undefined) chains.set(chainKey(event), [event]);
    else chain.push(event);
  }
  for (const chain of chains.values()) placed.push(...inSequence(chain));
  for (const sighting of sightings) {
    const event = byId.get(sighting.eventId);
    if (event !== undefined) placed.push(...seenAgain(event, sighting));
  }
  return placed.sort(byPlace).map(({ event, at, again, clockAhead }) => ({ event, at, again, clockAhead }));
}

/**
 * What arrived next, if all of it sorts behind what is folded already, with the frontier after it; null if the stream must be folded
 * again from the start. An arrival at the very instant of the frontier does not count as behind it.
 */
export function follows(
  frontier: Frontier,
  events: readonly RecordedEvent[],
  sightings: readonly Sighting[] = [],
): { readonly entries: readonly Entry[]; readonly frontier: Frontier } | null {
  const heads = new Map(frontier.chains.map((head) => [chainKey(head), head]));
  for (const event of events) {
    if (event.sequence === undefined) continue;
    const head = heads.get(chainKey(event));
    if (head === undefined) continue;
    // Either would move entries that are folded: one counted before them, or one that proves them older than they were taken for.
    if (event.sequence <= head.sequence || instantText(receivedInstant(event)) < head.at) return null;
  }
  const entries = inEffectiveOrder(events, sightings);
  const first = entries[0];
  if (first === undefined) return { entries, frontier };
  if (frontier.at !== null && first.at <= frontier.at) return null;
  return { entries, frontier: frontierAfter(frontier, entries) };
}

/** The frontier of a fold that has taken these entries, in effective order, behind those of an earlier frontier. */
export function frontierAfter(frontier: Frontier, entries: readonly Entry[]): Frontier {
  const heads = new Map(frontier.chains.map((head) => [chainKey(head), head]));
  for (const { event, at, again } of entries) {
    if (event.sequence === undefined || again) continue;
    const { source, epoch = '', sequence } = event;
    heads.set(chainKey(event), { source, epoch, sequence, at });
  }
  const chains = [...heads.entries()].sort(([one], [other]) => compareText(one, other)).map(([, head]) => head);
  return { at: entries.at(-1)?.at ?? frontier.at, chains };
}

/**
 * A chain by its own count. An event happened no earlier than any counted before it claims, and no later than any counted after it
 * was received: so the instants never run backwards and none is later than its receipt.
 */
function inSequence(chain: readonly RecordedEvent[]): readonly Placed[] {
  const counted = [...chain].sort(bySequence);
  let earliest = Infinity;
  const received = counted
    .toReversed()
    .map((event) => (earliest = Math.min(earliest, receivedInstant(event))))
    .reverse();
  let latest = -Infinity;
  return counted.map((event, index) => {
    const claimed = claimedInstant(event);
    latest = Math.max(latest, Math.min(claimed.instant, received[index] ?? claimed.instant));
    return {
      event,
      again: false,
      instant: latest,
      at: instantText(latest),
      rank: RANK.log,
      clockAhead: claimed.clockAhead,
    };
  });
}

function placeOf(event: RecordedEvent): Omit<Placed, 'again' | 'event'> {
  const { instant, clockAhead } = claimedInstant(event);
  const rank = OBSERVATIONS.has(event.type) ? RANK.observation : RANK.change;
  return { instant, at: instantText(instant), rank, clockAhead };
}

function seenAgain(event: RecordedEvent, sighting: Sighting): readonly Placed[] {
  const instant = knownInstant(sighting.lastSeenAt);
  if (instant === undefined || event.type !== 'inventory.observed') return [];
  return [{ event, again: true, instant, at: instantText(instant), rank: RANK.observation, clockAhead: false }];
}

function byPlace(one: Placed, other: Placed): number {
  return (
    one.instant - other.instant ||
    one.rank - other.rank ||
    compareText(one.event.source, other.event.source) ||
    compareText(one.event.epoch ?? '', other.event.epoch ?? '') ||
    compareText(sequenceOf(one), sequenceOf(other)) ||
    byContent(one.event, other.event)
  );
}

/** A sighting is not counted by its source, whatever the event was. */
function sequenceOf({ event, again }: Placed): string {
  return again ? '' : (event.sequence ?? '');
}

function bySequence(one: RecordedEvent, other: RecordedEvent): number {
  return compareText(one.sequence ?? '', other.sequence ?? '') || byContent(one, other);
}

/** By what is said first, so that an inventory and its repetition stand at the same place among others of their instant. */
function byContent(one: RecordedEvent, other: RecordedEvent): number {
  if (one === other) return 0;
  return (
    compareText(one.type, other.type) ||
    compareText(canonicalText(one.data), canonicalText(other.data)) ||
    compareText(one.eventId, other.eventId)
  );
}

function chainKey({ source, epoch = '' }: { readonly source: string; readonly epoch?: string }): string {
  return JSON.stringify([source, epoch]);
}
