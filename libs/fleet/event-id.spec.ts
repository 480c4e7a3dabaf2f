import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { derivedId, eventIdOf } from './event-id.js';
import { sha1 } from './sha1.js';

describe('derived ids', () => {
  test('SHA-1 agrees with that of OpenSSL, at every length around the block size', () => {
    const agrees = (bytes: Uint8Array) =>
      expect(Buffer.from(sha1(bytes)).toString('hex')).toBe(createHash('sha1').update(bytes).digest('hex'));
    for (let length = 0; length < 200; length += 1) agrees(new Uint8Array(length).fill(length));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 1000 }), agrees));
  });

  test('are UUIDs of version 5', () => {
    fc.assert(
      fc.property(fc.string(), (text) =>
        expect(derivedId(text)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      ),
    );
  });

  test('are made of texts of any length', () => {
    expect(derivedId('W'.repeat(4_000_000))).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
  });

  test('never change, for they stand in logs', () => {
    expect(eventIdOf({ source: '/organizations/contoso', id: '1' })).toMatchInlineSnapshot(
      `"51ebf3ab-6f84-5e68-9b1d-19e728647816"`,
    );
  });

  test('come from source and id, kept apart', () => {
    expect(eventIdOf({ source: 'ab', id: 'c' })).not.toBe(eventIdOf({ source: 'a', id: 'bc' }));
  });
});
