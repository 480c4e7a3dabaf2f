import { afterEach, expect, test } from '@jest/globals';
import { become, beginAnew } from '../live/state.js';
import { againMs } from './again.js';

afterEach(beginAnew);

test.each([
  ['live', 60_000],
  ['waiting', 20_000],
  ['off', 20_000],
] as const)('while the log is %s, alerts are asked again after %i ms', (state, expected) => {
  become({ state });
  expect(againMs()).toBe(expected);
});
