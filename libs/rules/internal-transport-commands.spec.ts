import { describe, expect, test } from '@jest/globals';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { Organization } from '#libs/fleet/document.js';
import { ex01, ex02, fleet, OAUTH, PUB26, SELF, SELF2, type Changed } from '../../test/support/fixture.js';
import { transitionOn } from '../../test/support/transition.js';
import { without } from '../../test/support/without.js';
import { ownCertificate } from './internal-transport-commands.js';

/** What EX01, which runs on PUB26, would take from this store. */
function taken(certificates: readonly Certificate[], around: Changed<Organization> = {}) {
  const server = ex01({ internalTransportCertificate: PUB26.thumbprint, certificates });
  return ownCertificate(transitionOn(fleet([server, ex02()], around), {}))?.thumbprint;
}

describe('the certificate of the store that would do as internal transport certificate', () => {
  test('is a self-signed one with the name of the server', () => {
    expect(taken([PUB26, SELF])).toBe(SELF.thumbprint);
  });

  test('is the one that lasts longest', () => {
    const longer = { ...SELF, thumbprint: 'AB'.repeat(20), notAfter: '2030-01-01T00:00:00Z' };
    expect(taken([SELF, longer, PUB26])).toBe(longer.thumbprint);
    expect(taken([longer, SELF, PUB26])).toBe(longer.thumbprint);
  });

  test('may end in 60 days, and live for 400', () => {
    expect(taken([{ ...SELF, notAfter: '2026-07-31T00:00:00Z' }])).toBe(SELF.thumbprint);
    expect(taken([{ ...SELF, notBefore: '2026-01-01T00:00:00Z', notAfter: '2027-02-05T00:00:00Z' }])).toBe(
      SELF.thumbprint,
    );
  });

  test.each([
    ['is not self-signed', { ...SELF, isSelfSigned: false }],
    ['has no key', { ...SELF, hasPrivateKey: false }],
    ['has a key that nobody knows of', without(SELF, 'hasPrivateKey')],
    ['has a CNG key', { ...SELF, keyProvider: 'CNG' }],
    ['is a pending request', { ...SELF, status: 'PendingRequest' }],
    ['has expired', { ...SELF, notAfter: '2026-06-01T00:00:00Z' }],
    ['ends in less than 60 days', { ...SELF, notAfter: '2026-07-30T23:59:59Z' }],
    ['lives for less than 400 days', { ...SELF, notBefore: '2026-01-01T00:00:00Z', notAfter: '2027-02-04T00:00:00Z' }],
    ['has an end that nobody knows', without(SELF, 'notAfter')],
    ['has another name', { ...SELF, subjectAlternativeNames: ['ex02.contoso.com'] }],
    ['is that of OAuth by its name', { ...OAUTH, subjectAlternativeNames: ['ex01.contoso.com'] }],
    ['is the internal transport certificate already', { ...SELF, thumbprint: PUB26.thumbprint }],
    ['is that of another server', { ...SELF, thumbprint: SELF2.thumbprint }],
  ] as const)('is none that %s', (_, certificate) => {
    expect(taken([certificate])).toBeUndefined();
  });

  test('is none that the OAuth configuration names', () => {
    expect(taken([SELF], { authConfig: { nextThumbprint: SELF.thumbprint } })).toBeUndefined();
  });
});
