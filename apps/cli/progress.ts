/** Tells how far a long work is. */
export type Progress = (done: number, all: number) => void;

const EVERY_MS = 2_000;

/**
 * Says at most every two seconds how far it is, how fast it goes and how long it will take, as a line each; work that is done before says
 * nothing. The rate is that of this run: where it begins, by its first word, counts as done before.
 *
 * @param what is counted, such as "position".
 */
export function progressLines(say: (line: string) => void, what: string, now: () => number = Date.now): Progress {
  let first: { readonly at: number; readonly done: number } | null = null;
  let told = now();
  return (done, all) => {
    const at = now();
    first ??= { at, done };
    if (at - told < EVERY_MS) return;
    told = at;
    const perSecond = ((done - first.done) * 1000) / Math.max(1, at - first.at);
    say(`  ${what} ${done} of ${all}${pace(perSecond, all - done)}`);
  };
}

function pace(perSecond: number, left: number): string {
  if (perSecond <= 0) return '';
  const rate = perSecond < 10 ? perSecond.toFixed(1) : perSecond.toFixed(0);
  return left <= 0 ? `, ${rate} a second` : `, ${rate} a second, about ${duration(left / perSecond)} left`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
