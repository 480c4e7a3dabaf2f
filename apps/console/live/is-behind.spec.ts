import { expect, test } from '@jest/globals';
import { isBehind } from './is-behind.js';

test('an answer says how far the log had come: itself, in its first page, or in what it holds', () => {
  expect(isBehind({ position: 6 }, 7)).toBe(true);
  expect(isBehind({ position: 7 }, 7)).toBe(false);
  expect(isBehind({ pages: [{ position: 6 }, { position: 9 }] }, 7)).toBe(true);
  expect(isBehind({ pages: [{ position: 8 }] }, 7)).toBe(false);
  expect(isBehind({ server: {}, answer: { position: 6 } }, 7)).toBe(true);
});

test('what says nothing is left alone', () => {
  for (const data of [undefined, null, 'text', 5, [], {}, { pages: [] }, { position: '6' }])
    expect(isBehind(data, 7)).toBe(false);
});
