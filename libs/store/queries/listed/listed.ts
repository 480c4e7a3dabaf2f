import type { Condition } from '#libs/query/condition.js';
import type { SortKey } from '#libs/query/sort.js';
import type { Transaction } from '../../database.js';
import { conditionSql } from './condition-sql.js';
import { afterSql, type KeyValue, orderBy, parts } from './keyset.js';
import { type ListSql, type SortSql, type Values, valuesAfter } from './sql-field.js';

/** Which rows of a list are asked for. */
export interface Wanted {
  readonly condition: Condition;
  /** Conditions of the plain parameters: SQL with ? where its value goes. */
  readonly filters: readonly { readonly sql: string; readonly value: string }[];
}

export interface PageWanted {
  readonly sort: readonly SortKey[];
  readonly after: readonly KeyValue[] | null;
  readonly limit: number;
  /** So many rows are passed over first; then the page is read as one, for its parts cannot know where it begins. */
  readonly skip?: number;
}

/** A row with the values of the keys that it is ordered by. */
export type Keyed<Row> = Row & { readonly keys: readonly KeyValue[] };

/** The keys of an order: those asked for, and what makes a row the only one behind them. */
export function sortKeys(list: ListSql, sort: readonly SortKey[]): readonly SortSql[] {
  const asked = sort.map(({ field, descending }) => sortOf(list, field, descending));
  const named = new Set(asked.map(({ expression }) => expression));
  return [...asked, ...list.key.filter(({ expression }) => !named.has(expression))];
}

/** A choice is ordered as its values are told, the rest by value. */
function sortOf(list: ListSql, field: string, descending: boolean): SortSql {
  const sql = list.fields[field];
  const definition = list.definitions[field];
  const expression = sql?.sort ?? (sql !== undefined && 'value' in sql ? sql.value : undefined);
  if (expression === undefined || definition === undefined) throw new Error(`The list is not ordered by ${field}.`);
  const isKey = list.key.some((key) => key.expression === expression);
  if (definition.kind === 'choice' && definition.values !== undefined) {
    const values = definition.values.map((value) => `'${value}'`).join(', ');
    return {
      expression: `array_position(array[${values}], ${expression})`,
      type: 'integer',
      nullable: true,
      descending,
    };
  }
  const type = definition.kind === 'instant' ? 'instant' : definition.kind === 'number' ? 'integer' : 'text';
  return { expression, type, nullable: !isKey, descending };
}

/** A page of a list. */
export async function listed<Row extends object>(
  db: Transaction,
  organization: string,
  { list, select, join = '' }: { readonly list: ListSql; readonly select: string; readonly join?: string },
  { wanted, page }: { readonly wanted: Wanted; readonly page: PageWanted },
): Promise<Keyed<Row>[]> {
  const keys = sortKeys(list, page.sort);
  const rows: Keyed<Row>[] = [];
  const { skip = 0 } = page;
  for (const part of skip > 0 ? [() => 'true'] : parts(keys, page.after)) {
    if (rows.length >= page.limit) break;
    const values = valuesAfter([organization, ...(list.bound ?? [])]);
    const where = [wantedSql(list, wanted, values), part(values)];
    if (page.after !== null) where.push(afterSql(keys, page.after, values));
    const found = await db.query<Row & { readonly sort_keys: readonly KeyValue[] }>(
      `select ${select}, json_build_array(${keys.map(keySql).join(', ')}) as sort_keys
       from ${list.from} ${join}
       where ${skip > 0 ? `${list.where} and ${passedOver(list, keys, { where, skip, limit: page.limit }, values)}` : where.join('\n         and ')}
       order by ${orderBy(keys)}
       limit ${values.add(page.limit - rows.length, 'bigint')}`,
      values.all(),
    );
    rows.push(...found.map((row) => ({ ...row, keys: row.sort_keys })));
  }
  return rows;
}

interface Jump {
  readonly where: readonly string[];
  readonly skip: number;
  readonly limit: number;
}

/**
 * The rows of a page that others are passed over for. Those are read no further than where they stand in the order; what a row says is read of the
 * rows of the page alone.
 */
function passedOver(list: ListSql, keys: readonly SortSql[], { where, skip, limit }: Jump, values: Values): string {
  const key = list.key.map(({ expression }) => expression).join(', ');
  return `(${key}) in (select ${key} from ${list.from} where ${where.join(' and ')}
         order by ${orderBy(keys)} limit ${values.add(limit, 'bigint')} offset ${values.add(skip, 'bigint')})`;
}

function keySql({ expression, type }: SortSql): string {
  return type === 'instant' ? `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` : expression;
}

/** The rows that are wanted, whichever page. */
export function wantedSql(list: ListSql, { condition, filters }: Wanted, values: Values): string {
  const plain = filters.map(({ sql, value }) => sql.replace('?', () => values.add(value, 'text')));
  return [list.where, ...plain, conditionSql(condition, list, values)].join('\n         and ');
}

/** How many rows are wanted. */
export async function countListed(
  db: Transaction,
  organization: string,
  list: ListSql,
  wanted: Wanted,
): Promise<number> {
  const values = valuesAfter([organization, ...(list.bound ?? [])]);
  const [row] = await db.query<{ count: string }>(
    `select count(*) as count from ${list.from} where ${wantedSql(list, wanted, values)}`,
    values.all(),
  );
  return Number(row?.count ?? 0);
}
