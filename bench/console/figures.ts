/** The gaps between frames, or how long it took until something was there; in milliseconds. */
export type Figure =
  | { readonly name: string; readonly gaps: readonly number[] }
  | { readonly name: string; readonly milliseconds: number };

/** What a quiet machine has to keep to: a frame in a hundred may be late by two, and rows are there within a second. */
const BOUNDS = { p99: 50, there: 1_000 };

/** The figures as the page for users has them. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    if ('milliseconds' in figure) return `| ${figure.name} | | | | ${figure.milliseconds.toFixed(0)} ms |`;
    const { median, p99, worst } = framesOf(figure.gaps);
    return `| ${figure.name} | ${figure.gaps.length} frames, median ${shown(median)} | ${shown(p99)} | ${shown(worst)} | |`;
  });
  return ['| in the list | frames | p99 | worst | there after |', '|---|---|---|---|---|', ...rows].join('\n');
}

/** Those beyond the bounds, in words. A figure that was not taken is beyond them. */
export function beyond(figures: readonly Figure[]): readonly string[] {
  return figures.flatMap((figure) => {
    const [what, taken, bound] =
      'milliseconds' in figure
        ? ['there after', figure.milliseconds, BOUNDS.there]
        : ['p99', framesOf(figure.gaps).p99, BOUNDS.p99];
    return taken <= bound
      ? []
      : [`${figure.name}: ${what} ${shown(taken)}, more than the ${bound} ms that are allowed`];
  });
}

interface Frames {
  readonly median: number;
  readonly p99: number;
  readonly worst: number;
}

export function framesOf(gaps: readonly number[]): Frames {
  const sorted = [...gaps].sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { median: at(0.5), p99: at(0.99), worst: at(1) };
}

function shown(milliseconds: number): string {
  return Number.isNaN(milliseconds) ? 'not taken' : `${milliseconds.toFixed(0)} ms`;
}
