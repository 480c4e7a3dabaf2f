import type { Transaction } from '../../database.js';
import { noneSql } from './condition-sql.js';
import { countListed, wantedSql, type Wanted } from './listed.js';
import { type ListSql, type SqlField, valuesAfter } from './sql-field.js';

/** How often a value stands in the rows of a list. */
export interface Counted {
  readonly value: string;
  readonly count: number;
}

export interface Facet {
  /** The most frequent ones, `unknown` and `none` apart. */
  readonly values: readonly Counted[];
  /** Rows of which it is unknown, and of which it is known to be unset. */
  readonly unknown: number;
  readonly none: number;
  /** More values than are told. */
  readonly more: boolean;
}

/** The values of some fields, by field, and how many rows were looked at. */
export interface Facets {
  readonly total: number;
  readonly facets: Readonly<Record<string, Facet>>;
}

export interface FacetsWanted {
  readonly list: ListSql;
  readonly fields: readonly string[];
  /** So many values of each field are told. */
  readonly most: number;
}

type Related = Extract<SqlField, { some: unknown }>;
type OwnField = Exclude<SqlField, Related>;

/**
 * The values of fields in the rows that are wanted, each with how many rows have it. What stands in the rows themselves is counted in one pass
 * over them, however many fields are asked for; what stands in other tables, in a statement each.
 */
export async function facets(
  db: Transaction,
  organization: string,
  { list, fields, most }: FacetsWanted,
  wanted: Wanted,
): Promise<Facets> {
  const named = [...new Set(fields)].map((field) => ({ field, sql: fieldOf(list, field) }));
  const own = named.flatMap(({ field, sql }) => ('some' in sql ? [] : [{ field, sql }]));
  const counted = new Map<string, Facet>();
  for (const { field, sql } of named)
    if ('some' in sql) counted.set(field, await relatedFacet(db, organization, { list, sql, most }, wanted));
  const { total, found } = await ownFacets(db, organization, { list, own, most }, wanted);
  own.forEach(({ field }, index) => counted.set(field, facetOf(found[index] ?? [], most)));
  return {
    total,
    facets: Object.fromEntries(fields.flatMap((field) => entryOf(field, counted.get(field)))),
  };
}

function entryOf(field: string, facet: Facet | undefined): readonly [string, Facet][] {
  return facet === undefined ? [] : [[field, facet]];
}

function fieldOf(list: ListSql, field: string): SqlField {
  const sql = list.fields[field];
  if (sql === undefined) throw new Error(`No SQL stands for the field ${field}.`);
  return sql;
}

interface CountRow {
  readonly value: string | null;
  readonly none: boolean;
  readonly count: string;
}

function facetOf(rows: readonly CountRow[], most: number): Facet {
  const valued = rows.flatMap(({ value, count }) => (value === null ? [] : [{ value, count: Number(count) }]));
  const counted = (none: boolean) => Number(rows.find((row) => row.value === null && row.none === none)?.count ?? 0);
  return { values: valued.slice(0, most), unknown: counted(false), none: counted(true), more: valued.length > most };
}

interface OwnWanted {
  readonly list: ListSql;
  readonly own: readonly { readonly sql: OwnField }[];
  readonly most: number;
}

/** Rows are grouped by each field in the same pass; of a field with many values, by the whole of them, which are taken apart afterwards. */
async function ownFacets(
  db: Transaction,
  organization: string,
  { list, own, most }: OwnWanted,
  wanted: Wanted,
): Promise<{ readonly total: number; readonly found: readonly (readonly CountRow[])[] }> {
  if (own.length === 0) return { total: await countListed(db, organization, list, wanted), found: [] };
  const values = valuesAfter([organization, ...(list.bound ?? [])]);
  const where = wantedSql(list, wanted, values);
  const columns = own.map(
    ({ sql }, i) => `${'value' in sql ? sql.value : sql.values} as v${i}, ${noneSql(sql)} as n${i}`,
  );
  const which = own.map((_, i) => `when grouping(v${i}) = 0 then ${i}`).join(' ');
  const told = (one: (index: number, sql: OwnField) => string) => own.map(({ sql }, i) => one(i, sql)).join(' ');
  const rows = await db.query<CountRow & { readonly field: number }>(
    `with grouped as (
       select case ${which} else -1 end as field, ${own.map((_, i) => `v${i}, n${i}`).join(', ')}, count(*) as count
       from (select ${columns.join(', ')} from ${list.from} where ${where}) as wanted
       group by grouping sets (${own.map((_, i) => `(v${i}, n${i})`).join(', ')}, ())
     ), told as (
       select field, case field ${told((i) => `when ${i} then n${i}`)} else false end as none,
         case field ${told((i, sql) => `when ${i} then ${'value' in sql ? `array[v${i}::text]` : `v${i}`}`)} end as values, count
       from grouped
     ), counted as (
       select field, v.value, none and v.value is null as none, sum(count) as count
       from told left join lateral (select distinct unnest(values)) as v (value) on true
       group by 1, 2, 3
     ), ranked as (
       select *, row_number() over (partition by field order by (value is null) desc, count desc, value) as rank from counted
     )
     select field, value, none, count from ranked where rank <= ${values.add(most + 3, 'bigint')} order by field, rank`,
    values.all(),
  );
  const total = Number(rows.find(({ field }) => field === -1)?.count ?? 0);
  return { total, found: own.map((_, i) => rows.filter(({ field }) => field === i)) };
}

/** What stands in other tables: a row counts once for each value that it has there. */
async function relatedFacet(
  db: Transaction,
  organization: string,
  { list, sql, most }: { readonly list: ListSql; readonly sql: Related; readonly most: number },
  wanted: Wanted,
): Promise<Facet> {
  const values = valuesAfter([organization, ...(list.bound ?? [])]);
  const where = wantedSql(list, wanted, values);
  const key = list.key.map(({ expression }) => expression).join(', ');
  const rows = await db.query<CountRow>(
    `select value, none, count(*) as count from (
       select distinct ${sql.element}::text as value, false as none, ${key} from ${list.from} ${sql.join} where ${where} and ${sql.element} is not null
       union all
       select null, true, ${key} from ${list.from} where ${where} and not ${sql.some('true')}) as found
     group by value, none
     order by (value is null) desc, count desc, value limit ${values.add(most + 3, 'bigint')}`,
    values.all(),
  );
  return facetOf(rows, most);
}
