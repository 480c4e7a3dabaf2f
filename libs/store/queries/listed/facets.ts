import type { Transaction } from '../../database.js';
import { noneSql } from './condition-sql.js';
import { wantedSql, type Wanted } from './listed.js';
import { type ListSql, valuesAfter } from './sql-field.js';

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

/** The values of a field in the rows that are wanted, each with how many rows have it. */
export async function facet(
  db: Transaction,
  organization: string,
  { list, field, most }: { readonly list: ListSql; readonly field: string; readonly most: number },
  wanted: Wanted,
): Promise<Facet> {
  const values = valuesAfter([organization, ...(list.bound ?? [])]);
  const where = wantedSql(list, wanted, values);
  const rows = await db.query<{ value: string | null; none: boolean; count: string }>(
    `${countsSql(list, field, where)} order by (value is null) desc, count desc, value limit ${values.add(most + 3, 'bigint')}`,
    values.all(),
  );
  const valued = rows.flatMap(({ value, count }) => (value === null ? [] : [{ value, count: Number(count) }]));
  const counted = (none: boolean) => Number(rows.find((row) => row.value === null && row.none === none)?.count ?? 0);
  return { values: valued.slice(0, most), unknown: counted(false), none: counted(true), more: valued.length > most };
}

function countsSql(list: ListSql, field: string, where: string): string {
  const sql = list.fields[field];
  if (sql === undefined) throw new Error(`No SQL stands for the field ${field}.`);
  if ('some' in sql) {
    const key = list.key.map(({ expression }) => expression).join(', ');
    return `select value, none, count(*) as count from (
        select distinct ${sql.element}::text as value, false as none, ${key} from ${list.from} ${sql.join} where ${where} and ${sql.element} is not null
        union all
        select null, true, ${key} from ${list.from} where ${where} and not ${sql.some('true')}) as found group by value, none`;
  }
  if ('value' in sql)
    return `select value, none, count(*) as count from (
        select ${sql.value}::text as value, ${noneSql(sql)} as none from ${list.from} where ${where}) as found group by value, none`;
  return `select value, none and value is null as none, count(*) as count from (
      select v.value, ${noneSql(sql)} as none from ${list.from} left join lateral (select distinct unnest(${sql.values})) as v (value) on true
      where ${where}) as found group by 1, 2`;
}
