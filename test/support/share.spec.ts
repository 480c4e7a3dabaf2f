import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyCharacter } from './any-character.js';
import { shareOf } from './share.js';

describe('the share of a costly test', () => {
  test.each([
    ['all, where nothing is asked', 1000, undefined, 1000],
    ['a part', 1000, '0.1', 100],
    ['no fraction of a case', 1001, '0.1', 101],
    ['never less than the least', 1000, '0.001', 20],
    ['nor more than all for that', 5, '0.1', 5],
    ['all', 1000, '1', 1000],
  ])('%s', (_, full, part, expected) => expect(shareOf(full, { least: 20, part })).toBe(expected));

  test('is never nothing', () => expect(shareOf(3, { least: 0, part: '0.0001' })).toBe(1));

  test.each(['0', '-1', '1.5', 'half', '', 'NaN'])('refuses %j', (part) =>
    expect(() => shareOf(100, { least: 20, part })).toThrow('TEST_SHARE'),
  );
});

describe('any character', () => {
  test('is one whole character, of every plane, and never half a surrogate', () => {
    const seen = fc.sample(anyCharacter, { numRuns: 3000, seed: 1 });
    expect(seen.filter((character) => [...character].length !== 1 || /\p{Cs}/u.test(character))).toEqual([]);
    expect(new Set(seen.map((character) => (character.codePointAt(0) ?? 0) >> 16)).size).toBeGreaterThan(10);
    expect(seen.some((character) => character < '\u0020')).toBe(true);
  });

  test('makes the strings that are known to be dangerous, too', () => {
    const texts = fc.sample(fc.string({ unit: anyCharacter }), { numRuns: 3000, seed: 1 });
    expect(texts.some((text) => text.includes('toString') || text.includes('__proto__'))).toBe(true);
  });
});
