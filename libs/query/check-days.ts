import { type Checking, wholeNumbers } from './check-test.js';
import type { Condition } from './condition.js';
import { read, type Read } from './query-fault.js';
import type { WrittenTest } from './syntax.js';

const DAY = 86_400_000;

/** `days:<30`: whole days that are left before the certificate expires, negative after it. Another way to ask for notAfter. */
export function checkDays(test: WrittenTest, { now }: Checking): Read<Condition> {
  const bounds = wholeNumbers(test, 'days');
  if (!bounds.ok) return bounds;
  const at = (days: number | null) => (days === null ? null : inRange(now + days * DAY));
  const { from, before } = bounds.value;
  return read({
    kind: 'field',
    field: 'notAfter',
    test: { is: 'within', type: 'instant', from: at(from), before: at(before) },
  });
}

const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** Further away than any certificate is as good as the first or last instant there is. */
function inRange(instant: number): number {
  return Math.min(Math.max(instant, FIRST), LAST);
}
