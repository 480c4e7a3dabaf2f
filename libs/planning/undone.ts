import { changesBetween } from './changes.js';
import type { Command } from './command.js';
import { differencesBetween, type Difference } from './differences.js';
import { outcomeOf, runSequence } from './sequence.js';
import { resurveyed, type FleetState, type Survey } from './survey.js';

/**
 * Whether commands, run on a later state, put the first one back: all of them succeed, every endpoint shows what it showed, and no fact
 * differs but that certificates have gained services. So an undo that disturbs an endpoint which the plan had left alone is none either.
 * @cite rulebook 10 (D)
 */
export function isUndone(first: Survey, last: FleetState, undo: readonly Command[]): boolean {
  const { steps, state } = runSequence(last, undo, first.around);
  if (outcomeOf(steps) !== 'applied') return false;
  if (!differencesBetween(first.state, state).every(isMerelyGained)) return false;
  return changesBetween(first, resurveyed(first, state)).length === 0;
}

/** Services stay with a certificate for good; one that has more of them than before lacks nothing. */
function isMerelyGained(difference: Difference): boolean {
  if (difference.kind !== 'services') return false;
  const { before, after } = difference;
  return before !== undefined && (before ?? []).every((service) => after?.includes(service) === true);
}
