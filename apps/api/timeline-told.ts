import { ambiguitiesOnOrganization, ambiguitiesOnServer, type Ambiguity } from '#libs/fleet/ambiguous.js';
import { driftsOnOrganization, driftsOnServer, type Drift } from '#libs/fleet/drift.js';
import { inEffectiveOrder, type Entry } from '#libs/fleet/effective-order.js';
import { ORGANIZATION_STREAM, type RecordedEvent } from '#libs/fleet/event.js';
import type { StreamHistory } from '#libs/store/queries/histories.js';
import { robotsSeen, type RobotSeen } from '#libs/views/robot-runs.js';
import { certificateNames, spokenCertificate, type CertificateNames } from '#libs/views/spoken-certificate.js';
import type { WitnessRecord } from '#libs/views/timeline-item.js';
import { type NoteBeside, notesBeside } from '#libs/views/timeline-notes.js';
import { witnesses } from '#libs/views/witnesses.js';

type Histories = ReadonlyMap<string, StreamHistory>;

/** What the histories around the events of a page tell of them, gathered server by server. */
export interface Around {
  readonly names: CertificateNames;
  readonly robots: Map<number, RobotSeen>;
  /** What inventories show that nothing explains. */
  readonly drifts: Map<number, readonly Drift[]>;
  readonly ambiguities: Map<number, readonly Ambiguity[]>;
  readonly notes: ReadonlyMap<number, readonly NoteBeside[]>;
}

export function around(recorded: Histories, events: readonly RecordedEvent[]): Around {
  const all = [...recorded.values()];
  const positions = new Set(events.map(({ position }) => position));
  const ofOrganization = recorded.get(ORGANIZATION_STREAM);
  const entries = inEffectiveOrder(ofOrganization?.events ?? [], ofOrganization?.sightings);
  const gathered: Around = {
    names: certificateNames(eventsOf(all)),
    robots: new Map(),
    drifts: new Map(driftsOnOrganization(entries, positions)),
    ambiguities: new Map(),
    notes: notesBeside(eventsOf(all), positions),
  };
  doubt(gathered, ambiguitiesOnOrganization(entries));
  return gathered;
}

function doubt({ ambiguities }: Around, found: readonly Ambiguity[]): void {
  for (const ambiguity of found)
    for (const position of ambiguity.positions)
      ambiguities.set(position, [...(ambiguities.get(position) ?? []), ambiguity]);
}

function* eventsOf(all: readonly StreamHistory[]): Generator<RecordedEvent> {
  for (const { events } of all) yield* events;
}

/** Adds what one server's history tells: the robots behind its events, what its inventories show that nothing explains, and what is in doubt. */
export function lookAround(
  into: Around,
  fqdn: string,
  [own, organization]: readonly [readonly Entry[], readonly Entry[]],
  events: readonly RecordedEvent[],
): void {
  const once = (entries: readonly Entry[]) => entries.flatMap(({ event, again }) => (again ? [] : [event]));
  for (const [position, robot] of robotsSeen(once(own), once(organization), into.names))
    if (!into.robots.has(position)) into.robots.set(position, robot);
  const inventories = events.flatMap(({ type, position }) => (type === 'inventory.observed' ? [position] : []));
  for (const [position, drift] of driftsOnServer(fqdn, own, new Set(inventories))) into.drifts.set(position, drift);
  doubt(into, ambiguitiesOnServer(fqdn, own));
}

/** Which server an event is about, and how many endpoints it changed. */
export type Looked = (position: number) => { readonly server: string | null; readonly changed: number };

/** What is told beside an event. */
export type Beside = ReturnType<ReturnType<typeof besideOf>>;

/** What is told beside each event of a page, by all that was gathered. */
export function besideOf(events: readonly RecordedEvent[], around: Around, looked: Looked) {
  const { names, robots, drifts, ambiguities, notes } = around;
  const firsts = witnesses(
    events.map((event) => {
      const { server, changed } = looked(event.position);
      return { event, server, news: changed > 0 || drifts.has(event.position) };
    }),
  );
  const witnessesOf = new Map<number, WitnessRecord[]>();
  for (const event of events.toSorted((one, other) => one.position - other.position)) {
    const first = firsts.get(event.position);
    if (first !== undefined) witnessesOf.set(first, [...(witnessesOf.get(first) ?? []), recordOf(event)]);
  }
  return (event: RecordedEvent) => ({
    correlationId: event.correlationId ?? null,
    certificate: spokenCertificate(event, names),
    switchUsed: switchOf(event),
    witnesses: witnessesOf.get(event.position) ?? [],
    witnessOf: firsts.get(event.position) ?? null,
    robot: robots.get(event.position) ?? null,
    notes: notes.get(event.position) ?? [],
    clockAhead: event.occurredAt > event.recordedAt,
    drift: drifts.get(event.position) ?? [],
    ambiguous: ambiguities.get(event.position) ?? [],
  });
}

function recordOf({ position, occurredAt, type, source, reportedBy, tool }: RecordedEvent): WitnessRecord {
  return {
    position,
    occurredAt,
    type: `certfleet.${type}.v1`,
    source,
    reportedBy: reportedBy ?? null,
    tool: tool ?? null,
  };
}

const SWITCHES = { force: '-Force', yes: 'answered Yes', no: 'answered No', unknown: null } as const;

/** How the overwrite question was answered, where it is known. */
function switchOf(event: RecordedEvent): string | null {
  return event.type === 'certificate.enabled' ? SWITCHES[event.data.answer ?? 'unknown'] : null;
}
