/** A stretch of time that is looked at, in milliseconds. */
export interface View {
  readonly from: number;
  readonly to: number;
}

export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const SHORTEST_MS = HOUR_MS;
const LONGEST_MS = 40 * 366 * DAY_MS;
const FIRST = Date.UTC(1995, 0, 1);
const LAST = Date.UTC(2150, 0, 1);

/** Without anything in the address: what led here, and what comes within about a year. */
export function usualView(now: number): View {
  const day = Math.floor(now / DAY_MS) * DAY_MS;
  return { from: day - 270 * DAY_MS, to: day + 365 * DAY_MS };
}

/** Within what can be looked at: the length first, then the place. */
export function within({ from, to }: View): View {
  const length = Math.min(Math.max(to - from, SHORTEST_MS), LONGEST_MS);
  const middle = (from + to) / 2;
  const begin = Math.min(Math.max(middle - length / 2, FIRST), LAST - length);
  return { from: Math.round(begin), to: Math.round(begin + length) };
}

/** Closer (less than 1) or further away, so that an instant stays where it is. */
export function zoomed({ from, to }: View, factor: number, at: number): View {
  const length = Math.min(Math.max((to - from) * factor, SHORTEST_MS), LONGEST_MS);
  const share = (at - from) / (to - from);
  return within({ from: at - share * length, to: at + (1 - share) * length });
}

/** Earlier or later by a share of what is seen. */
export function shifted({ from, to }: View, share: number): View {
  const by = (to - from) * share;
  return within({ from: from + by, to: to + by });
}

/** What is asked for: at least what is seen, in steps, so that a small move asks nothing new. */
export function askedFor({ from, to }: View): { readonly from: string; readonly to: string } {
  const step = 2 ** Math.ceil(Math.log2(Math.max(to - from, DAY_MS)));
  const begin = Math.max(Math.floor(from / step) * step, FIRST);
  const end = Math.min(Math.ceil(to / step) * step, LAST);
  return { from: new Date(begin).toISOString(), to: new Date(Math.max(end, begin + step)).toISOString() };
}

export interface Tick {
  readonly at: number;
  readonly label: string;
  /** A new year, or a new day among hours. */
  readonly isMain: boolean;
}

const STEPS = [
  { unit: 'hour', count: 1, ms: HOUR_MS },
  { unit: 'hour', count: 6, ms: 6 * HOUR_MS },
  { unit: 'day', count: 1, ms: DAY_MS },
  { unit: 'day', count: 7, ms: 7 * DAY_MS },
  { unit: 'month', count: 1, ms: 30 * DAY_MS },
  { unit: 'month', count: 3, ms: 91 * DAY_MS },
  { unit: 'month', count: 12, ms: 365 * DAY_MS },
  { unit: 'month', count: 60, ms: 1826 * DAY_MS },
] as const;

/** Marks on the axis at whole hours, days, weeks, months or years, in UTC: at most `most` of them. */
export function ticks({ from, to }: View, most: number): readonly Tick[] {
  const step = STEPS.find(({ ms }) => (to - from) / ms <= Math.max(most, 1)) ?? STEPS[STEPS.length - 1];
  if (step === undefined) return [];
  const found: Tick[] = [];
  for (let at = firstAfter(from, step); at < to && found.length <= most; at = next(at, step)) {
    const date = new Date(at);
    const isMain =
      step.unit === 'hour' ? date.getUTCHours() === 0 : date.getUTCMonth() === 0 && date.getUTCDate() <= step.count;
    found.push({ at, isMain, label: labelOf(date, step.unit, isMain) });
  }
  return found;
}

type Step = (typeof STEPS)[number];

function firstAfter(from: number, { unit, count, ms }: Step): number {
  if (unit === 'month') {
    const date = new Date(from);
    const months = date.getUTCFullYear() * 12 + date.getUTCMonth();
    const first = Math.ceil((months + (monthAt(months) === from ? 0 : 1)) / count) * count;
    return monthAt(first);
  }
  // Weeks begin on Mondays; 5 January 1970 was one.
  const offset = count === 7 ? 4 * DAY_MS : 0;
  return Math.ceil((from - offset) / ms) * ms + offset;
}

function next(at: number, { unit, count, ms }: Step): number {
  if (unit !== 'month') return at + ms;
  const date = new Date(at);
  return monthAt(date.getUTCFullYear() * 12 + date.getUTCMonth() + count);
}

function monthAt(months: number): number {
  return Date.UTC(Math.floor(months / 12), months % 12, 1);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

function labelOf(date: Date, unit: Step['unit'], isMain: boolean): string {
  const month = MONTHS[date.getUTCMonth()] ?? '';
  if (unit === 'hour' && !isMain) return `${String(date.getUTCHours()).padStart(2, '0')}:00`;
  if (unit === 'month') return isMain ? String(date.getUTCFullYear()) : month;
  return `${date.getUTCDate()} ${month}`;
}
