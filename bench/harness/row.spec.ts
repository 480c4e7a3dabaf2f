import { describe, expect, test } from '@jest/globals';
import { isMet, rounded, rowOf } from './row.js';

const at = (median: number) => ({ low: median, median, high: median });

describe('a row', () => {
  test('is met when its median reaches the target', () => {
    const row = { target: 2, better: 'more', value: at(2), processor: null } as const;
    expect([isMet(row, 0), isMet({ ...row, value: at(1.99) }, 0)]).toEqual([true, false]);
    expect(isMet({ ...row, better: 'less', value: at(2.01) }, 0)).toBe(false);
  });

  test('may be met by processor time on a busy machine only', () => {
    const row = { target: 2, better: 'more', value: at(1), processor: at(3) } as const;
    expect([isMet(row, 1.9), isMet(row, 2.1)]).toEqual([false, true]);
  });

  test('compares two sides by their names', () => {
    const measured = new Map([
      ['ours', [{ items: 300, seconds: 1, processorSeconds: 1 }]],
      ['theirs', [{ items: 100, seconds: 1, processorSeconds: 0.5 }]],
    ]);
    const comparison = { number: '1', title: 'speed', of: 'ours', to: 'theirs', target: 2 };
    expect(rowOf(comparison, measured)).toMatchObject({
      value: { median: 3 },
      processor: { median: 1.5 },
      absolute: '300/s against 100/s',
    });
    expect(() => rowOf({ ...comparison, to: 'nobody' }, measured)).toThrow('nobody');
  });

  test('shows three digits', () => {
    expect([0.12345, 1.2345, 12.345, 12345.6].map(rounded)).toEqual(['0.123', '1.23', '12.3', '12,346']);
  });
});
