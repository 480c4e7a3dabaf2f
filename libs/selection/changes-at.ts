import type { Verdict } from './path.js';

/**
 * The first of the instants at which time alone gives another outcome, thumbprint or set of events; null if none does.
 * Becoming indeterminate is a change, an indeterminate answer itself has none.
 * @param instants the `notBefore` and `notAfter` of every certificate that could influence the answer, in any order
 * @cite rulebook 4.3
 */
export function nextChange(
  now: Verdict,
  at: number,
  instants: readonly number[],
  verdictAt: (at: number) => Verdict,
): number | null {
  if (now.outcome === 'INDETERMINATE') return null;
  for (let next = firstAfter(at, instants); next !== null; next = firstAfter(next, instants)) {
    if (isAnother(verdictAt(next), now)) return next;
  }
  return null;
}

/** Mostly there are two or three, and the first of them decides. */
function firstAfter(at: number, instants: readonly number[]): number | null {
  let first: number | null = null;
  for (const instant of instants) if (instant > at && (first === null || instant < first)) first = instant;
  return first;
}

function isAnother(one: Verdict, other: Verdict): boolean {
  return one.outcome !== other.outcome || one.thumbprint !== other.thumbprint || !sameSet(one.events, other.events);
}

function sameSet(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((event) => other.includes(event));
}
