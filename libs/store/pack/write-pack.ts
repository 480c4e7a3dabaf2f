import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { inOrganization, type Transaction } from '../database.js';
import type { PackCommit, PackConflict, PackEvent, PackHead, PackHeader, PackSighting } from './shape.js';

/** The log of an organization that is to be written down, as far as it goes now. */
export interface LogToPack {
  readonly organization: string;
  /** As the hashes have it. */
  readonly name: string;
  readonly position: number;
  readonly hash: string;
  readonly commits: number;
  readonly exportedAt: string;
}

/** Where an organization's log ends now; null: there is no such organization. What comes after it is not written down. */
export function logToPack(db: DataSource, organization: string): Promise<LogToPack | null> {
  return inOrganization(db, organization, async (inside) => {
    const [row] = await inside.query<{ name: string; position: string; hash: string; commits: string; now: Date }>(
      `select coalesce(h.written_as, h.organization) as name, h.position, encode(h.hash, 'hex') as hash, clock_timestamp() as now,
         (select count(*) from certfleet.commit c where c.organization = $1 and c.first <= h.position) as commits
       from certfleet.head h where h.organization = $1`,
      [organization],
    );
    if (row === undefined) return null;
    const { name, position, hash, commits, now } = row;
    const exportedAt = now.toISOString();
    return { organization, name, position: Number(position), hash, commits: Number(commits), exportedAt };
  });
}

/**
 * The lines of an evidence pack (docs/log-format.md), each with its line feed. Commits and events never change, so they are read in pages,
 * each in a transaction of its own: no reader, however slow, holds anything in the database. A log that is damaged is written down as it is.
 *
 * @param progress told after each page of events.
 */
export async function* packLines(
  db: DataSource,
  log: LogToPack,
  progress: (position: number, head: number) => void = () => undefined,
): AsyncGenerator<string, void> {
  const { organization, name, position, hash, commits, exportedAt } = log;
  const digest = createHash('sha256');
  const line = (value: object): string => {
    const text = `${JSON.stringify(value)}\n`;
    digest.update(text);
    return text;
  };
  const counts = { commits: 0, events: 0, sightings: 0, conflicts: 0 };
  const header: PackHeader = {
    format: 'certfleet.log/1',
    organization: name,
    position,
    hash,
    commits,
    events: position,
    exportedAt,
  };
  yield line(header);
  const reading = { organization, position };
  for await (const entry of entries(db, reading)) {
    if ('commit' in entry) counts.commits += 1;
    else counts.events += 1;
    if ('event' in entry && counts.events % PAGE === 0) progress(entry.event.position, position);
    yield line(entry);
  }
  for await (const sighting of pages<PackSighting>((after) => sightingsAfter(db, reading, after))) {
    counts.sightings += 1;
    yield line({ sighting });
  }
  for await (const conflict of pages<PackConflict>((after) => conflictsAfter(db, reading, after))) {
    counts.conflicts += 1;
    yield line({ conflict });
  }
  const head: PackHead = { position, hash, ...counts, sha256: digest.digest('hex') };
  yield `${JSON.stringify({ head })}\n`;
}

type Entry = { readonly commit: PackCommit } | { readonly event: PackEvent };

/** Each commit, then its events. */
async function* entries(db: DataSource, reading: Reading): AsyncGenerator<Entry, void> {
  const events = pages<PackEvent>((after) => eventsAfter(db, reading, after));
  let next = await events.next();
  for await (const commit of pages<PackCommit>((after) => commitsAfter(db, reading, after))) {
    yield { commit };
    for (; next.done !== true && next.value.position <= commit.last; next = await events.next())
      yield { event: next.value };
  }
  for (; next.done !== true; next = await events.next()) yield { event: next.value };
}

interface Reading {
  readonly organization: string;
  /** Nothing beyond. */
  readonly position: number;
}

/** Events may be whole inventories, and all of a page are held in memory. */
const PAGE = 100;

async function* pages<T>(after: (last: T | undefined) => Promise<readonly T[]>): AsyncGenerator<T, void> {
  let last: T | undefined;
  for (;;) {
    const page: readonly T[] = await after(last);
    yield* page;
    last = page.at(-1);
    if (page.length < PAGE) return;
  }
}

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const at = (column: string) => `to_char(${column} at time zone 'UTC', ${INSTANT})`;

/** What an event and a conflict have both, under the names of the format. */
const TOLD = `e.event_id as "eventId", e.schema_version as "schemaVersion", ${at('e.occurred_at')} as "occurredAt",
  ${at('e.recorded_at')} as "recordedAt", encode(e.content_hash, 'hex') as "contentHash", e.stream, e.type, e.source, e.id,
  e.data::text as data, e.provenance::text as provenance`;

function read<T>(db: DataSource, { organization }: Reading, ask: (inside: Transaction) => Promise<T>): Promise<T> {
  return inOrganization(db, organization, ask);
}

async function commitsAfter(db: DataSource, reading: Reading, last?: PackCommit): Promise<readonly PackCommit[]> {
  const rows = await read(db, reading, (inside) =>
    inside.query<Omit<PackCommit, 'first' | 'last'> & { readonly first: string; readonly last: string }>(
      `select c.first, c.last, ${at('c.recorded_at')} as "recordedAt", encode(c.previous_hash, 'hex') as "previousHash",
         encode(c.hash, 'hex') as hash
       from certfleet.commit c where c.organization = $1 and c.first <= $2 and c.first > $3 order by c.first limit ${PAGE}`,
      [reading.organization, reading.position, last?.first ?? Number.MIN_SAFE_INTEGER],
    ),
  );
  return rows.map((row) => ({ ...row, first: Number(row.first), last: Number(row.last) }));
}

async function eventsAfter(db: DataSource, reading: Reading, last?: PackEvent): Promise<readonly PackEvent[]> {
  const rows = await read(db, reading, (inside) =>
    inside.query<Omit<PackEvent, 'position' | 'version'> & { readonly position: string; readonly version: string }>(
      `select e.position, e.version, ${TOLD}, encode(e.hash, 'hex') as hash
       from certfleet.event e where e.organization = $1 and e.position <= $2 and e.position > $3 order by e.position limit ${PAGE}`,
      [reading.organization, reading.position, last?.position ?? Number.MIN_SAFE_INTEGER],
    ),
  );
  return rows.map((row) => ({ ...row, position: Number(row.position), version: Number(row.version) }));
}

/** Of the events that are written down. */
async function sightingsAfter(db: DataSource, reading: Reading, last?: PackSighting): Promise<readonly PackSighting[]> {
  const rows = await read(db, reading, (inside) =>
    inside.query<Omit<PackSighting, 'clockOffsetMs'> & { readonly clockOffsetMs: string | null }>(
      `select s.stream, s.event_id as "eventId", ${at('s.last_seen_at')} as "lastSeenAt", s.clock_offset_ms as "clockOffsetMs"
       from certfleet.sighting s
       join certfleet.event e using (organization, event_id)
       where s.organization = $1 and e.position <= $2 and ($3::text is null or (s.stream, s.event_id) > ($3, $4::uuid))
       order by s.stream, s.event_id limit ${PAGE}`,
      [reading.organization, reading.position, last?.stream ?? null, last?.eventId ?? null],
    ),
  );
  return rows.map((row) => ({ ...row, clockOffsetMs: row.clockOffsetMs === null ? null : Number(row.clockOffsetMs) }));
}

function conflictsAfter(db: DataSource, reading: Reading, last?: PackConflict): Promise<readonly PackConflict[]> {
  return read(db, reading, (inside) =>
    inside.query<PackConflict>(
      `select ${TOLD} from certfleet.conflict e
       where e.organization = $1 and ($2::uuid is null or (e.event_id, e.content_hash) > ($2::uuid, decode($3, 'hex')))
       order by e.event_id, e.content_hash limit ${PAGE}`,
      [reading.organization, last?.eventId ?? null, last?.contentHash ?? null],
    ),
  );
}
