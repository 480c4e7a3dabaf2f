import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { quantile, quartiles, rateOf, ratioOf, type Slice, slopeOf } from './statistics.js';

const slice = (items: number, seconds = 1, processorSeconds: number | null = seconds): Slice => ({
  items,
  seconds,
  processorSeconds,
});

describe('quartiles', () => {
  test('lie between the nearest numbers', () => {
    expect(quartiles([4, 1, 3, 2])).toEqual({ low: 1.75, median: 2.5, high: 3.25 });
    expect(quartiles([7])).toEqual({ low: 7, median: 7, high: 7 });
  });

  test('of nothing there are none', () => expect(() => quartiles([])).toThrow('nothing'));

  test('a half of the numbers lies on either side of the median, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 }), (numbers) => {
        const { low, median, high } = quartiles(numbers);
        expect(low <= median && median <= high).toBe(true);
        expect(numbers.filter((one) => one <= median).length).toBeGreaterThanOrEqual(numbers.length / 2);
        expect(numbers.filter((one) => one >= median).length).toBeGreaterThanOrEqual(numbers.length / 2);
        expect(quartiles([...numbers].reverse())).toEqual({ low, median, high });
      }),
    );
  });

  test('the ends of sorted numbers are their first and last', () => {
    expect([quantile([1, 5, 9], 0), quantile([1, 5, 9], 1)]).toEqual([1, 9]);
  });
});

describe('the ratio of two sides', () => {
  test('is taken round by round: a machine that halves its speed changes nothing', () => {
    const fast = [slice(200), slice(100), slice(50)];
    const slow = [slice(100), slice(50), slice(25)];
    expect(ratioOf(fast, slow)).toEqual({
      wall: { low: 2, median: 2, high: 2 },
      processor: { low: 2, median: 2, high: 2 },
    });
  });

  test('of processor time is of its own', () => {
    expect(ratioOf([slice(100, 1, 0.5)], [slice(100, 1, 1)])).toMatchObject({
      wall: { median: 1 },
      processor: { median: 2 },
    });
  });

  test('of processor time is not told where one of them cannot be', () => {
    expect(ratioOf([slice(100, 1, null)], [slice(100)]).processor).toBeNull();
  });

  test('the rate is the middle of the rounds', () => expect(rateOf([slice(10), slice(30, 2), slice(90)])).toBe(15));
});

describe('the slope of what grows', () => {
  const grown = (power: number) => [100, 1_000, 10_000].map((size) => ({ size, value: 3 * size ** power }));

  test.each([0, 0.5, 1, 2])('is its power of the size: %s', (power) => {
    expect(slopeOf(grown(power))).toBeCloseTo(power, 9);
  });

  test('lies between those of its parts', () => {
    expect(
      slopeOf([
        { size: 1, value: 1 },
        { size: 10, value: 1 },
        { size: 100, value: 10 },
      ]),
    ).toBeCloseTo(0.5, 9);
  });

  test.each([
    ['one size', [{ size: 10, value: 3 }]],
    ['none', []],
    [
      'the same size twice',
      [
        { size: 10, value: 3 },
        { size: 10, value: 4 },
      ],
    ],
    [
      'nothing at all',
      [
        { size: 10, value: 0 },
        { size: 100, value: 4 },
      ],
    ],
  ])('is not told of %s', (_, measured) => expect(slopeOf(measured)).toBeNull());
});
