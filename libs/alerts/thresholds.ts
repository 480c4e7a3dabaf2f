import type { Severity } from '#libs/rules/finding.js';

const DAY_MS = 86_400_000;

/** Severities of the crossings, the last one for all that follow and for a certificate that has expired. */
const SEVERITY: readonly Severity[] = ['medium', 'medium', 'high'];

/** A threshold that was crossed: its number from 0 on, and how bad it is. */
export interface Crossing {
  readonly level: number;
  readonly severity: Severity;
}

/**
 * The furthest threshold before the end of a certificate that is crossed at an instant; null: none is. The first one is the smaller of its days and
 * a third of the lifetime, the others keep their proportion to it, so that a certificate of six days does not warn from its first day on.
 * The end itself is the last threshold.
 *
 * @param days before the end, falling. `notBefore` null: unknown, then the days count as they are.
 */
export function crossedAt(
  { notBefore, notAfter }: { readonly notBefore: number | null; readonly notAfter: number },
  days: readonly number[],
  now: number,
): Crossing | null {
  const [first = 0] = days;
  const third = notBefore === null ? Infinity : Math.max(0, notAfter - notBefore) / 3;
  const scale = first === 0 ? 1 : Math.min(1, third / (first * DAY_MS));
  const left = notAfter - now;
  if (left <= 0) return { level: days.length, severity: 'critical' };
  const level = days.findLastIndex((one) => left <= one * DAY_MS * scale);
  return level < 0
    ? null
    : { level, severity: level === days.length - 1 && level > 2 ? 'critical' : (SEVERITY[level] ?? 'high') };
}
