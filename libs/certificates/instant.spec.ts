import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatInstant, knownInstant, parseInstant } from './instant.js';
import { normalizeThumbprint, parseThumbprint } from './thumbprint.js';
import { isUnreadable } from './unreadable.js';

describe('instants', () => {
  test.each([
    ['2026-06-01T00:00:00Z', '2026-06-01T00:00:00Z'],
    ['2026-06-01t02:30:00.5+02:30', '2026-06-01T00:00:00.500Z'],
    ['2026-05-31T22:00:00-02:00', '2026-06-01T00:00:00Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z'],
    ['9999-12-31T23:59:59.9999999Z', '9999-12-31T23:59:59.999Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
  ])('%s is %s', (text, utc) => {
    expect(formatInstant(parseInstant(text) as number)).toBe(utc);
  });

  test.each([
    '2026-06-01',
    '2026-06-01T00:00:00',
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-06-01T24:00:00Z',
    '2026-06-01T00:60:00Z',
    '2026-06-01T00:00:61Z',
    '2026-06-01T00:00:00+24:00',
    'yesterday',
    '',
  ])('"%s" is no instant', (text) => {
    expect(isUnreadable(parseInstant(text))).toBe(true);
    expect(knownInstant(text)).toBeUndefined();
  });

  test('are written as the engine writes them, but for a fraction that is none', () => {
    const anyInstant = fc.oneof(
      fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 }),
      fc.integer({ min: -70_000_000_000, max: 260_000_000_000 }).map((seconds) => seconds * 1000),
    );
    fc.assert(
      fc.property(anyInstant, (instant) => {
        expect(formatInstant(instant)).toBe(new Date(instant).toISOString().replace('.000Z', 'Z'));
      }),
    );
    expect(() => formatInstant(Number.NaN)).toThrow(RangeError);
  });

  test('what is written can be read', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          expect(parseInstant(formatInstant(date.getTime()))).toBe(date.getTime());
        },
      ),
    );
  });
});

describe('thumbprints', () => {
  test('compare without case and blanks', () => {
    expect(normalizeThumbprint(' b0f4 9b77e744faea88c0ff266fecb71a431c700f')).toBe(
      'B0F49B77E744FAEA88C0FF266FECB71A431C700F',
    );
    expect(isUnreadable(parseThumbprint('B0F49B77'))).toBe(true);
    expect(isUnreadable(parseThumbprint('B0F49B77E744FAEA88C0FF266FECB71A431C700G'))).toBe(true);
  });
});
