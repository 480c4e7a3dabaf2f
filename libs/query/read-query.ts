import { formatInstant } from '#libs/certificates/instant.js';
import { checkQuery } from './check-query.js';
import type { Condition } from './condition.js';
import type { ListName } from './lists.js';
import { parseQuery } from './parse-query.js';
import { read, type Read } from './query-fault.js';

/** A query that can be asked of its list, and what it took each of its times for. */
export interface Query {
  readonly text: string;
  readonly condition: Condition;
  /** The instant that all times of it count from. */
  readonly now: string;
  readonly times: readonly { readonly text: string; readonly at: string }[];
}

/**
 * Reads a query for a list.
 *
 * @param now milliseconds since 1970: the instant that the answer is about, the same for the whole query.
 */
export function readQuery(text: string, list: ListName, now: number): Read<Query> {
  const tree = parseQuery(text);
  if (!tree.ok) return tree;
  const times = new Map<string, string>();
  const heard = (time: string, at: number) => times.set(time, formatInstant(at));
  const condition = checkQuery(tree.value, { list, now, heard });
  if (!condition.ok) return condition;
  return read({
    text,
    condition: condition.value,
    now: formatInstant(now),
    times: [...times].map(([time, at]) => ({ text: time, at })),
  });
}
