import { describe, expect, test } from '@jest/globals';
import { didYouMean, nearestWords } from './nearest.js';

describe('words that may be meant', () => {
  const WORDS = ['Thumbprint', 'Services', 'Server', 'SMTP', 'IMAP', 'POP'];

  test.each<[string, readonly string[]]>([
    ['Thumprint', ['Thumbprint']],
    ['thumbpritn', ['Thumbprint']],
    ['Servics', ['Services']],
    ['SMPT', ['SMTP']],
    ['pop', ['POP']],
    ['Server=EX01', ['Server']],
    ['Federation', []],
    ['', []],
    ['x'.repeat(100_000), []],
  ])('%s: %j', (typed, words) => {
    expect(nearestWords(typed, WORDS)).toEqual(words);
  });

  test('are asked for', () => {
    expect(didYouMean([])).toBe('');
    expect(didYouMean(['A', 'B', 'C', 'D'])).toBe('Did you mean A or B or C? ');
  });
});
