import type { Sighting } from '#libs/fleet/event.js';
import { columnText } from './column-text.js';
import type { Transaction } from './database.js';

/** An inventory that was seen again, and by how much its sender's clock was off. */
export interface NewSighting extends Sighting {
  readonly stream: string;
  /** Received minus sent, in milliseconds, when the sender said when it sent. */
  readonly clockOffsetMs?: number | undefined;
}

/** Moves when inventories were last seen; an older sighting that comes late changes nothing. */
export async function recordSightings(
  db: Transaction,
  organization: string,
  sightings: readonly NewSighting[],
): Promise<void> {
  const latest = new Map<string, NewSighting>();
  for (const sighting of sightings) {
    const key = JSON.stringify([sighting.stream, sighting.eventId]);
    const known = latest.get(key);
    if (!known || Date.parse(known.lastSeenAt) < Date.parse(sighting.lastSeenAt)) latest.set(key, sighting);
  }
  const rows = [...latest.values()];
  await db.query(
    `insert into certfleet.sighting (organization, stream, event_id, last_seen_at, clock_offset_ms)
     select $1, stream, event_id, last_seen_at, clock_offset_ms
     from unnest($2::text[], $3::uuid[], $4::timestamptz[], $5::bigint[]) as seen (stream, event_id, last_seen_at, clock_offset_ms)
     on conflict (organization, stream, event_id) do update
     set last_seen_at = excluded.last_seen_at, clock_offset_ms = excluded.clock_offset_ms
     where sighting.last_seen_at < excluded.last_seen_at`,
    [
      organization,
      rows.map(({ stream }) => columnText(stream)),
      rows.map(({ eventId }) => eventId),
      rows.map(({ lastSeenAt }) => lastSeenAt),
      rows.map(({ clockOffsetMs }) => clockOffsetMs ?? null),
    ],
  );
}
