/** What is known of the clock that dates what is told of a server. */
export interface ClockFacts {
  /** Received minus sent when something was last sent, in milliseconds: positive where that clock is behind ours. Null: nobody said when he sent. */
  readonly measured: { readonly offsetMs: number; readonly at: string; readonly by: string | null } | null;
  /** Events dated more than five minutes after they were recorded. Null: none. */
  readonly ahead: AheadOfUs | null;
}

export interface AheadOfUs {
  readonly events: number;
  /** How far at most, in milliseconds. */
  readonly mostMs: number;
  /** When the last of them was recorded. */
  readonly lastAt: string;
}

export interface ClockVerdict extends ClockFacts {
  readonly suspect: boolean;
  /** Why, in a sentence; null: there is no doubt. */
  readonly what: string | null;
}

/** Clocks that are further off than this are not to be believed. @cite GUARANTEES, Time 7 */
export const SUSPECT_MS = 5 * 60_000;

/**
 * Whether the instants that are told of a server can be believed. They are never altered: what is dated ahead of us counts as of when it was
 * recorded. Who was ahead once is believed again when he says when he sends and is right.
 */
export function clockVerdict({ measured, ahead }: ClockFacts): ClockVerdict {
  if (measured !== null && Math.abs(measured.offsetMs) > SUSPECT_MS)
    return { measured, ahead, suspect: true, what: offWords(measured) };
  if (ahead !== null && (measured === null || measured.at < ahead.lastAt))
    return { measured, ahead, suspect: true, what: aheadWords(ahead) };
  return { measured, ahead, suspect: false, what: null };
}

function offWords({ offsetMs, at, by }: NonNullable<ClockFacts['measured']>): string {
  const side = offsetMs > 0 ? 'behind' : 'ahead of';
  const whose = by === null ? 'Whoever reports on it has a clock' : `${by}, who reports on it, has a clock`;
  return `${whose} that was ${amount(Math.abs(offsetMs))} ${side} ours at ${at}: the instants it gives are off by as much.`;
}

function aheadWords({ events, mostMs, lastAt }: AheadOfUs): string {
  const many = events === 1 ? '1 event was' : `${events} events were`;
  return `${many} dated up to ${amount(mostMs)} later than recorded, the last one at ${lastAt}: the source's clock was ahead.`;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** `7 minutes`, `2 hours`: of the largest unit of which there are two. */
export function amount(ms: number): string {
  const [unit, size] = UNITS.find(([, one]) => ms >= 2 * one) ?? ['second', 1_000];
  const count = Math.round(ms / size);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
