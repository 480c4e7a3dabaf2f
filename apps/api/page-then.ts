import type { Condition } from '#libs/query/condition.js';
import type { QueryRow } from '#libs/query/field.js';
import type { ListName } from '#libs/query/lists.js';
import { matches } from '#libs/query/matches.js';
import { comparePlaces, type Place, placesOf, type SortKey } from '#libs/query/sort.js';
import { z } from 'zod';
import { keysOf } from './cursor.js';
import { type ListAbout, page } from './list.js';

/** A row of another time than now: what it says of each field, what tells it from all others, and what is told of it. */
export interface RowThen<T> {
  readonly row: QueryRow;
  readonly ties: readonly Place[];
  readonly value: T;
}

export interface ThenWanted {
  readonly list: ListName;
  readonly condition: Condition;
  readonly sort: readonly SortKey[];
  readonly cursor: string | undefined;
  readonly limit: number;
  readonly skip?: number;
}

/** Which rows of another time are asked for. */
export function wantedThen<T>(rows: readonly RowThen<T>[], condition: Condition): readonly RowThen<T>[] {
  return rows.filter(({ row }) => matches(condition, row));
}

/** A page of rows of another time than now, which were all worked out. */
export function pageThen<T, Item>(
  rows: readonly RowThen<T>[],
  { list, condition, sort, cursor, limit, skip = 0 }: ThenWanted,
  item: (value: T) => Item,
  about: Omit<ListAbout, 'total'>,
) {
  const name = `${list}@${sort.map(({ field, descending }) => `${descending ? '-' : ''}${field}`).join(',')}`;
  const places = placesOf(list, sort);
  const wanted = wantedThen(rows, condition)
    .map((one) => ({ keys: [...places(one.row), ...one.ties], value: one.value }))
    .sort((one, other) => comparePlaces(one.keys, other.keys, sort));
  const Keys = z.array(z.union([z.string(), z.number(), z.null()])).length(sort.length + (rows[0]?.ties.length ?? 0));
  const after = rows.length === 0 ? null : keysOf(name, cursor, Keys);
  const behind = after === null ? wanted : wanted.filter(({ keys }) => comparePlaces(keys, after, sort) > 0);
  const rest = behind.slice(skip);
  return page(
    rest,
    limit,
    { list: name, keys: ({ keys }) => keys, item: ({ value }) => item(value) },
    { total: wanted.length, ...about },
  );
}
