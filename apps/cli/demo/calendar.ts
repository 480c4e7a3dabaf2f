const DAY_MS = 86_400_000;

/** The days of the demo, told from the day on which it starts: `at(-130, '03:00:07')` is three in the morning (UTC), 130 days before. */
export interface Calendar {
  /** RFC 3339 UTC with milliseconds. */
  readonly at: (day: number, time?: string) => string;
  /** The day alone: `2026-05-03`. */
  readonly date: (day: number) => string;
}

export function calendarOf(from: string): Calendar {
  const today = Math.floor(Date.parse(from) / DAY_MS) * DAY_MS;
  const date = (day: number) => new Date(today + day * DAY_MS).toISOString().slice(0, 10);
  return { date, at: (day, time = '00:00:00') => `${date(day)}T${time}.000Z` };
}

/** So many seconds later. */
export function later(instant: string, seconds: number): string {
  return new Date(Date.parse(instant) + seconds * 1000).toISOString();
}
