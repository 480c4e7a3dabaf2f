import { readInstant } from '../../cli/text/instant.js';

/** The range of the picture in an address. */
export interface RangeSearch {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Two instants in their order, or nothing. */
export function readRange({ from, to }: Readonly<Record<string, unknown>>): RangeSearch {
  const [begin, end] = [from, to].map((text) => (typeof text === 'string' ? readInstant(text) : null));
  return begin == null || end == null || begin >= end ? {} : { from: begin, to: end };
}
