/** So many sendings within so long. */
export interface Rate {
  readonly sendings: number;
  readonly withinMs: number;
}

/**
 * When the next sending may go: now, or when the window of each rate has room. `earlier` are the instants of the last sendings through the same
 * channel, tries included, in any order; older ones than the longest window do not matter.
 */
export function nextSendingAt(rates: readonly Rate[], earlier: readonly number[], now: number): number {
  const sorted = earlier.toSorted((one, other) => one - other);
  return rates.reduce((at, { sendings, withinMs }) => {
    const oldest = sorted.at(-sendings);
    return oldest === undefined ? at : Math.max(at, oldest + withinMs);
  }, now);
}

/** How far back sendings must be remembered for these rates. */
export function longestWindow(rates: readonly Rate[]): number {
  return Math.max(0, ...rates.map(({ withinMs }) => withinMs));
}

/** What the rates let through in a minute. */
export function perMinute(rates: readonly Rate[]): number {
  return Math.floor(Math.min(...rates.map(({ sendings, withinMs }) => (sendings * 60_000) / withinMs)));
}
