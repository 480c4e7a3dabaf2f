import type { Plan } from '#libs/planning/plan-answer.js';
import { digestOf, introduced, isSevere } from './digest.js';

/** The exit codes of `--detailed-exitcode`. */
export type Verdict = 0 | 2 | 3 | 4;

/**
 * What a plan comes to, as an exit code: 3 a high or critical risk is introduced, 4 it cannot be decided, 2 what is presented changes, 0
 * nothing presented changes. A known risk stands, whatever else is unknown: so 3 goes before 4. A refused command changes nothing, and
 * counts as what it does: nothing.
 */
export function verdictOf(plan: Plan): Verdict {
  if (introduced(plan).some(isSevere)) return 3;
  const { unknown } = digestOf(plan);
  if (plan.outcome === 'indeterminate' || (plan.outcome === 'refused' && unknown.length > 0)) return 4;
  return plan.changes.length > 0 ? 2 : 0;
}

const WORST_FIRST: readonly Verdict[] = [3, 4, 2, 0];

/** Of several plans the worst speaks. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 0;
}
