import { canonicalText, compareText } from './canonical.js';
import { claimedInstant, instantText } from './effective-instant.js';
import { inEffectiveOrder } from './effective-order.js';
import type { EventOf, EventType, FleetEvent, Recorded, RecordedEvent, Sighting } from './event.js';
import type { History } from './fold.js';

type Inventory = EventOf<'inventory.observed'>;

/**
 * What an inventory says and from where, whenever it says it: two inventories of a stream with the same key are the same observation
 * at two instants. Null for every other event.
 */
export function contentKey(event: FleetEvent): string | null {
  if (event.type !== 'inventory.observed') return null;
  const known = keys.get(event.data);
  if (known !== undefined && known.source === event.source && known.epoch === event.epoch) return known.key;
  const { complete = [], ...carried } = event.data;
  const key = canonicalText([event.source, event.epoch ?? '', carried, [...new Set(complete)].sort()]);
  keys.set(event.data, { source: event.source, epoch: event.epoch, key });
  return key;
}

/** An event never changes, so what it says is written out once, however many others it is compared with. */
const keys = new WeakMap<
  object,
  { readonly source: string; readonly epoch: string | undefined; readonly key: string }
>();

/** The keys of the state that an inventory speaks of. */
export function scopeOf({ data }: Pick<Inventory, 'data'>): ReadonlySet<string> {
  return new Set(Object.keys(data).filter((key) => key !== 'fqdn' && key !== 'complete'));
}

export type SightingDecision =
  | { readonly sighting: Sighting }
  | {
      readonly event:
        'not-an-inventory' | 'counted-by-its-source' | 'not-closed' | 'not-seen-before' | 'something-between';
    };

/**
 * Whether an inventory says nothing new, so that it need not be recorded: it repeats an inventory of the stream, and nothing that could
 * matter lies between the two. Then the sighting says until when that inventory has been seen; a sighting never moves backwards, so of
 * two the later one holds.
 *
 * `recorded` is what the log holds of the stream (of all streams of the same server, better), at least from the earlier inventory on;
 * one that is not among it counts as not seen before. Folding the sighting ends in the same state as folding the inventory as an event,
 * whatever arrives late afterwards, and no answer for an earlier position changes; that is why some repetitions are recorded all the same.
 *
 * @param since from which instant on `recorded` is complete (see `judgedSince`): what stands before it is not looked at.
 */
export function sightingOf(
  candidate: FleetEvent & Pick<Recorded, 'recordedAt'>,
  recorded: History,
  since = '',
): SightingDecision {
  if (candidate.type !== 'inventory.observed') return { event: 'not-an-inventory' };
  // Its place in the count of its source bears on the instants of what is counted after it.
  if (candidate.sequence !== undefined) return { event: 'counted-by-its-source' };
  if (!isClosed(candidate)) return { event: 'not-closed' };
  const seenAt = instantText(claimedInstant(candidate).instant);
  const entries = inEffectiveOrder(recorded.events, recorded.sightings);
  const key = contentKey(candidate);
  const last = entries.findLastIndex(
    ({ event, at, again }) => at <= seenAt && at >= since && !again && contentKey(event) === key,
  );
  const earlier = entries[last];
  if (earlier === undefined) return { event: 'not-seen-before' };
  const scope = scopeOf(candidate);
  // What is counted may stand later now than it stood while less was known of its source: then its own instant tells.
  const between = entries
    .slice(last + 1)
    .filter(({ event, at }) => event !== earlier.event && (at <= seenAt || claimedText(event) <= seenAt));
  if (between.some(({ event }) => bearsOn(event, scope))) return { event: 'something-between' };
  return { sighting: { eventId: earlier.event.eventId, lastSeenAt: seenAt } };
}

/** When an inventory of the log was made, and until when it has been seen. Instants with milliseconds. */
export interface InventorySeen {
  readonly claimed: string;
  readonly lastSeen: string;
}

/** Of so many inventories that were seen last one may be seen again. An older one is recorded again, which is right, too. */
const MOST_RECENT = 8;

/**
 * From which instant on the log has to be known to judge inventories of a server, of which the first was made at `first`. Complete is what has
 * all events that claim this instant or a later one, all inventories that were seen again then, and all that is counted by its source: what is left out
 * stands before everything that is looked at, and moves nothing.
 */
export function judgedSince(inventories: readonly InventorySeen[], first: string, most = MOST_RECENT): string {
  const recent = inventories
    .filter(({ claimed }) => claimed <= first)
    .toSorted((one, other) => compareText(other.lastSeen, one.lastSeen))
    .slice(0, most);
  return recent.reduce((earliest, { claimed }) => (claimed < earliest ? claimed : earliest), first);
}

const WITHOUT_EFFECT: ReadonlySet<EventType> = new Set(['note.added', 'presentation.observed']);

function bearsOn(event: RecordedEvent, scope: ReadonlySet<string>): boolean {
  if (event.type !== 'inventory.observed') return !WITHOUT_EFFECT.has(event.type);
  return [...scopeOf(event)].some((key) => scope.has(key));
}

function claimedText(event: RecordedEvent): string {
  return instantText(claimedInstant(event).instant);
}

/** Keys on which the effect of a change on *other* keys depends. */
const ASKED_BY_CHANGES = ['certificates', 'internalTransportCertificate', 'iisBindings', 'version', 'roles'];

/**
 * Enabling a certificate asks which one is the default, which one the bindings hold, and whether there is a web site; importing one asks
 * whether it is there. Between two sightings only the last one is kept; so an inventory of such a key must itself restate all that may depend
 * on it, as the whole report of a collector does, else changes that arrive late could tell whether it was seen once more.
 */
function isClosed({ data }: Inventory): boolean {
  const keys = scopeOf({ data });
  if (!ASKED_BY_CHANGES.some((key) => keys.has(key))) return true;
  if (!('certificates' in data) || !('iisBindings' in data)) return false;
  const { certificates, iisBindings, complete = [] } = data;
  const whole = (list: readonly object[] | null | undefined, key: string) =>
    list === null || (list !== undefined && complete.includes(key));
  return (
    whole(certificates, 'certificates') &&
    whole(iisBindings, 'iisBindings') &&
    keys.has('internalTransportCertificate') &&
    (certificates ?? []).every(({ services }) => services !== undefined)
  );
}
