import { compared } from './changes.js';
import type { Command } from './command.js';
import { differencesBetween, type Difference } from './differences.js';
import { outcomeOf, runSequence } from './sequence.js';
import { shownNow, type Showing } from './shown.js';
import { resurveyed, type FleetState } from './survey.js';

/**
 * Whether commands, run on a later state, put the first one back: all of them succeed, every endpoint shows what it showed, and no fact
 * differs but that certificates have gained services. So an undo that disturbs an endpoint which the plan had left alone is none either.
 * @cite rulebook 10 (D)
 */
export function isUndone(first: Showing, last: FleetState, undo: readonly Command[]): boolean {
  const { steps, state } = runSequence(last, undo, first.survey.around);
  if (outcomeOf(steps) !== 'applied') return false;
  if (!differencesBetween(first.survey.state, state).every(isMerelyGained)) return false;
  return compared(first, shownNow(first, resurveyed(first.survey, state))).changes.length === 0;
}

/** Services stay with a certificate for good; one that has more of them than before lacks nothing. */
function isMerelyGained(difference: Difference): boolean {
  if (difference.kind !== 'services') return false;
  const { before, after } = difference;
  return before !== undefined && (before ?? []).every((service) => after?.includes(service) === true);
}
