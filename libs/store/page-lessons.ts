import type { RecordedEvent } from '#libs/fleet/event.js';
import type { SeenAgain } from '#libs/views/projection.js';
import type { Lesson } from '#libs/views/lessons.js';
import { commitEnds } from './commits.js';
import type { Transaction } from './database.js';
import { eventsById, type StreamSighting } from './projected.js';
import { groupedBy } from './queries/grouped.js';
import type { OrganizationRefreshed } from './refresh-organization.js';

/** What a page of the log brought, stream by stream. */
export interface ArrivedPage {
  readonly streams: readonly string[];
  /** The events of a stream commit by commit, in order, by where the commit ends. */
  readonly commitsOf: (stream: string) => ReadonlyMap<number, readonly RecordedEvent[]>;
  readonly seenAgainOf: (stream: string) => readonly SeenAgain[];
}

export async function byStreamAndCommit(
  db: Transaction,
  organization: string,
  page: { readonly events: readonly RecordedEvent[]; readonly sightings: readonly StreamSighting[] },
): Promise<ArrivedPage> {
  const seen = await eventsById(
    db,
    organization,
    page.sightings.map(({ eventId }) => eventId),
  );
  const endOf = await commitEnds(
    db,
    organization,
    page.events.map(({ position }) => position),
  );
  const events = groupedBy(page.events, ({ stream }) => stream);
  const sightings = groupedBy(page.sightings, ({ stream }) => stream);
  return {
    streams: [...new Set([...events.keys(), ...sightings.keys()])],
    commitsOf: (stream) => groupedBy(events.get(stream) ?? [], ({ position }) => endOf(position)),
    seenAgainOf: (stream) =>
      (sightings.get(stream) ?? []).flatMap(({ eventId, lastSeenAt }) => {
        const event = seen.get(eventId);
        return event === undefined ? [] : [{ event, lastSeenAt }];
      }),
  };
}

/** What a page taught about a server: its own streams and its organization, commit by commit. Sightings come with the newest of them. */
export function lessonsOf(
  arrived: ArrivedPage,
  streams: readonly string[],
  { now, turns }: OrganizationRefreshed,
  position: number,
): readonly Lesson[] {
  const own = new Map<number, RecordedEvent[]>();
  for (const stream of streams)
    for (const [end, events] of arrived.commitsOf(stream)) own.set(end, [...(own.get(end) ?? []), ...events]);
  const around = new Map(turns.map((turn) => [turn.position, turn]));
  const seenAgain = streams.flatMap(arrived.seenAgainOf);
  const ends = [...new Set([...own.keys(), ...around.keys()])].sort((one, other) => one - other);
  const positions = ends.length === 0 && seenAgain.length > 0 ? [position] : ends;
  return positions.map((end, index) => {
    const turn = around.get(end);
    const next = turns.find((one) => one.position > end);
    return {
      position: end,
      events: own.get(end) ?? [],
      seenAgain: index === positions.length - 1 ? seenAgain : [],
      before: turn?.before ?? next?.before ?? now,
      steps: turn?.steps ?? (turn === undefined ? [] : null),
    };
  });
}
