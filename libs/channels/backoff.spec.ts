import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GIVE_UP_AFTER_MS, nextTry } from './backoff.js';
import { MOST_PATIENCE_MS, retryAfter } from './retry-after.js';

const START = Date.parse('2026-11-22T10:00:00Z');
const iso = (at: number) => new Date(at).toISOString();

/** The tries of a message that nobody takes, as seconds from the first. */
function triesOf(jitter: number): readonly number[] {
  const tries = [0];
  for (let at = START; ;) {
    const next = nextTry({ made: tries.length, firstAt: iso(START), lastAt: iso(at), notBefore: null, jitter });
    if (next.kind === 'undelivered') return tries;
    at = Date.parse(next.at);
    tries.push((at - START) / 1000);
  }
}

test('close together at first, then every hour, the last one after 24 hours', () => {
  const tries = triesOf(0);
  expect(tries.slice(0, 9)).toEqual([0, 5, 15, 45, 105, 225, 525, 1125, 2325]);
  expect(tries.at(-1)).toBe(24 * 3600);
  expect(tries.length).toBeLessThan(40);
});

test('jitter spreads messages that failed together, by a fifth of the wait at most', () => {
  expect(triesOf(0.5)[1]).toBe(5.5);
  expect(triesOf(1).at(-1)).toBe(24 * 3600);
  expect(triesOf(99)[1]).toBe(6);
});

test('what the receiver asked for is honoured', () => {
  const asked = iso(START + 600_000);
  const next = nextTry({ made: 1, firstAt: iso(START), lastAt: iso(START), notBefore: asked, jitter: 0 });
  expect(next).toEqual({ kind: 'try', at: asked });
});

test('it is never tried after 24 hours, never before the receiver wants it, and the end always comes', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 0, max: 2 * GIVE_UP_AFTER_MS }),
      fc.option(fc.integer({ min: 0, max: 2 * GIVE_UP_AFTER_MS }), { nil: null }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (made, last, asked, jitter) => {
        const notBefore = asked === null ? null : iso(START + asked);
        const next = nextTry({ made, firstAt: iso(START), lastAt: iso(START + last), notBefore, jitter });
        if (next.kind === 'undelivered') return last >= GIVE_UP_AFTER_MS;
        const at = Date.parse(next.at) - START;
        return at > last && at <= GIVE_UP_AFTER_MS && (asked === null || at >= Math.min(asked, GIVE_UP_AFTER_MS));
      },
    ),
  );
});

test.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['Sun, 22 Nov 2026 10:05:00 GMT', 300_000],
  ['9999999999', MOST_PATIENCE_MS],
  ['Sun, 22 Nov 2099 10:05:00 GMT', MOST_PATIENCE_MS],
  ['Sun, 22 Nov 2020 10:05:00 GMT', null],
  ['-5', null],
  ['1e9', null],
  ['soon', null],
  ['2026-11-22T10:05:00Z', null],
  ['', null],
  [undefined, null],
])('Retry-After: %s', (header, after) => {
  expect(retryAfter(header, START)).toBe(after === null ? null : iso(START + after));
});
