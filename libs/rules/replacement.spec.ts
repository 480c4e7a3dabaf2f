import { describe, expect, test } from '@jest/globals';
import type { Certificate } from '#libs/certificates/certificate.js';
import { knobsOf } from '#libs/selection/policy.js';
import { serverFacts } from '#libs/selection/server-facts.js';
import { AT, changed, ex01, INTCA, PUB25, PUB26, PUBX, SELF, WILD } from '../../test/support/fixture.js';
import { replacementFor, type Wanted } from './replacement.js';

function proposed(certificates: readonly Certificate[], wanted: Partial<Wanted> = {}): string | undefined {
  const facts = serverFacts(ex01({ certificates }), undefined, knobsOf(undefined));
  return replacementFor({ facts, at: Date.parse(AT) }, { names: ['mail.contoso.com'], ...wanted })?.thumbprint;
}

describe('the certificate that a remedy proposes', () => {
  test('is the newest that covers the name', () => {
    expect(proposed([SELF, PUB25, PUBX, PUB26])).toBe(PUBX.thumbprint);
  });

  test('has SMTP before it is the newest', () => {
    expect(proposed([PUB25, { ...PUBX, services: ['IIS'] }])).toBe(PUB25.thumbprint);
  });

  test('need not have SMTP, which can be enabled', () => {
    expect(proposed([{ ...PUBX, services: [] }])).toBe(PUBX.thumbprint);
  });

  test('covers every name, by a wildcard if need be', () => {
    expect(proposed([PUB26, WILD], { names: ['mail.contoso.com', 'SMTP.contoso.com.'] })).toBe(WILD.thumbprint);
    expect(proposed([PUB26], { names: ['mail.contoso.com', 'smtp.contoso.com'] })).toBeUndefined();
  });

  test('is of a third party where others must trust it', () => {
    expect(proposed([INTCA])).toBe(INTCA.thumbprint);
    expect(proposed([INTCA], { thirdParty: true })).toBeUndefined();
    expect(proposed([INTCA, PUB25], { thirdParty: true })).toBe(PUB25.thumbprint);
  });

  test.each([
    ['self-signed', { isSelfSigned: true }],
    ['perhaps self-signed', { isSelfSigned: undefined }],
    ['without a key', { hasPrivateKey: false }],
    ['with a key that nobody knows of', { hasPrivateKey: undefined }],
    ['expired', { notAfter: AT }],
    ['not yet valid', { notBefore: '2026-06-01T00:00:01Z' }],
    ['of unknown dates', { notAfter: undefined }],
    ['revoked', { status: 'Revoked' }],
    ['not for servers', { extendedKeyUsages: [] }],
    ['of unknown names', { subject: undefined, subjectAlternativeNames: undefined }],
  ] as const)('is never one that is %s', (_, more) => {
    expect(proposed([changed<Certificate>(PUB26, more)])).toBeUndefined();
  });

  test('is none where the store is unknown', () => {
    const facts = serverFacts(ex01({ certificates: undefined }), undefined, knobsOf(undefined));
    expect(replacementFor({ facts, at: Date.parse(AT) }, { names: [] })).toBeUndefined();
  });
});
