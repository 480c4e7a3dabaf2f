import type { KeyValue } from '#libs/store/queries/listed/keyset.js';
import type { Freshness } from '#libs/store/queries/freshness.js';
import type { QueryEcho } from './asked-query.js';
import { cursorAfter } from './cursor.js';
import type { KeptNow } from './kept-now.js';

/** What every list says beside its items. */
export interface ListAbout {
  readonly total: number;
  readonly position: number;
  /** The instant that the answer is about. */
  readonly asOf: string;
  readonly freshness?: Freshness;
  readonly query?: QueryEcho;
}

/** A page of a list, of rows of which one more was asked for than the page holds. */
export function page<Row, Item>(
  rows: readonly Row[],
  limit: number,
  {
    list,
    keys,
    item,
  }: {
    readonly list: string;
    readonly keys: (row: Row) => readonly KeyValue[];
    readonly item: (row: Row) => Item;
  },
  about: ListAbout,
) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = last !== undefined && rows.length > limit ? cursorAfter(list, keys(last)) : null;
  return { items: shown.map(item), next, ...about };
}

/** What a read of the present or of another time knows: how far the projection has come, and what time it is. */
export interface Moment {
  readonly position: number;
  readonly now: Date;
  /** Answers that are there already; absent: everything is asked. */
  readonly kept?: KeptNow;
}
