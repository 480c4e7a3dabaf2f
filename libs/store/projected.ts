import type { RecordedEvent, Sighting } from '#libs/fleet/event.js';
import type { ServerState } from '#libs/fleet/state.js';
import type { HeldRange } from '#libs/views/knowledge.js';
import type { ServerProjection } from '#libs/views/projection.js';
import type { Reached } from '#libs/views/server.js';
import { knownRows, liveRanges } from './binding-rows.js';
import { columnText, textOfColumn } from './column-text.js';
import type { Transaction } from './database.js';
import { EVENT_COLUMNS, type EventRow, recordedEvent } from './event-row.js';
import { EVENT_TEXT, eventRowOf, type EventText } from './event-text.js';
import { groupedBy } from './queries/grouped.js';

/** A server's projection as it is stored, with the rows of its bindings that it goes on from. */
export interface StoredProjection {
  readonly projection: ServerProjection;
  readonly rows: readonly HeldRange[];
}

/** The projections of these servers as they are stored, by canonical name. */
export async function projections(
  db: Transaction,
  organization: string,
  servers: readonly string[],
): Promise<ReadonlyMap<string, StoredProjection>> {
  const states = await db.query<{ server: string; state: ServerState; frontier: Reached; position: string }>(
    `select server, state, frontier, position from certfleet.server_state where organization = $1 and server = any($2::text[])`,
    [organization, servers.map(columnText)],
  );
  const live = await knownRows(db, organization, servers, 'live');
  return new Map(
    states.map((row) => {
      const server = textOfColumn(row.server);
      const { frontier, walked, moved } = row.frontier;
      const rows = live.get(server) ?? [];
      const position = Number(row.position);
      return [
        server,
        { projection: { state: row.state, frontier, walked, moved, position, ranges: liveRanges(rows) }, rows },
      ];
    }),
  );
}

/** A sighting of a stream, with the event that was seen again. */
export interface StreamSighting extends Sighting {
  readonly stream: string;
}

/**
 * Sightings to take in with the events of a page: all of these events', and up to as many again of earlier events' that have moved since.
 */
export async function sightingsFor(
  db: Transaction,
  organization: string,
  page: { readonly after: number; readonly until: number; readonly size: number },
): Promise<readonly StreamSighting[]> {
  const rows = await db.query<{ stream: string; event_id: string; last_seen_at: Date }>(
    `select s.stream, s.event_id, s.last_seen_at
     from certfleet.sighting s
     join certfleet.event e using (organization, event_id)
     where s.organization = $1 and e.position <= $3
       and (e.position > $2 or s.folded_at is distinct from s.last_seen_at)
     order by e.position <= $2, s.stream, s.event_id
     limit $4`,
    [organization, page.after, page.until, 2 * page.size],
  );
  return rows.map(sightingOf);
}

/** Marks these as taken in, exactly as they were read: one that has moved since stays to be taken in. */
export async function markFolded(
  db: Transaction,
  organization: string,
  folded: readonly StreamSighting[],
): Promise<void> {
  if (folded.length === 0) return;
  await db.query(
    `update certfleet.sighting s set folded_at = f.seen
     from unnest($2::text[], $3::uuid[], $4::timestamptz[]) as f (stream, event_id, seen)
     where s.organization = $1 and s.stream = f.stream and s.event_id = f.event_id and s.folded_at is distinct from f.seen`,
    [
      organization,
      folded.map(({ stream }) => columnText(stream)),
      folded.map(({ eventId }) => eventId),
      folded.map(({ lastSeenAt }) => lastSeenAt),
    ],
  );
}

/** What is known of a stream up to a position. */
export interface KnownHistory {
  readonly events: readonly RecordedEvent[];
  readonly sightings: readonly Sighting[];
}

/** The histories of these streams as the projection has taken them in, by stream. */
export async function foldedHistories(
  db: Transaction,
  organization: string,
  streams: readonly string[],
  position: number,
): Promise<ReadonlyMap<string, KnownHistory>> {
  const names = streams.map(columnText);
  const events = await db.query<EventText>(
    `select ${EVENT_TEXT} from certfleet.event
     where organization = $1 and stream = any($2::text[]) and position <= $3 order by position`,
    [organization, names, position],
  );
  const sightings = await db.query<{ stream: string; event_id: string; last_seen_at: Date }>(
    `select stream, event_id, folded_at as last_seen_at from certfleet.sighting
     where organization = $1 and stream = any($2::text[]) and folded_at is not null order by stream, event_id`,
    [organization, names],
  );
  const byStream = groupedBy(
    events.map((row) => recordedEvent(eventRowOf(row))),
    ({ stream }) => stream,
  );
  const seen = groupedBy(sightings.map(sightingOf), ({ stream }) => stream);
  return new Map(
    streams.map((stream) => [stream, { events: byStream.get(stream) ?? [], sightings: seen.get(stream) ?? [] }]),
  );
}

function sightingOf(row: {
  readonly stream: string;
  readonly event_id: string;
  readonly last_seen_at: Date;
}): StreamSighting {
  return { stream: textOfColumn(row.stream), eventId: row.event_id, lastSeenAt: row.last_seen_at.toISOString() };
}

/** These events of the log. */
export async function eventsById(
  db: Transaction,
  organization: string,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, RecordedEvent>> {
  if (eventIds.length === 0) return new Map();
  const rows = await db.query<EventRow>(
    `select ${EVENT_COLUMNS} from certfleet.event where organization = $1 and event_id = any($2::uuid[])`,
    [organization, eventIds],
  );
  return new Map(rows.map((row) => [row.event_id, recordedEvent(row)]));
}
