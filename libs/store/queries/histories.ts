import { ALERT_STREAM, type RecordedEvent, type Sighting } from '#libs/fleet/event.js';
import type { Transaction } from '../database.js';
import { recordedEvent } from '../event-row.js';
import { EVENT_TEXT, eventRowOf, type EventText } from '../event-text.js';
import { groupedBy } from './grouped.js';

/** What was recorded in one stream. */
export interface StreamHistory {
  readonly stream: string;
  readonly events: readonly RecordedEvent[];
  readonly sightings: readonly Sighting[];
  /** More was recorded in the stream after the position that was asked for. */
  readonly isOutdated: boolean;
}

/** The whole history of these streams, or of every stream of the organization, up to a position of the log. */
export async function histories(
  db: Transaction,
  organization: string,
  { streams, knownAt }: { readonly streams?: readonly string[] | undefined; readonly knownAt?: number | undefined },
): Promise<ReadonlyMap<string, StreamHistory>> {
  const events = await db.query<EventText>(
    `select ${EVENT_TEXT}
     from certfleet.event
     where organization = $1 and ($2::text[] is null or stream = any($2)) and stream <> '${ALERT_STREAM}'
       and ($3::bigint is null or position <= $3)
     order by position`,
    [organization, streams ?? null, knownAt ?? null],
  );
  const sightings = await db.query<{ stream: string; eventId: string; lastSeenAt: Date }>(
    `select stream, event_id as "eventId", last_seen_at as "lastSeenAt"
     from certfleet.sighting
     where organization = $1 and ($2::text[] is null or stream = any($2))`,
    [organization, streams ?? null],
  );
  const later = knownAt === undefined ? [] : await streamsAfter(db, organization, streams, knownAt);
  const outdated = new Set(later);
  const seen = groupedBy(sightings, (row) => row.stream);
  const found = new Map<string, StreamHistory>();
  for (const [stream, rows] of groupedBy(events.map(eventRowOf), (row) => row.stream)) {
    const again = (seen.get(stream) ?? []).map(({ eventId, lastSeenAt }) => ({
      eventId,
      lastSeenAt: lastSeenAt.toISOString(),
    }));
    found.set(stream, { stream, events: rows.map(recordedEvent), sightings: again, isOutdated: outdated.has(stream) });
  }
  return found;
}

/** Streams in which something was recorded after a position. */
async function streamsAfter(
  db: Transaction,
  organization: string,
  streams: readonly string[] | undefined,
  position: number,
): Promise<readonly string[]> {
  const rows = await db.query<{ stream: string }>(
    `select distinct stream from certfleet.event
     where organization = $1 and position > $2 and ($3::text[] is null or stream = any($3)) and stream <> '${ALERT_STREAM}'`,
    [organization, position, streams ?? null],
  );
  return rows.map(({ stream }) => stream);
}

/** Which streams are which server: the projection's answer, by canonical name. */
export async function streamsOf(
  db: Transaction,
  organization: string,
  servers?: readonly string[],
): Promise<ReadonlyMap<string, { readonly fqdn: string; readonly streams: readonly string[] }>> {
  const rows = await db.query<{ server: string; fqdn: string; streams: string[] }>(
    `select a.server, s.fqdn, array_agg(a.stream order by a.stream) as streams
     from certfleet.server_alias a
     join certfleet.server_state s using (organization, server)
     where a.organization = $1 and ($2::text[] is null or a.server = any($2))
     group by a.server, s.fqdn
     order by a.server`,
    [organization, servers ?? null],
  );
  return new Map(rows.map(({ server, fqdn, streams }) => [server, { fqdn, streams }]));
}
