/** How fast looks are taken. */
export interface Pace {
  /** Servers looked at at once; each of them by one connection at a time. */
  readonly atOnce: number;
  /** Connections to one server within any minute. */
  readonly aMinute: number;
}

export const PACE: Pace = Object.freeze({ atOnce: 4, aMinute: 20 });

/** The clock, and waiting. */
export interface Clock {
  readonly now: () => number;
  readonly wait: (milliseconds: number, stop: AbortSignal) => Promise<void>;
}

const MINUTE = 60_000;

/** One look after another. */
export type Host<T> = readonly (() => Promise<T>)[];

/**
 * Takes the looks of several servers: so many servers at once, and for each one connection at a time and only so many a minute. When it is
 * stopped what has not begun is left out: `null`.
 */
export async function atPace<T>(
  hosts: readonly Host<T>[],
  { atOnce, aMinute }: Pace,
  clock: Clock,
  stop: AbortSignal,
): Promise<readonly (readonly (T | null)[])[]> {
  const results: (T | null)[][] = hosts.map(() => []);
  const waiting = hosts.entries();
  const lane = async (): Promise<void> => {
    for (const [index, looks] of waiting) {
      const begun: number[] = [];
      for (const look of looks) {
        const free = (begun.at(-aMinute) ?? -Infinity) + MINUTE;
        if (free > clock.now() && !stop.aborted) await clock.wait(free - clock.now(), stop);
        begun.push(clock.now());
        results[index]?.push(stop.aborted ? null : await look());
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, hosts.length) }, lane));
  return results;
}
