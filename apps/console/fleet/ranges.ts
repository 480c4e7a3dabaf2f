import { queryOptions } from '@tanstack/react-query';
import { api, told } from '../client/api.js';
import { given, type Moment, type Narrowed } from '../client/moment.js';

/** So many rows are asked for at once. */
export const RANGE = 200;
/** Rows that are so near to those in sight are asked for before they come into it: the wheel finds them there. */
export const AHEAD = 100;

/** Rows from a place of the list on: whoever drags the scrollbar jumps there and does not read all that lies between. */
export function range(moment: Moment, narrowed: Narrowed, number: number) {
  return queryOptions({
    queryKey: ['bindings', moment, narrowed, number],
    queryFn: ({ signal }) => {
      const skip = number === 0 ? undefined : number * RANGE;
      const query = given({ ...moment, ...narrowed, skip, limit: RANGE });
      return told(api.GET('/api/v1/bindings', { params: { query }, signal }));
    },
  });
}

/** The ranges that rows in sight, and some around them, lie in. */
export function rangesOf(first: number, last: number, total: number): readonly number[] {
  const [from, to] = [Math.max(0, first), Math.max(0, Math.min(last, total - 1))];
  const [begin, end] = [Math.floor(from / RANGE), Math.floor(to / RANGE)];
  return Array.from({ length: Math.min(4, Math.max(0, end - begin + 1)) }, (_, i) => begin + i);
}
