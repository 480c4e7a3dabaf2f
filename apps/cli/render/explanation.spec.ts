import { describe, expect, test } from '@jest/globals';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { FleetDocument } from '#libs/fleet/document.js';
import { explain, select } from '#libs/selection/select.js';
import { NO_PAINT } from '../text/paint.js';
import { explanation } from './explanation.js';

const AT = '2026-06-01T00:00:00Z';
const certificate = (first: string, rest: Partial<Certificate>): Certificate => ({
  thumbprint: first.padEnd(38, '0') + 'C1',
  version: 3,
  hasPrivateKey: true,
  extendedKeyUsages: null,
  status: 'Valid',
  isSelfSigned: false,
  issuer: 'CN=Trust CA1',
  services: ['SMTP'],
  ...rest,
});
const self = certificate('3B77', {
  subject: 'CN=EX01',
  issuer: 'CN=EX01',
  isSelfSigned: true,
  subjectAlternativeNames: ['EX01', 'ex01.contoso.com'],
  notBefore: '2024-01-01T00:00:00Z',
  notAfter: '2029-01-01T00:00:00Z',
});
const mail = certificate('9F2A', {
  subject: 'CN=mail.contoso.com',
  subjectAlternativeNames: ['mail.contoso.com'],
  notBefore: '2026-05-20T00:00:00Z',
  notAfter: '2027-06-20T00:00:00Z',
});
const former = certificate('81C0', {
  subject: 'CN=mail.contoso.com',
  subjectAlternativeNames: ['mail.contoso.com'],
  notBefore: '2025-05-20T00:00:00Z',
  notAfter: '2026-07-20T00:00:00Z',
  services: [],
});

function document(connector: object, certificates: readonly Certificate[]): FleetDocument {
  const names = { fqdn: 'ex01.contoso.com', netbiosName: 'EX01', version: '2019', roles: ['Mailbox'] } as const;
  const receiveConnectors = [
    {
      name: 'Client Frontend EX01',
      enabled: true,
      authMechanism: ['Tls'],
      tlsCertificateName: null,
      fqdn: 'mail.contoso.com',
      ...connector,
    },
  ];
  return {
    format: 'certfleet.fleet/1',
    servers: [{ ...names, internalTransportCertificate: self.thumbprint, certificates, receiveConnectors }],
  };
}

function page(fleet: FleetDocument): string {
  const [selection] = explain(fleet, AT).filter(({ endpoint }) => endpoint.endsWith(':starttls'));
  if (selection === undefined) throw new Error('there is no such endpoint');
  const later = selection.changesAt === null ? [] : select(fleet, selection.changesAt);
  const next = later.find(({ endpoint }) => endpoint === selection.endpoint) ?? null;
  const certificates = fleet.servers?.[0]?.certificates ?? [];
  return explanation({ selection, at: AT, certificates, version: '2019', next }, { paint: NO_PAINT, width: 80 });
}

describe('an explanation', () => {
  test('reads as a worked flowchart', () => {
    expect(page(document({}, [self, mail, former]))).toMatchInlineSnapshot(`
     "ex01.contoso.com · Receive connector "Client Frontend EX01", STARTTLS
     receive:Client Frontend EX01:starttls · at 2026-06-01 00:00Z

       PRESENTED  9F2A…C1 mail.contoso.com (Trust CA1, to 2027-06-20)
       PRESENTED, rule STLS-9, certainty high

       ┌─ STLS-0   One enabled Receive connector must take the connection
       │           → the connector is enabled
       ├─ STLS-1   The connector must offer Tls → authMechanism has Tls
       ├─ STLS-2   A TlsCertificateName names issuer and subject of the certificate
       │           → no TlsCertificateName is set
       ├─ STLS-3   Else the FQDN of the connector names the certificate
       │           → mail.contoso.com (connector FQDN)
       ├─ STLS-5   A certificate of the store must match
       │           → 2 certificates of 3 in the store can match mail.contoso.com
       │           ✗ 3B77…C1 EX01 (self-signed, to 2029-01-01)
       │               does not carry the name (NAME_NO_MATCH)
       │           ✓ 9F2A…C1 mail.contoso.com (Trust CA1, to 2027-06-20)
       │           ✓ 81C0…C1 mail.contoso.com (Trust CA1, to 2026-07-20)
       ├─ STLS-6   Keep the certificates that Exchange may use
       │           → 2 certificates may be used, 0 may not
       ├─ STLS-8   In date before expired, PKI before self-signed, then the newest
       │           Valid-from
       │           → 9F2A…C1 (PKI, 2026-05-20 to 2027-06-20) ranks first
       │           ✗ 81C0…C1 mail.contoso.com (Trust CA1, to 2026-07-20)
       │               is not enabled for SMTP (NOT_SMTP_ENABLED)
       │           ✓ 9F2A…C1 mail.contoso.com (Trust CA1, to 2027-06-20)
       ├─ STLS-S   The chosen certificate must have its private key and the SMTP
       │           service
       │           → 9F2A…C1 has its private key and SMTP
       └─ STLS-9   An in-date PKI certificate is presented
                   → 9F2A…C1 (PKI, 2026-05-20 to 2027-06-20)

       Certainty  high. Microsoft documents this step for this version.
       Switches   2027-06-20 00:00Z, in 384 days → presented though expired, 9F2A…C1
                  mail.contoso.com (Trust CA1, to 2027-06-20), event 12016 (STLS-11)
       Source     L-STLS https://learn.microsoft.com/en-us/exchange/mail-flow/mail-routing/inbound-starttls-certificates-selection"
    `);
  });

  test('says what is not known, and that this is not the same as nothing being offered', () => {
    const connector = { name: 'Client Frontend EX01', enabled: true, fqdn: 'mail.contoso.com' };
    const server = { fqdn: 'ex01.contoso.com', certificates: [self, mail], receiveConnectors: [connector] };
    const text = page({ format: 'certfleet.fleet/1', servers: [server] });
    expect(text).toContain('UNKNOWN  a fact that the answer needs is not known');
    expect(text.replace(/\s+/g, ' ')).toContain(
      'when the missing fact is reported: import an export of Get-ReceiveConnector (Export-Clixml)',
    );
    const unversioned = { ...(document({}, [self]).servers?.[0] ?? { fqdn: '' }), version: null };
    expect(page({ format: 'certfleet.fleet/1', servers: [unversioned] })).toContain('Get-ExchangeServer');
    expect(page(document({ authMechanism: [] }, [self]))).toContain('NOT ADVERTISED  no certificate is offered here');
  });

  test('shows the certificate that is chosen and fails, and the one that would work', () => {
    const pin = { tlsCertificateName: '<I>CN=Trust CA1<S>CN=mail.contoso.com' };
    const text = page(
      document(pin, [
        { ...mail, services: [] },
        { ...former, services: ['SMTP'] },
      ]),
    );
    expect(text).toContain('HANDSHAKE FAILS  9F2A\u2026C1 mail.contoso.com (Trust CA1, to 2027-06-20)');
    expect(text).toContain('SMTP says  UnknownCredentials');
    expect(text).toContain('Healthier  81C0\u2026C1 mail.contoso.com (Trust CA1, to 2026-07-20) would work');
  });

  test('fits into 80 columns but for addresses of pages', () => {
    const long = { ...self, subject: `CN=${'a-very-long-name '.repeat(12)}` };
    const lines = page(document({}, [long, mail, former])).split('\n');
    for (const line of lines.filter((text) => !text.includes('https://'))) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('lets no name act on the terminal', () => {
    const hostile = document({ name: 'x\u001b]0;gone\u0007\u202e' }, [
      { ...mail, subject: 'CN=\u009b2J', issuer: 'CN=\u001b[31m' },
    ]);
    const text = page(hostile);
    expect(text).toContain('x\\u{1b}]0;gone\\u{7}\\u{202e}');
    expect(
      [...text].filter((c) => c !== '\n' && (c < ' ' || (c >= '\u007f' && c <= '\u009f') || c === '\u202e')),
    ).toEqual([]);
  });
});
