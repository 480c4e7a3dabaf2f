import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { barsOf, changesWithin, type Lane } from './bars.js';
import { looksOf } from './looks.js';

const A = 'A'.repeat(40);
const day = (n: number) => Date.UTC(2026, 0, n);
const range = (from: number, until: number | null, thumbprint: string | null = A): Lane['ranges'][number] => ({
  from: new Date(day(from)).toISOString(),
  until: until === null ? null : new Date(day(until)).toISOString(),
  outcome: thumbprint === null ? 'NOT_ADVERTISED' : 'PRESENTED',
  thumbprint,
  rule: 'STLS-9',
  certainty: 'high',
});
const lane = (...ranges: Lane['ranges']): Lane => ({ server: 'ex01', endpoint: 'pop', ranges, cut: false });
const VIEW = { from: day(1), to: day(31) };
const known = { now: day(15), endOf: () => day(25) };

describe('the bars of a lane', () => {
  test('past, present and forecast; before the first word and between two there is a gap', () => {
    const bars = barsOf(lane(range(3, 8), range(10, null)), VIEW, known);
    expect(
      bars.map(({ what, from, to, comingFrom, expiredFrom }) => [what, from, to, comingFrom, expiredFrom]),
    ).toEqual([
      ['gap', day(1), day(3), null, null],
      ['presented', day(3), day(8), null, null],
      ['gap', day(8), day(10), null, null],
      ['presented', day(10), day(31), day(15), day(25)],
    ]);
  });

  test('what is out of sight is not drawn', () => {
    expect(barsOf(lane(range(-20, -10), range(40, 50)), VIEW, known)).toEqual([
      expect.objectContaining({ what: 'gap', from: day(1), to: day(31) }),
    ]);
  });

  test('they fill the view without holes, whatever the ranges', () => {
    const pieces = fc.array(fc.tuple(fc.integer({ min: -30, max: 60 }), fc.integer({ min: 1, max: 20 }), fc.boolean()));
    fc.assert(
      fc.property(pieces, (list) => {
        let reached = -40;
        const ranges = list.map(([skip, length, isShown]) => {
          const from = reached + Math.abs(skip % 5);
          reached = from + length;
          return range(from, reached, isShown ? A : null);
        });
        const bars = barsOf(lane(...ranges), VIEW, known);
        expect(bars[0]?.from).toBe(VIEW.from);
        expect(bars.at(-1)?.to).toBe(VIEW.to);
        bars.slice(1).forEach((bar, i) => expect(bar.from).toBe(bars[i]?.to));
        for (const { from, to } of bars) expect(to).toBeGreaterThan(from);
      }),
    );
  });

  test('a lane changes within a view where an answer ends or another begins', () => {
    expect(changesWithin(lane(range(-5, 10), range(10, null, null)), VIEW)).toBe(true);
    expect(changesWithin(lane(range(-5, 10)), VIEW)).toBe(true);
    expect(changesWithin(lane(range(5, null)), VIEW)).toBe(false); // the first word on it is no change
    expect(changesWithin(lane(range(-5, null)), VIEW)).toBe(false);
  });
});

test('a certificate looks the same everywhere; anything has looks', () => {
  expect(looksOf('88F312709828FB06B09F929D2B2BA6745915FF96')).toEqual(
    looksOf('88F312709828FB06B09F929D2B2BA6745915FF96'),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      const { colour, pattern } = looksOf(text);
      expect(colour).toBeGreaterThanOrEqual(0);
      expect(colour).toBeLessThan(8);
      expect(pattern).not.toBe('');
    }),
  );
});
