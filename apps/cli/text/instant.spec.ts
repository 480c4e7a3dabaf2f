import { describe, expect, test } from '@jest/globals';
import { distanceWords, instantWords, readInstant } from './instant.js';

describe('instants as users type them', () => {
  test.each([
    ['2026-06-01T00:00:00Z', '2026-06-01T00:00:00Z'],
    ['2026-06-01T02:00:00+02:00', '2026-06-01T00:00:00Z'],
    ['2026-06-01', '2026-06-01T00:00:00Z'],
    ['2026-02-30', null],
    ['yesterday', null],
    ['2026-06-01T00:00:00', null],
    ['', null],
  ])('%s', (text, expected) => expect(readInstant(text)).toBe(expected));
});

describe('instants for people', () => {
  test('seconds only where they tell something', () => {
    expect(instantWords('2026-06-01T10:05:00Z')).toBe('2026-06-01 10:05Z');
    expect(instantWords('2026-06-01T23:59:59Z')).toBe('2026-06-01 23:59:59Z');
  });

  test.each([
    ['2026-06-20T00:00:00Z', 'in 19 days'],
    ['2026-06-02T00:00:00Z', 'in 24 hours'],
    ['2026-06-01T00:00:01Z', 'in 1 second'],
    ['2026-05-31T23:57:00Z', '3 minutes ago'],
    ['2026-06-01T00:00:00.400Z', 'now'],
  ])('%s is %s', (to, words) => expect(distanceWords('2026-06-01T00:00:00Z', to)).toBe(words));
});
