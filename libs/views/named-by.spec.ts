import { describe, expect, test } from '@jest/globals';
import type { Organization, Server } from '#libs/fleet/document.js';
import { namedBy } from './named-by.js';

const MAIL = {
  thumbprint: 'A'.repeat(40),
  subject: 'CN=mail.contoso.com',
  issuer: 'CN=Trust CA1',
  subjectAlternativeNames: ['mail.contoso.com', '*.pop.contoso.com'],
};
const PIN = '<I>cn=trust ca1<S>CN=mail.contoso.com';
const OTHER_PIN = '<I>CN=Trust CA1<S>CN=other.contoso.com';

const ORGANIZATION: Organization = {
  sendConnectors: [
    { name: 'Outbound', tlsCertificateName: PIN },
    { name: 'Other', tlsCertificateName: OTHER_PIN },
    { name: 'None', tlsCertificateName: null },
    { name: 'Odd', tlsCertificateName: 'no pin at all' },
    { name: 'Unknown' },
  ],
  hybrid: { tlsCertificateName: PIN },
  authConfig: { currentThumbprint: 'B'.repeat(40), nextThumbprint: 'aa '.repeat(20), previousThumbprint: null },
  pools: [{ name: 'mail', tlsBridge: { thumbprint: MAIL.thumbprint } }, { name: 'bare' }],
};

const SERVER: Server = {
  fqdn: 'ex01.contoso.com',
  internalTransportCertificate: MAIL.thumbprint,
  receiveConnectors: [
    { name: 'Frontend', tlsCertificateName: PIN },
    { name: 'Client', tlsCertificateName: OTHER_PIN },
  ],
  iisBindings: [
    { site: 'Default Web Site', port: 443, thumbprint: MAIL.thumbprint },
    { site: 'Back End', port: 444, thumbprint: 'C'.repeat(40) },
    { site: 'Unknown', port: 445 },
  ],
  popSettings: { x509CertificateName: 'EX01.pop.contoso.com' },
  imapSettings: { x509CertificateName: 'imap.contoso.com' },
};

describe('which settings name a certificate', () => {
  test('by thumbprint, by issuer and subject, by host name; each setting of the others is left out', () => {
    const found = namedBy(MAIL, ORGANIZATION, [SERVER]);
    expect(found.map(({ kind, server, name, exact }) => [kind, server, name, exact])).toEqual([
      ['auth-config', null, 'next', true],
      ['send-connector', null, 'Outbound', false],
      ['hybrid', null, null, false],
      ['tls-bridge', null, 'mail', true],
      ['internal-transport', SERVER.fqdn, null, true],
      ['receive-connector', SERVER.fqdn, 'Frontend', false],
      ['iis-binding', SERVER.fqdn, 'Default Web Site:*:443:', true],
      ['pop', SERVER.fqdn, null, false],
    ]);
    expect(found.find(({ kind }) => kind === 'send-connector')?.value).toBe(PIN);
  });

  test('of a certificate of which only the thumbprint is known, only settings that name it by that', () => {
    const found = namedBy({ thumbprint: MAIL.thumbprint }, ORGANIZATION, [SERVER]);
    expect(found.every(({ exact }) => exact)).toBe(true);
    expect(found).toHaveLength(4);
  });

  test('where nothing is known, nothing names it', () => {
    expect(namedBy(MAIL, {}, [{ fqdn: 'ex02.contoso.com' }])).toEqual([]);
  });
});
