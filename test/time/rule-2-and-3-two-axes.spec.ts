import { describe, expect, test } from '@jest/globals';
import { minute } from '../support/events.js';
import { A, arrived, B, C, defaultSmtp, overwritten } from './history.js';

/**
 * Rule 2. Two axes: when it was so (`--as-of`), and when we knew (`--known-at`, a position of the log). What was true and what was believed
 * are two questions, and the answer to the second never changes.
 *
 * Rule 3. Something that is told late is put where it happened, whatever its age: it alters what was so then, not what was believed, nor what
 * came after it.
 */
/** The default certificate is A from minute 0 and C from minute 20. That it was B from minute 10 on is told last. */
const history = arrived([overwritten(A, 0), overwritten(C, 20), overwritten(B, 10)]);
const at = (asOf: number, knownAt?: number) =>
  defaultSmtp(history, { asOf: minute(asOf), ...(knownAt !== undefined && { knownAt }) });

describe('given a change that was told late', () => {
  test('then the past holds it from when it happened until what came after it', () => {
    expect([0, 9, 10, 19, 20, 99].map((minutes) => at(minutes))).toEqual([A, A, B, B, C, C]);
  });

  test('then what was believed before stays what it was, at each position', () => {
    expect([1, 2, 3].map((position) => at(15, position))).toEqual([A, A, B]);
    expect([1, 2, 3].map((position) => at(25, position))).toEqual([A, C, C]);
  });

  test('then before anything was known, nothing was believed, and before anything happened, nothing was so', () => {
    expect([at(99, 0), at(-1), at(-1, 3)]).toEqual([undefined, undefined, undefined]);
  });

  test('then it does not matter how late: a year is as good as a minute', () => {
    const years = arrived([overwritten(A, 0), overwritten(C, 20), overwritten(B, 10)], 525_600);
    expect([defaultSmtp(years), defaultSmtp(years, { asOf: minute(15) })]).toEqual([C, B]);
  });
});

test('the whole table of both axes, and a later event changes no column of it', () => {
  const table = (events: typeof history) =>
    [1, 2, 3].map((knownAt) => [5, 15, 25].map((asOf) => defaultSmtp(events, { asOf: minute(asOf), knownAt })));
  const before = table(history);
  expect(before).toEqual([
    [A, A, A],
    [A, A, C],
    [A, B, C],
  ]);
  const more = arrived([overwritten(A, 0), overwritten(C, 20), overwritten(B, 10), overwritten(A, 12)]);
  expect(table(more)).toEqual(before);
  expect(defaultSmtp(more, { asOf: minute(15) })).toBe(A);
});
