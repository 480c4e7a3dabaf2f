import { describe, expect, test } from '@jest/globals';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { ClientProtocolSettings } from '#libs/fleet/document.js';
import { patched, type Patch } from '#libs/fleet/patched.js';
import { ex01, PUB26, SELF } from '../../test/support/fixture.js';
import { ranOn } from '../../test/support/scene.js';
import type { EnableCommand } from './command.js';

const PROTOCOLS = [
  ['POP', 'popSettings'],
  ['IMAP', 'imapSettings'],
] as const;
type Protocol = (typeof PROTOCOLS)[number];

function enabled([service, key]: Protocol, certificate: Patch<Certificate>, settings?: ClientProtocolSettings | null) {
  const server = ex01({
    certificates: [SELF, patched(PUB26, { services: [], ...certificate })],
    [key]: settings,
  });
  const command: EnableCommand = {
    ...{ cmdlet: 'Enable-ExchangeCertificate', server: 'EX01', thumbprint: PUB26.thumbprint },
    services: [service],
  };
  const ran = ranOn(command, { server });
  return { before: server, ran, settings: ran.server?.[key], services: ran.server?.certificates?.[1]?.services };
}

describe.each(PROTOCOLS)('Enabling a certificate for %s', (...protocol) => {
  const [service, key] = protocol;

  test.each<[string, Patch<Certificate>, string]>([
    ['the common name', { subject: 'CN=a.contoso.com', subjectAlternativeNames: ['b.contoso.com'] }, 'a.contoso.com'],
    ['the second common name', { subject: 'CN=EX01, CN=a.contoso.com' }, 'a.contoso.com'],
    [
      'an alternative name',
      { subject: 'CN=EX01', subjectAlternativeNames: ['EX01', 'b.contoso.com'] },
      'b.contoso.com',
    ],
    ['the name trimmed', { subject: null, subjectAlternativeNames: [' Pop.Contoso.com '] }, 'Pop.Contoso.com'],
    ['none with a blank', { subject: 'CN="a b.contoso.com"', subjectAlternativeNames: ['c.d'] }, 'c.d'],
    ['none with a star', { subject: 'CN=mail*.contoso.com', subjectAlternativeNames: ['c.d'] }, 'c.d'],
    ['without a dot an alternative name', { subject: 'CN=EX01', subjectAlternativeNames: ['EX02'] }, 'EX02'],
    ['without a dot a common name', { subject: 'CN=EX01', subjectAlternativeNames: null }, 'EX01'],
  ])('writes %s into its settings', (_, certificate, name) => {
    const { ran, settings, services } = enabled(protocol, certificate, { x509CertificateName: 'old.contoso.com' });
    expect(settings).toEqual({ x509CertificateName: name });
    expect(services).toEqual([service]);
    expect(ran).toMatchObject({ undecided: false, notes: [], prompts: [{ shown: false, rule: 'PR-1' }] });
  });

  test.each([[null], [undefined], [{}]])('writes it where the settings were %j', (settings) => {
    expect(enabled(protocol, {}, settings).settings).toEqual({ x509CertificateName: 'mail.contoso.com' });
  });

  test('leaves the other protocol alone', () => {
    const other = key === 'popSettings' ? 'imapSettings' : 'popSettings';
    expect(enabled(protocol, {}).ran.server).not.toHaveProperty(other);
  });

  test('changes nothing where both are so already', () => {
    const { before, ran } = enabled(protocol, { services: [service] }, { x509CertificateName: 'mail.contoso.com' });
    expect(ran.server).toBe(before);
  });

  test('does nothing at all for a wildcard certificate, whatever else is unknown', () => {
    for (const subjectAlternativeNames of [['contoso.com'], undefined]) {
      const wildcard = { subject: 'CN=*.contoso.com', subjectAlternativeNames };
      const { before, ran } = enabled(protocol, wildcard, { x509CertificateName: 'old.contoso.com' });
      expect(ran.server).toBe(before);
      expect(ran).toMatchObject({ undecided: false, notes: ['WILDCARD_POP_IMAP_NOT_SET'] });
    }
  });

  test('keeps the setting of a certificate without a usable name', () => {
    const nameless = { subject: 'O=Contoso', subjectAlternativeNames: ['two words'] };
    const { settings, services } = enabled(protocol, nameless, { x509CertificateName: 'old.contoso.com' });
    expect(settings).toEqual({ x509CertificateName: 'old.contoso.com' });
    expect(services).toEqual([service]);
  });

  test.each<[string, Patch<Certificate>]>([
    ['subject', { subject: undefined }],
    ['alternative names', { subjectAlternativeNames: undefined }],
  ])('leaves settings and services unknown where the %s are', (_, certificate) => {
    const { ran, settings } = enabled(protocol, certificate, { x509CertificateName: 'old.contoso.com' });
    expect(settings).toEqual({});
    expect(ran.server?.certificates?.[1]).not.toHaveProperty('services');
    expect(ran).toMatchObject({ undecided: true, notes: ['FACT_UNKNOWN'] });
  });

  test('settings that are unset and then unknown keep their endpoint, those that were unknown do not get one', () => {
    const unknown = { subject: undefined };
    expect(enabled(protocol, unknown, null).settings).toEqual({});
    expect(enabled(protocol, unknown, {}).settings).toEqual({});
    expect(enabled(protocol, unknown).ran.server).not.toHaveProperty(key);
  });
});

test('a wildcard certificate is noted once for both protocols', () => {
  const server = ex01({ certificates: [{ ...PUB26, subject: 'CN=*.contoso.com' }] });
  const command = { cmdlet: 'Enable-ExchangeCertificate', server: 'EX01', thumbprint: PUB26.thumbprint } as const;
  expect(ranOn({ ...command, services: ['POP', 'IMAP'] }, { server }).notes).toEqual(['WILDCARD_POP_IMAP_NOT_SET']);
});
