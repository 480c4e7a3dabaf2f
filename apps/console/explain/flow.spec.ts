import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { explain } from '#libs/selection/select.js';
import { AT, anyFleet } from '../../../test/support/any-fleet.js';
import { flowOf } from './flow.js';
import { layOut, type Words } from './lay-out.js';
import { whatWouldChange } from './what-if.js';
import { wrapped } from './wrapped.js';

const measure = (text: string) => text.length * 7;
const words: Words = {
  measure,
  certificate: (thumbprint) => thumbprint,
  found: ({ found }) => found,
  reasons: ({ reasons }) => reasons.join('; '),
  answer: ['presented', 'certainty'],
};

const anyAnswer = anyFleet.map((fleet) => ({ fleet, selections: explain(fleet, AT) }));

describe('the path of an answer', () => {
  test('every walk lies on the drawn path: each of its steps is lit once, in its order, and one decides', () => {
    fc.assert(
      fc.property(anyAnswer, ({ selections }) => {
        for (const selection of selections.filter(({ endpoint }) => !endpoint.startsWith('connection:'))) {
          const { steps, title } = flowOf(selection);
          expect(title).not.toBe('This endpoint');
          expect(steps.flatMap(({ step }) => step ?? [])).toEqual(selection.trace);
          const decides = steps.map(({ state }) => state).filter((state) => state === 'decides');
          expect(decides).toHaveLength(1);
          const after = steps.slice(steps.findIndex(({ state }) => state === 'decides') + 1);
          expect(after.every(({ state }) => state === 'not-reached')).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a certificate comes in before it falls, and the answer never falls', () => {
    fc.assert(
      fc.property(anyAnswer, ({ selections }) => {
        for (const selection of selections) {
          const { rails } = flowOf(selection);
          for (const { from, falls } of rails) expect(falls ?? from).toBeGreaterThanOrEqual(from);
          expect(rails.some(({ thumbprint }) => thumbprint === selection.thumbprint)).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a drawing', () => {
  test('of any width has its steps under each other and its words inside', () => {
    fc.assert(
      fc.property(anyAnswer, fc.integer({ min: 280, max: 920 }), ({ selections }, width) => {
        for (const selection of selections.slice(0, 8)) {
          const layout = layOut(flowOf(selection), width, words);
          let y = 0;
          for (const { top, height, lines, dot } of layout.placed) {
            expect(top).toBeGreaterThan(y);
            y = top + height;
            expect(dot).toBeLessThan(y);
            for (const line of lines) {
              expect(line.y).toBeLessThan(y);
              // A single letter may stand out where there is no room for it.
              if (line.text.length > 1) expect(line.x + measure(line.text)).toBeLessThanOrEqual(width);
            }
          }
          expect(layout.height).toBeGreaterThanOrEqual(y);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('long words are broken, long texts are cut, nothing else is lost', () => {
    const lines = wrapped('a '.repeat(40) + 'x'.repeat(60), 'plain', { width: 70, measure, most: 100 });
    expect(lines.join('').replace(/ /g, '')).toBe('a'.repeat(40) + 'x'.repeat(60));
    expect(lines.every((line) => measure(line) <= 70)).toBe(true);
    expect(wrapped('word '.repeat(500), 'plain', { width: 70, measure })).toHaveLength(4);
    expect(wrapped('', 'plain', { width: 70, measure })).toEqual([]);
  });
});

test('what is said to change an answer changes it', () => {
  let told = 0;
  fc.assert(
    fc.property(anyAnswer, ({ fleet, selections }) => {
      for (const selection of selections.slice(0, 6)) {
        const server = fleet.servers?.find(({ fqdn }) => fqdn === selection.server);
        for (const { then } of server === undefined ? [] : whatWouldChange(server, selection, AT)) {
          told += 1;
          expect([then.outcome, then.thumbprint]).not.toEqual([selection.outcome, selection.thumbprint]);
          expect(then.endpoint).toBe(selection.endpoint);
        }
      }
    }),
    { numRuns: 60 },
  );
  expect(told).toBeGreaterThan(0);
});
