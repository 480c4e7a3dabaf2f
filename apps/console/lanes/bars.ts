import type { Schemas } from '../client/api.js';
import type { View } from './view.js';

export type Lane = Schemas['PresentedLane'];
export type Range = Schemas['PresentedRange'];

/** A piece of a lane as it is drawn. */
export interface Bar {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly what: 'presented' | 'fails' | 'not-advertised' | 'unknown' | 'gap';
  readonly range: Range | null;
  /** From this instant on it is a forecast; null: all of it is past. */
  readonly comingFrom: number | null;
  /** From this instant on the certificate is expired; null: it is not, within this bar. */
  readonly expiredFrom: number | null;
}

const WHAT = {
  PRESENTED: 'presented',
  HANDSHAKE_FAILS: 'fails',
  NOT_ADVERTISED: 'not-advertised',
  INDETERMINATE: 'unknown',
} as const;

/** The pieces of a lane that a view shows, the earliest first, without holes: where nothing is told there is a gap. */
export function barsOf(
  { ranges }: Lane,
  view: View,
  { now, endOf }: { readonly now: number; readonly endOf: (thumbprint: string) => number | null },
): readonly Bar[] {
  const bars: Bar[] = [];
  let reached = view.from;
  for (const range of ranges) {
    const from = Math.max(Date.parse(range.from), view.from);
    const to = range.until === null ? view.to : Math.min(Date.parse(range.until), view.to);
    if (to <= from) continue;
    if (from > reached) bars.push(gap(reached, from));
    reached = to;
    bars.push({
      key: range.from,
      from,
      to,
      what: WHAT[range.outcome],
      range,
      comingFrom: laterPart(from, to, now),
      expiredFrom: range.thumbprint === null ? null : laterPart(from, to, endOf(range.thumbprint)),
    });
  }
  if (reached < view.to) bars.push(gap(reached, view.to));
  return bars;
}

function gap(from: number, to: number): Bar {
  return { key: `gap ${from}`, from, to, what: 'gap', range: null, comingFrom: null, expiredFrom: null };
}

function laterPart(from: number, to: number, instant: number | null): number | null {
  return instant === null || instant >= to ? null : Math.max(from, instant);
}

/** Whether the answer becomes another one within a view. */
export function changesWithin({ ranges }: Lane, { from, to }: View): boolean {
  return ranges.some((range, i) => {
    const begin = Date.parse(range.from);
    const end = range.until === null ? Infinity : Date.parse(range.until);
    return (i > 0 && begin > from && begin < to) || (end > from && end < to);
  });
}
