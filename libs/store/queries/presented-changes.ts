import type { Entry } from '#libs/fleet/effective-order.js';
import { inEffectiveOrder } from '#libs/fleet/effective-order.js';
import { claimedInstant, instantText } from '#libs/fleet/effective-instant.js';
import { describe } from '#libs/fleet/describe.js';
import { ORGANIZATION_STREAM, type RecordedEvent } from '#libs/fleet/event.js';
import type { ChangeCause, PresentedChange } from '#libs/alerts/presented-change.js';
import { comparisons } from '#libs/views/comparison.js';
import { type Effect, effects } from '#libs/views/effects.js';
import { momentsOf } from '#libs/views/moments.js';
import { robotsSeen } from '#libs/views/robot-runs.js';
import { certificateNames, isDeed } from '#libs/views/spoken-certificate.js';
import { columnText, textOfColumn } from '../column-text.js';
import type { Transaction } from '../database.js';
import { histories, streamsOf } from './histories.js';

/** What changed of what is presented between two positions, and what else alerts ask of these events. */
export interface ChangesFound {
  readonly changes: readonly PresentedChange[];
  readonly sights: readonly Sight[];
  readonly shrunk: readonly Shrunk[];
  /** Canonical names of the servers that were looked at. */
  readonly servers: readonly string[];
}

interface Placed {
  readonly server: string;
  readonly fqdn: string;
  readonly cause: ChangeCause;
}

/** What somebody saw on the wire, beside what is foretold for that instant. */
export interface Sight extends Placed {
  readonly endpoint: string;
  readonly agrees: boolean;
  readonly seen: string | null;
  readonly foretold: string | null;
}

/** A full inventory that holds fewer certificates than were known. */
export interface Shrunk extends Placed {
  readonly before: number;
  readonly after: number;
}

/** Servers whose histories are held in memory at once. */
const CHUNK = 50;

/**
 * What these events changed of what is presented, each looked at just before and just after its own instant, as it is known at a position. Any set of
 * events has the same answer in any batches, but for what later ones tell of an earlier time.
 *
 * @param again earlier events of the same servers that are asked about again, because a late one may have changed what they did.
 */
export async function presentedChanges(
  db: Transaction,
  organization: string,
  asked: { readonly events: readonly RecordedEvent[]; readonly knownAt: number; readonly again?: ReadonlySet<number> },
): Promise<ChangesFound> {
  const { events, knownAt, again = new Set() } = asked;
  const concerned = new Set(events.map(({ stream }) => columnText(stream)));
  if (concerned.size === 0) return { changes: [], sights: [], shrunk: [], servers: [] };
  const touched = concerned.has(ORGANIZATION_STREAM)
    ? await serversLearntOf(db, organization, Math.min(...events.map(({ position }) => position)), knownAt)
    : new Set<string>();
  const all = [...(await streamsOf(db, organization))].filter(
    ([server, { streams }]) => touched.has(server) || streams.some((stream) => concerned.has(stream)),
  );
  const positions = new Set([...events.map(({ position }) => position), ...again]);
  const found: ChangesFound[] = [];
  for (let start = 0; start < all.length; start += CHUNK) {
    const chunk = all.slice(start, start + CHUNK);
    const streams = [ORGANIZATION_STREAM, ...chunk.flatMap(([, one]) => one.streams)];
    const known = await histories(db, organization, { streams, knownAt });
    const entries = (names: readonly string[]): readonly Entry[] => {
      const own = names.flatMap((name) => known.get(name) ?? []);
      return inEffectiveOrder(
        own.flatMap((one) => one.events),
        own.flatMap((one) => one.sightings),
      );
    };
    const around = entries([ORGANIZATION_STREAM]);
    for (const [server, { fqdn, streams: own }] of chunk)
      found.push(
        ofServer({ server: textOfColumn(server), fqdn: textOfColumn(fqdn) }, [entries(own), around], positions),
      );
  }
  return {
    changes: found.flatMap(({ changes }) => changes),
    sights: found.flatMap(({ sights }) => sights),
    shrunk: found.flatMap(({ shrunk }) => shrunk),
    servers: all.map(([server]) => textOfColumn(server)),
  };
}

/** Servers of whose endpoints something else is known since a position, as their columns have them: an event of the organization concerns no others. */
async function serversLearntOf(
  db: Transaction,
  organization: string,
  from: number,
  until: number,
): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ server: string }>(
    `select server from certfleet.binding where organization = $1 and known_from >= $2 and known_from <= $3
     union
     select server from certfleet.binding where organization = $1 and known_until >= $2 and known_until <= $3`,
    [organization, from, until],
  );
  return new Set(rows.map(({ server }) => server));
}

function ofServer(
  { server, fqdn }: { readonly server: string; readonly fqdn: string },
  [own, around]: readonly [readonly Entry[], readonly Entry[]],
  positions: ReadonlySet<number>,
): ChangesFound {
  const once = [...own, ...around].flatMap(({ event, again }) => (again ? [] : [event]));
  const asked = new Map(once.filter(({ position }) => positions.has(position)).map((event) => [event.position, event]));
  if (asked.size === 0) return { changes: [], sights: [], shrunk: [], servers: [] };
  const changed = throughUnknown(effects(fqdn, own, around, positions), { fqdn, own, around });
  const robots = changed.size === 0 ? null : robotsOf(own, around);
  const cause = (position: number): ChangeCause | null => {
    const event = asked.get(position);
    const robot = robots?.get(position);
    return event === undefined
      ? null
      : causeOf(event, robot === undefined || robot.certainty === 'low' ? null : robot.name);
  };
  const placed = <T extends object>(position: number, told: T) => {
    const by = cause(position);
    return by === null ? [] : [{ server, fqdn, cause: by, ...told }];
  };
  return {
    changes: [...changed].flatMap(([position, list]) =>
      list.flatMap(({ endpoint, before, after }) =>
        placed(position, { endpoint, before, after, at: cause(position)?.at ?? '' }),
      ),
    ),
    sights: [...comparisons(fqdn, own, around, positions)].flatMap(([position, { verdict, seen, predicted }]) => {
      const event = asked.get(position);
      if (verdict === 'cannot-tell' || event?.type !== 'presentation.observed') return [];
      const foretold = predicted?.outcome === 'PRESENTED' ? predicted.thumbprint : null;
      return placed(position, { endpoint: event.data.endpoint, agrees: verdict === 'agrees', seen, foretold });
    }),
    shrunk: shrunkOf(fqdn, own, asked).flatMap(({ position, before, after }) => placed(position, { before, after })),
    servers: [server],
  };
}

/** So many events are looked back through for what was known before it was unknown. */
const LOOK_BACK = 40;

/**
 * A change from what is unknown is one from what was known before: an import whose certificate nobody has looked at makes an answer unknown for a second.
 * What became unknown is no change by itself.
 */
function throughUnknown(
  changed: ReadonlyMap<number, readonly Effect[]>,
  { fqdn, own, around }: { readonly fqdn: string; readonly own: readonly Entry[]; readonly around: readonly Entry[] },
): ReadonlyMap<number, readonly Effect[]> {
  const isUnknown = (side: Effect['before']) => side?.outcome === 'INDETERMINATE';
  if (![...changed.values()].flat().some(({ before }) => isUnknown(before))) return changed;
  const first = Math.max(0, own.findIndex(({ event }) => changed.has(event.position)) - LOOK_BACK);
  const wider = new Set([...own.slice(first), ...around.slice(-LOOK_BACK)].map(({ event }) => event.position));
  const known = new Map<string, Effect['before']>();
  const found = new Map<number, readonly Effect[]>();
  for (const [position, list] of effects(fqdn, own, around, wider)) {
    const told = list.flatMap((effect): readonly Effect[] => {
      if (isUnknown(effect.after)) {
        if (!isUnknown(effect.before)) known.set(effect.endpoint, effect.before);
        return [effect];
      }
      const before = isUnknown(effect.before) ? known.get(effect.endpoint) : effect.before;
      known.delete(effect.endpoint);
      if (before === undefined) return [effect];
      const same = before?.outcome === effect.after?.outcome && before?.thumbprint === effect.after?.thumbprint;
      return same ? [] : [{ ...effect, before }];
    });
    if (changed.has(position)) found.set(position, told);
  }
  return found;
}

function robotsOf(own: readonly Entry[], around: readonly Entry[]) {
  const once = (entries: readonly Entry[]) => entries.flatMap(({ event, again }) => (again ? [] : [event]));
  const [ofServer, ofOrganization] = [once(own), once(around)];
  return robotsSeen(ofServer, ofOrganization, certificateNames([...ofServer, ...ofOrganization]));
}

function shrunkOf(fqdn: string, own: readonly Entry[], asked: ReadonlyMap<number, RecordedEvent>) {
  const inventories = [...asked.values()].flatMap((event) =>
    event.type === 'inventory.observed' && event.data.complete?.includes('certificates') === true
      ? [event.position]
      : [],
  );
  if (inventories.length === 0) return [];
  return [...momentsOf(fqdn, own, [], new Set(inventories))].flatMap(({ event, before, after }) => {
    const [was, is] = [before.server.server.certificates?.length ?? 0, after.server.server.certificates?.length ?? 0];
    return is < was ? [{ position: event.position, before: was, after: is }] : [];
  });
}

/** An event as alerts tell of it. */
export function causeOf(event: RecordedEvent, robot: string | null = null): ChangeCause {
  return {
    position: event.position,
    type: event.type,
    what: describe(event),
    at: instantText(claimedInstant(event).instant),
    recordedAt: event.recordedAt,
    actor: event.actor ?? null,
    tool: event.tool ?? null,
    correlationId: event.correlationId ?? null,
    robot,
    isDeed: isDeed(event.type),
  };
}
