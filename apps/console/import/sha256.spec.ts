import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hashOf } from './x509-openssl.js';

async function hashed(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('');
}

test('is the SHA-256 of the platform, of every length about a block', async () => {
  for (let length = 0; length < 200; length += 1) {
    const bytes = new Uint8Array(length).fill(length);
    expect(hashOf('sha256', bytes)).toBe(await hashed(bytes));
  }
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 4_000 }), async (bytes) =>
      expect(hashOf('sha256', bytes)).toBe(await hashed(bytes)),
    ),
  );
});

test('SHA-1 names a certificate as Windows does', () => {
  expect(hashOf('sha1', new Uint8Array())).toBe('DA39A3EE5E6B4B0D3255BFEF95601890AFD80709');
});
