import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sha1 } from './sha1.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const theirs = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex');

describe('SHA-1', () => {
  test('is that of OpenSSL at every length around the blocks', () => {
    for (let length = 0; length <= 200; length += 1) {
      const bytes = new Uint8Array(length).fill(0xa5);
      expect(hex(sha1(bytes))).toBe(theirs(bytes));
    }
  });

  test('is that of OpenSSL for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        expect(hex(sha1(bytes))).toBe(theirs(bytes));
      }),
    );
  });

  test('takes a million bytes', () => {
    const bytes = new Uint8Array(1_000_000).fill(0x61);
    expect(hex(sha1(bytes))).toBe('34aa973cd4c4daa4f61eeb2bdbad27316534016f');
  });
});
