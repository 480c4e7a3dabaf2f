import type { ListName } from '#libs/query/lists.js';
import type { Transaction } from '#libs/store/database.js';
import { listed, sortKeys } from '#libs/store/queries/listed/listed.js';
import type { ListSql } from '#libs/store/queries/listed/sql-field.js';
import type { AskedQuery } from './asked-query.js';
import { keysOf, sortedKeys } from './cursor.js';
import { totalNow } from './kept-now.js';
import { type ListAbout, type Moment, page } from './list.js';

export interface NowWanted {
  readonly list: ListName;
  /** Another time: its pages are not those of now. */
  readonly isThen?: boolean;
  readonly sql: { readonly list: ListSql; readonly select: string; readonly join?: string };
  readonly asked: AskedQuery;
  /** Conditions of the plain parameters: SQL with ? where its value goes; those without a value do not count. */
  readonly filters: readonly { readonly sql: string; readonly value: string | undefined }[];
  readonly cursor: string | undefined;
  readonly limit: number;
  /** So many rows are passed over first. */
  readonly skip?: number;
  readonly moment: Pick<Moment, 'kept'>;
}

/** A page of what is stored: of the present, or of the history of bindings. `items` makes items of its rows. */
export async function pageNow<Row extends object, Item>(
  db: Transaction,
  organization: string,
  { list, isThen = false, sql, asked, filters, cursor, limit, skip, moment }: NowWanted,
  items: (rows: readonly Row[]) => Promise<(row: Row) => Item>,
) {
  const given = filters.flatMap(({ sql: text, value }) => (value === undefined ? [] : [{ sql: text, value }]));
  const wanted = { condition: asked.condition, filters: given };
  const keys = sortKeys(sql.list, asked.sort);
  const name = `${list}${isThen ? '@' : ':'}${asked.sort.map(({ field, descending }) => `${descending ? '-' : ''}${field}`).join(',')}`;
  const after = keysOf(name, cursor, sortedKeys(keys));
  const rows = await listed<Row>(db, organization, sql, {
    wanted,
    page: { sort: asked.sort, after, limit: limit + 1, ...(skip !== undefined && { skip }) },
  });
  const item = await items(rows.slice(0, limit));
  const total = await totalNow(db, organization, sql.list, { wanted, moment });
  return (about: Omit<ListAbout, 'total'>) =>
    page(rows, limit, { list: name, keys: (row) => row.keys, item }, { total, ...about });
}
