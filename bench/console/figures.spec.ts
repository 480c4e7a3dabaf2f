import { expect, test } from '@jest/globals';
import { beyond, framesOf, tableOf } from './figures.js';

const smooth = { name: 'the wheel', gaps: [...Array.from({ length: 200 }, () => 17), 400] };
const stutters = { name: 'the wheel', gaps: Array.from({ length: 100 }, (_, i) => (i % 20 === 0 ? 83 : 17)) };

test('one late frame in two hundred is told, and is not the hundredth', () => {
  expect(framesOf(smooth.gaps)).toEqual({ median: 17, p99: 17, worst: 400 });
  expect(beyond([smooth])).toEqual([]);
});

test('what is beyond the bounds is named with the bound', () => {
  expect(beyond([stutters, { name: 'rows there', milliseconds: 1_300 }])).toEqual([
    'the wheel: p99 83 ms, more than the 50 ms that are allowed',
    'rows there: there after 1300 ms, more than the 1000 ms that are allowed',
  ]);
});

test('a figure that was not taken is not good', () => {
  expect(beyond([{ name: 'the wheel', gaps: [] }])).toEqual([
    'the wheel: p99 not taken, more than the 50 ms that are allowed',
  ]);
});

test('the table has a line for each', () => {
  expect(tableOf([stutters, { name: 'rows there', milliseconds: 480.4 }])).toBe(
    [
      '| in the list | frames | p99 | worst | there after |',
      '|---|---|---|---|---|',
      '| the wheel | 100 frames, median 17 ms | 83 ms | 83 ms | |',
      '| rows there | | | | 480 ms |',
    ].join('\n'),
  );
});
