import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { askedFor, DAY_MS, shifted, ticks, usualView, within, zoomed } from './view.js';

const instant = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2160, 0, 1) });
const view = fc
  .tuple(instant, fc.integer({ min: 1, max: 60 * 366 * DAY_MS }))
  .map(([from, length]) => within({ from, to: from + length }));

describe('a stretch of time', () => {
  test('zooming keeps an instant in its place, and what is zoomed in is zoomed out again', () => {
    const one = usualView(Date.UTC(2026, 5, 1));
    const at = Date.UTC(2026, 7, 1);
    const closer = zoomed(one, 0.5, at);
    expect((at - closer.from) / (closer.to - closer.from)).toBeCloseTo((at - one.from) / (one.to - one.from), 6);
    const back = zoomed(closer, 2, at);
    expect(Math.abs(back.from - one.from)).toBeLessThan(10);
    expect(Math.abs(back.to - one.to)).toBeLessThan(10);
  });

  test('it never gets empty, endless or out of the calendar, however it is moved', () => {
    fc.assert(
      fc.property(
        view,
        fc.array(fc.tuple(fc.boolean(), fc.double({ min: 0.01, max: 100, noNaN: true }), instant), { maxLength: 20 }),
        (begin, moves) => {
          let now = begin;
          for (const [isZoom, by, at] of moves) now = isZoom ? zoomed(now, by, at) : shifted(now, by - 50);
          expect(now.to - now.from).toBeGreaterThanOrEqual(3_600_000 - 2);
          expect(now.from).toBeGreaterThanOrEqual(Date.UTC(1995, 0, 1));
          expect(now.to).toBeLessThanOrEqual(Date.UTC(2150, 0, 1) + 1);
        },
      ),
    );
  });

  test('what is asked for covers what is seen, and a small move asks nothing new', () => {
    fc.assert(
      fc.property(view, (one) => {
        const asked = askedFor(one);
        expect(Date.parse(asked.from)).toBeLessThanOrEqual(one.from);
        expect(Date.parse(asked.to)).toBeGreaterThanOrEqual(one.to);
      }),
    );
    const one = { from: Date.UTC(2026, 0, 3), to: Date.UTC(2026, 6, 1) };
    expect(askedFor(shifted(one, 0.01))).toEqual(askedFor(one));
  });

  test('the axis has few marks, in order, within the view, at whole units', () => {
    fc.assert(
      fc.property(view, fc.integer({ min: 2, max: 30 }), (one, most) => {
        const marks = ticks(one, most);
        expect(marks.length).toBeLessThanOrEqual(most + 1);
        const places = marks.map(({ at }) => at);
        expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));
        for (const at of places) {
          expect(at).toBeGreaterThanOrEqual(one.from);
          expect(at).toBeLessThan(one.to);
          expect(at % 3_600_000).toBe(0);
        }
      }),
    );
    expect(ticks({ from: Date.UTC(2026, 10, 15), to: Date.UTC(2027, 2, 15) }, 8).map(({ label }) => label)).toEqual([
      'Dec',
      '2027',
      'Feb',
      'Mar',
    ]);
  });
});
