import { describe, expect, test } from '@jest/globals';
import { progressLines } from './progress.js';

function said(steps: readonly (readonly [second: number, done: number, all: number])[]): string[] {
  const lines: string[] = [];
  let now = 0;
  const progress = progressLines(
    (line) => void lines.push(line),
    'position',
    () => now * 1000,
  );
  for (const [second, done, all] of steps) {
    now = second;
    progress(done, all);
  }
  return lines;
}

describe('progress', () => {
  test('is silent while the work is short', () => {
    expect(
      said([
        [0, 0, 10],
        [1.9, 10, 10],
      ]),
    ).toEqual([]);
  });

  test('tells place, rate and what is left, not more often than every two seconds', () => {
    expect(
      said([
        [0, 1000, 5000],
        [2, 1400, 5000],
        [3, 1600, 5000],
        [4, 1800, 5000],
        [400, 5000, 5000],
      ]),
    ).toEqual([
      '  position 1400 of 5000, 200 a second, about 18 s left',
      '  position 1800 of 5000, 200 a second, about 16 s left',
      '  position 5000 of 5000, 10 a second',
    ]);
  });

  test('says no rate where there is none yet, and long times in minutes and hours', () => {
    expect(
      said([
        [0, 0, 100],
        [10, 0, 100],
        [20, 1, 100],
        [30, 1, 10_000],
      ]),
    ).toEqual([
      '  position 0 of 100',
      '  position 1 of 100, 0.1 a second, about 33 min left',
      '  position 1 of 10000, 0.0 a second, about 83.3 h left',
    ]);
  });
});
