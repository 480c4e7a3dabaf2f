import type { StoredCommit, StoredEvent } from '../canonical-row.js';
import type { Transaction } from '../database.js';
import type { PackConflict, PackSighting } from './shape.js';

/**
 * Opens an organization for a log that is written elsewhere, and holds its head to the end of the transaction. False: it has a log, or
 * something else that belongs to one.
 *
 * @param name as the hashes of that log have it.
 */
export async function openEmpty(db: Transaction, organization: string, name: string): Promise<boolean> {
  await db.query(`select set_config('certfleet.organization', $1, true)`, [organization]);
  await db.query('insert into certfleet.organization (organization) values ($1) on conflict do nothing', [
    organization,
  ]);
  await db.query('insert into certfleet.head (organization) values ($1) on conflict do nothing', [organization]);
  const [head] = await db.query<{ position: string }>(
    'select position from certfleet.head where organization = $1 for update',
    [organization],
  );
  const [kept] = await db.query<{ any: boolean }>(
    `select exists (select from certfleet.event where organization = $1) or exists (select from certfleet.commit where organization = $1)
       or exists (select from certfleet.stream where organization = $1) or exists (select from certfleet.conflict where organization = $1)
       or exists (select from certfleet.sighting where organization = $1) as any`,
    [organization],
  );
  if (head?.position !== '0' || kept?.any !== false) return false;
  await db.query('update certfleet.head set written_as = $2 where organization = $1', [
    organization,
    name === organization ? null : name,
  ]);
  return true;
}

/** Where the log and its streams end, once all its events are there. */
export async function closeLog(
  db: Transaction,
  organization: string,
  { position, headHash }: { readonly position: number; readonly headHash: string },
): Promise<void> {
  await db.query(
    `insert into certfleet.stream (organization, stream, version)
     select organization, stream, max(version) from certfleet.event where organization = $1 group by organization, stream`,
    [organization],
  );
  await db.query(`update certfleet.head set position = $2, hash = decode($3, 'hex') where organization = $1`, [
    organization,
    position,
    headHash,
  ]);
  await db.query(`select pg_notify('certfleet', $2 || ' ' || $1)`, [organization, String(position)]);
}

export async function insertEvents(
  db: Transaction,
  organization: string,
  events: readonly StoredEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await db.query(
    `insert into certfleet.event (organization, position, version, event_id, schema_version, occurred_at, recorded_at, content_hash, hash,
       stream, type, source, id, data, provenance)
     select $1, position, version, event_id, schema_version, occurred_at, recorded_at, decode(content_hash, 'hex'), decode(hash, 'hex'),
       stream, type, source, id, data::json, provenance::json
     from unnest($2::bigint[], $3::bigint[], $4::uuid[], $5::smallint[], $6::timestamptz[], $7::timestamptz[], $8::text[], $9::text[],
       $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[]) as e (position, version, event_id, schema_version,
       occurred_at, recorded_at, content_hash, hash, stream, type, source, id, data, provenance)`,
    [
      organization,
      events.map(({ position }) => position),
      events.map(({ version }) => version),
      events.map(({ event_id }) => event_id),
      events.map(({ schema_version }) => schema_version),
      events.map(({ occurred_at }) => occurred_at.toISOString()),
      events.map(({ recorded_at }) => recorded_at.toISOString()),
      events.map(({ content_hash }) => content_hash.toString('hex')),
      events.map(({ hash }) => hash.toString('hex')),
      events.map(({ stream }) => stream),
      events.map(({ type }) => type),
      events.map(({ source }) => source),
      events.map(({ id }) => id),
      events.map(({ data }) => data),
      events.map(({ provenance }) => provenance),
    ],
  );
}

export async function insertCommits(
  db: Transaction,
  organization: string,
  commits: readonly StoredCommit[],
): Promise<void> {
  if (commits.length === 0) return;
  await db.query(
    `insert into certfleet.commit (organization, first, last, recorded_at, previous_hash, hash)
     select $1, first, last, recorded_at, decode(previous_hash, 'hex'), decode(hash, 'hex')
     from unnest($2::bigint[], $3::bigint[], $4::timestamptz[], $5::text[], $6::text[]) as c (first, last, recorded_at, previous_hash, hash)`,
    [
      organization,
      commits.map(({ first }) => first),
      commits.map(({ last }) => last),
      commits.map(({ recorded_at }) => recorded_at.toISOString()),
      commits.map(({ previous_hash }) => previous_hash.toString('hex')),
      commits.map(({ hash }) => hash.toString('hex')),
    ],
  );
}

/** Not yet taken in by a projection. */
export async function insertSightings(
  db: Transaction,
  organization: string,
  sightings: readonly PackSighting[],
): Promise<void> {
  if (sightings.length === 0) return;
  await db.query(
    `insert into certfleet.sighting (organization, stream, event_id, last_seen_at, clock_offset_ms)
     select $1, stream, event_id, last_seen_at, clock_offset_ms
     from unnest($2::text[], $3::uuid[], $4::timestamptz[], $5::bigint[]) as s (stream, event_id, last_seen_at, clock_offset_ms)`,
    [
      organization,
      sightings.map(({ stream }) => stream),
      sightings.map(({ eventId }) => eventId),
      sightings.map(({ lastSeenAt }) => lastSeenAt),
      sightings.map(({ clockOffsetMs }) => clockOffsetMs),
    ],
  );
}

export async function insertConflicts(
  db: Transaction,
  organization: string,
  conflicts: readonly PackConflict[],
): Promise<void> {
  if (conflicts.length === 0) return;
  await db.query(
    `insert into certfleet.conflict (organization, event_id, content_hash, stream, type, schema_version, source, id, occurred_at,
       recorded_at, data, provenance)
     select $1, event_id, decode(content_hash, 'hex'), stream, type, schema_version, source, id, occurred_at, recorded_at,
       data::json, provenance::json
     from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::smallint[], $7::text[], $8::text[], $9::timestamptz[],
       $10::timestamptz[], $11::text[], $12::text[]) as c (event_id, content_hash, stream, type, schema_version, source, id,
       occurred_at, recorded_at, data, provenance)`,
    [
      organization,
      conflicts.map(({ eventId }) => eventId),
      conflicts.map(({ contentHash }) => contentHash),
      conflicts.map(({ stream }) => stream),
      conflicts.map(({ type }) => type),
      conflicts.map(({ schemaVersion }) => schemaVersion),
      conflicts.map(({ source }) => source),
      conflicts.map(({ id }) => id),
      conflicts.map(({ occurredAt }) => occurredAt),
      conflicts.map(({ recordedAt }) => recordedAt),
      conflicts.map(({ data }) => data),
      conflicts.map(({ provenance }) => provenance),
    ],
  );
}
