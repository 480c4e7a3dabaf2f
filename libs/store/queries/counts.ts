import type { CountedRange, Numbering } from '#libs/fleet/gaps.js';
import { columnText, textOfColumn } from '../column-text.js';
import type { Transaction } from '../database.js';

/** An event with a number of its source: the condition of the indexes `event_counted…`. */
export const COUNTED = `provenance::text like '%"sequence":"%'`;

/**
 * Keys of the provenance, out of its text: reading them as JSON fails on a NUL anywhere in it. `epoch` stays as JSON writes it, which is as
 * good for telling epochs apart.
 */
const NUMBER = String.raw`substring(provenance::text from '"sequence":"0*(\d{1,15})"')::bigint`;
const EPOCH = String.raw`coalesce(substring(provenance::text from '"epoch":"((?:[^"\\]|\\.)*)"'), '')`;
const EVERY_EVENT = `provenance::text like '%"sequenceType":"Integer"%'`;
/** A type of its own, or a record of a Windows event log, which carries the number of its log in its id. */
const WITH_HOLES = `provenance::text like '%"sequenceType":"%' or ${EPOCH} <> '' and starts_with(to_json(id)::text, '"' || ${EPOCH} || '/')`;

/** The sources of these streams that count their events and speak of one server. Those that speak of a whole organization are none of one server. */
export async function countingSources(
  db: Transaction,
  organization: string,
  streams: readonly string[],
): Promise<readonly string[]> {
  const rows = await db.query<{ source: string }>(
    `select distinct source from certfleet.event
     where organization = $1 and stream = any($2::text[]) and ${COUNTED} and source like '/organizations/%/servers/%'
     order by source limit ${MOST_SOURCES}`,
    [organization, streams.map(columnText)],
  );
  return rows.map(({ source }) => textOfColumn(source));
}

/** The sources of numbered events behind a position. */
export interface CountedAfter {
  readonly sources: readonly string[];
  /** Up to here all of them are told. */
  readonly until: number;
}

/** So many events are gone through with one question. */
const MOST_LOOKED_AT = 50_000;

/** The sources that numbered something behind a position, the earliest first, at most so many. */
export async function sourcesCountedAfter(
  db: Transaction,
  organization: string,
  { position, most }: { readonly position: number; readonly most: number },
): Promise<CountedAfter> {
  const [edge] = await db.query<{ until: string | null }>(
    `select max(position) as until
     from (select position from certfleet.event where organization = $1 and position > $2 order by position limit ${MOST_LOOKED_AT}) e`,
    [organization, position],
  );
  if (edge?.until == null) return { sources: [], until: position };
  const rows = await db.query<{ source: string; first: string }>(
    `select source, min(position) as first from certfleet.event
     where organization = $1 and position > $2 and position <= $3 and ${COUNTED} group by source order by first limit $4`,
    [organization, position, edge.until, most + 1],
  );
  const untold = rows[most];
  return {
    sources: rows.slice(0, most).map(({ source }) => textOfColumn(source)),
    until: untold === undefined ? Number(edge.until) : Number(untold.first) - 1,
  };
}

/** More names of one server than anybody uses. */
const MOST_SOURCES = 100;

export interface CountedWhere {
  /** Without it those of every source. */
  readonly sources?: readonly string[] | undefined;
  /** As it was known at this position of the log. */
  readonly knownAt?: number | undefined;
}

/** By the index of their hashes; two sources of one hash are told apart all the same. */
const OF_SOURCES = 'hashtextextended(source, 0) = any($4::bigint[]) and source = any($3::text[])';

/** Asked for by itself: with the hashes as values the index is taken, with a subquery in their place it is not. */
async function hashesOf(db: Transaction, sources: readonly string[]): Promise<readonly string[]> {
  const rows = await db.query<{ hash: string }>('select hashtextextended(s, 0) as hash from unnest($1::text[]) s', [
    sources,
  ]);
  return rows.map(({ hash }) => hash);
}

/** So many ranges are looked at, beginning with the first source: a source may make a hole with every number it sends. */
export const MOST_RANGES = 10_000;

interface RangeRow {
  readonly source: string;
  readonly epoch: string;
  readonly firstNumber: string;
  readonly firstPosition: string;
  readonly firstAt: Date;
  readonly lastNumber: string;
  readonly lastPosition: string;
  readonly lastAt: Date;
  readonly follows: boolean;
  readonly recordedAt: Date;
}

/** The numbers that came, as ranges without a hole, of the sources and epochs that say that they number every event. */
export async function countedRanges(
  db: Transaction,
  organization: string,
  { sources, knownAt }: CountedWhere,
): Promise<readonly CountedRange[]> {
  const named = sources?.map(columnText);
  const of = named === undefined ? '' : ` and ${OF_SOURCES}`;
  const rows = await db.query<RangeRow>(
    `with counted as (
       select source, ${EPOCH} as epoch, ${NUMBER} as number, ${EVERY_EVENT} as declared, position, occurred_at, recorded_at
       from certfleet.event
       where organization = $1 and ${COUNTED} and ($2::bigint is null or position <= $2)${of}
     ), once as (
       select source, epoch, number, bool_or(declared) as declared, min(position) as position, min(recorded_at) as recorded_at,
         (array_agg(occurred_at order by position))[1] as occurred_at
       from counted where number is not null group by source, epoch, number
     ), marked as (
       select *, bool_or(declared) over (partition by source, epoch) as dense,
         number - row_number() over (partition by source, epoch order by number) as range
       from once
     )
     select source, epoch, min(number) as "firstNumber", (array_agg(position order by number))[1] as "firstPosition",
       (array_agg(occurred_at order by number))[1] as "firstAt", max(number) as "lastNumber",
       (array_agg(position order by number desc))[1] as "lastPosition", (array_agg(occurred_at order by number desc))[1] as "lastAt",
       (array_agg(declared order by number))[1] as follows, min(recorded_at) as "recordedAt"
     from marked where dense
     group by source, epoch, range
     order by source, epoch, range
     limit ${MOST_RANGES}`,
    [organization, knownAt ?? null, ...(named === undefined ? [] : [named, await hashesOf(db, named)])],
  );
  return rows.map(rangeOf);
}

function rangeOf(row: RangeRow): CountedRange {
  return {
    source: textOfColumn(row.source),
    epoch: epochOf(row.epoch),
    first: {
      number: Number(row.firstNumber),
      position: Number(row.firstPosition),
      occurredAt: row.firstAt.toISOString(),
    },
    last: { number: Number(row.lastNumber), position: Number(row.lastPosition), occurredAt: row.lastAt.toISOString() },
    follows: row.follows,
    recordedAt: row.recordedAt.toISOString(),
  };
}

function epochOf(written: string): string | null {
  return written === '' ? null : String(JSON.parse(`"${written}"`));
}

/** A source that counts what it tells, in one of its epochs. */
export interface CountingSource {
  readonly source: string;
  readonly epoch: string | null;
  /** As the column has it, for the next page. */
  readonly key: readonly [source: string, epoch: string];
  readonly events: number;
  /** Numbers that are plain ones; null: there is none. */
  readonly first: number | null;
  readonly last: number | null;
  readonly numbering: Numbering;
  readonly recordedAt: string;
}

/** The sources that count what they tell, by epoch, from after a key on. */
export async function countingSourcesPage(
  db: Transaction,
  organization: string,
  { after, limit }: { readonly after: readonly [source: string, epoch: string] | null; readonly limit: number },
): Promise<readonly CountingSource[]> {
  const rows = await db.query<{
    source: string;
    epoch: string;
    events: string;
    first: string | null;
    last: string | null;
    numbering: CountingSource['numbering'];
    recordedAt: Date;
  }>(
    `select source, epoch, count(*) as events, min(number) as first, max(number) as last, max(recorded_at) as "recordedAt",
       case when bool_or(declared and number is not null) then 'every-event'
         when bool_or(with_holes) then 'with-holes' else 'unknown' end as numbering
     from (
       select source, ${EPOCH} as epoch, ${NUMBER} as number, ${EVERY_EVENT} as declared, ${WITH_HOLES} as with_holes, recorded_at
       from certfleet.event where organization = $1 and ${COUNTED}
         and ($2::text is null or source >= $2)
     ) e
     where $2::text is null or (source, epoch) > ($2, $3)
     group by source, epoch
     order by source, epoch
     limit $4`,
    [organization, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
  return rows.map((row) => ({
    source: textOfColumn(row.source),
    epoch: epochOf(row.epoch),
    key: [row.source, row.epoch],
    events: Number(row.events),
    first: row.first === null ? null : Number(row.first),
    last: row.last === null ? null : Number(row.last),
    numbering: row.numbering,
    recordedAt: row.recordedAt.toISOString(),
  }));
}

/** How many sources count what they tell. */
export async function countCountingSources(db: Transaction, organization: string): Promise<number> {
  const [row] = await db.query<{ count: string }>(
    `select count(*) from (select distinct source, ${EPOCH} as epoch from certfleet.event where organization = $1 and ${COUNTED}) c`,
    [organization],
  );
  return Number(row?.count ?? 0);
}

/** More numbered events of an organization take longer to go through than a scrape of the metrics may. */
const MOST_AT_ONCE = 100_000;

/** Whether all that an organization numbered can be gone through at once. */
export async function isCountable(db: Transaction, organization: string): Promise<boolean> {
  const [row] = await db.query<{ count: string }>(
    `select count(*) from (select from certfleet.event where organization = $1 and ${COUNTED} limit ${MOST_AT_ONCE + 1}) e`,
    [organization],
  );
  return Number(row?.count ?? 0) <= MOST_AT_ONCE;
}
