import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalText } from '#libs/fleet/canonical.js';
import { certificateFacts, mergeSeen, type SeenCertificate } from './certificate-facts.js';

const seen = fc
  .record({
    subject: fc.option(fc.constantFrom('CN=a', 'CN=b'), { nil: undefined }),
    keySize: fc.option(fc.constantFrom(2048, 4096), { nil: undefined }),
    sha256: fc.option(fc.constantFrom('11', '22'), { nil: undefined }),
    minutes: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ subject, keySize, sha256, minutes }): SeenCertificate => {
    const facts = Object.fromEntries(Object.entries({ subject, keySize, sha256 }).filter(([, v]) => v !== undefined));
    return { facts: { thumbprint: 'A', ...facts }, firstSeenAt: `2026-06-01T00:0${minutes}:00.000Z` };
  });

describe('what is known of a certificate', () => {
  test('is the same in whatever order reports are merged, and merging twice adds nothing', () => {
    fc.assert(
      fc.property(seen, seen, seen, (a, b, c) => {
        const one = canonicalText(mergeSeen(mergeSeen(a, b), c));
        expect(canonicalText(mergeSeen(a, mergeSeen(c, b)))).toBe(one);
        expect(canonicalText(mergeSeen(mergeSeen(mergeSeen(c, b), a), b))).toBe(one);
      }),
    );
  });

  test('keeps what is written in it, not what one store makes of it', () => {
    const facts = certificateFacts({
      thumbprint: 'A',
      subject: 'CN=a',
      services: ['SMTP'],
      friendlyName: 'x',
      status: 'Valid',
    });
    expect(facts).toEqual({ thumbprint: 'A', subject: 'CN=a' });
  });
});
