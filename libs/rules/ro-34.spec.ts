import type { Certificate } from '#libs/certificates/certificate.js';
import { ex01, fleet, PUB25, PUB26, SELF, sender } from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { without } from '../../test/support/without.js';
import { ANSWER_NO } from './connector-commands.js';
import { ro34 } from './ro-34.js';

const EX01 = 'ex01.contoso.com';
const SERVER = '1.3.6.1.5.5.7.3.1';
const CLIENT = '1.3.6.1.5.5.7.3.2';
const ANY = '2.5.29.37.0';

/** EX01 with PUB26 in its store, which differs in this; nothing presents it. */
function stored(more: Partial<Certificate>) {
  return fleet([ex01({ certificates: [SELF, { ...PUB26, ...more }], iisBindings: [] })]);
}

/** The same, and a Send connector that presents it. */
function sending(more: Partial<Certificate>, connector: Parameters<typeof sender>[0] = {}) {
  const sendConnectors = [sender({ fqdn: 'mail.contoso.com', ...connector })];
  return fleet([ex01({ certificates: [SELF, { ...PUB26, ...more }], iisBindings: [] })], { sendConnectors });
}

function missing(what: 'serverAuth' | 'clientAuth') {
  const severity = what === 'serverAuth' ? 'high' : 'low';
  return [
    { server: EX01, endpoint: null, severity, evidence: { thumbprint: PUB26.thumbprint, missing: what } },
  ] as const;
}

ruleCases(ro34, {
  fires: [
    {
      when: 'a certificate with SMTP lacks server authentication',
      fleet: stored({ extendedKeyUsages: [CLIENT] }),
      finds: [
        {
          ...missing('serverAuth')[0],
          summary:
            'On EX01, certificate …EA30 (mail.contoso.com) is enabled for SMTP without server authentication among its extended key usages: it is never chosen, and web clients refuse it.',
          evidence: { thumbprint: PUB26.thumbprint, missing: 'serverAuth', services: ['SMTP'] },
          remediation: [
            'Ask for server authentication (1.3.6.1.5.5.7.3.1) among the extended key usages of the new certificate.',
            'Order a certificate for mail.contoso.com and autodiscover.contoso.com from a certification authority that the clients trust, by this request:',
            "$request = New-ExchangeCertificate -Server EX01 -GenerateRequest -SubjectName 'CN=mail.contoso.com' -DomainName mail.contoso.com,autodiscover.contoso.com -PrivateKeyExportable $true",
            "Set-Content -Path 'C:\\Certificates\\request.req' -Value $request",
            'Save the issued certificate as C:\\Certificates\\certificate.cer, and complete the request:',
            "$cert = Import-ExchangeCertificate -Server EX01 -FileData ([System.IO.File]::ReadAllBytes('C:\\Certificates\\certificate.cer'))",
            ANSWER_NO,
            'Enable-ExchangeCertificate -Server EX01 -Thumbprint $cert.Thumbprint -Services SMTP',
          ],
          sources: ['T07-USE'],
        },
      ],
    },
    ...(['IIS', 'POP', 'IMAP'] as const).map((service) => ({
      when: `one with ${service} does, and its list is empty`,
      fleet: stored({ extendedKeyUsages: [], services: [service, 'UM'] }),
      finds: missing('serverAuth'),
    })),
    {
      when: 'a certificate that a Send connector presents lacks client authentication',
      fleet: sending({ extendedKeyUsages: [SERVER] }),
      finds: [
        {
          ...missing('clientAuth')[0],
          summary:
            'EX01 presents certificate …EA30 (mail.contoso.com), which lacks client authentication among its extended key usages, at send:Outbound:starttls: a partner that demands it will refuse the connection.',
          remediation: [
            `Get-ExchangeCertificate -Server EX01 -Thumbprint ${PUB26.thumbprint} | Format-List Subject,Issuer,NotAfter,EnhancedKeyUsageList`,
            'Watch the protocol logs of the Send connector. If a partner refuses the certificate, ask the certification authority for one with client authentication (1.3.6.1.5.5.7.3.2).',
          ],
        },
      ],
    },
    {
      when: 'one of each kind is there: the low one by its pin',
      fleet: fleet(
        [
          ex01({
            certificates: [SELF, { ...PUB26, extendedKeyUsages: [SERVER] }, { ...PUB25, extendedKeyUsages: [CLIENT] }],
          }),
        ],
        { sendConnectors: [sender({ tlsCertificateName: '<I>CN=Trust CA1<S>CN=mail.contoso.com' })] },
      ),
      finds: [
        {
          server: EX01,
          endpoint: null,
          severity: 'low',
          evidence: { thumbprint: PUB26.thumbprint, missing: 'clientAuth' },
        },
        {
          server: EX01,
          endpoint: null,
          severity: 'high',
          evidence: { thumbprint: PUB25.thumbprint, missing: 'serverAuth' },
        },
      ],
    },
  ],
  silent: [
    { when: 'both usages are there', fleet: sending({ extendedKeyUsages: [CLIENT, SERVER] }) },
    { when: 'any-purpose is there', fleet: sending({ extendedKeyUsages: [ANY] }) },
    { when: 'there is no such extension, known by null', fleet: sending({ extendedKeyUsages: null }) },
    {
      when: 'the usages are unknown',
      fleet: fleet([ex01({ certificates: [SELF, without(PUB26, 'extendedKeyUsages')] })], {
        sendConnectors: [sender()],
      }),
    },
    {
      when: 'the certificate has no service of a server',
      fleet: stored({ extendedKeyUsages: [CLIENT], services: ['UM', 'Federation'] }),
    },
    { when: 'it has none at all', fleet: stored({ extendedKeyUsages: [], services: null }) },
    {
      when: 'its services are unknown',
      fleet: fleet([ex01({ certificates: [SELF, without({ ...PUB26, extendedKeyUsages: [] }, 'services')] })]),
    },
    {
      when: 'one without client authentication is presented inbound and on the web only',
      fleet: fleet([
        ex01({
          certificates: [
            { ...SELF, extendedKeyUsages: [SERVER] },
            { ...PUB26, extendedKeyUsages: [SERVER] },
          ],
        }),
      ]),
    },
    {
      when: 'it is chosen for a Send connector, but fails for want of its key',
      fleet: sending(
        { extendedKeyUsages: [SERVER], hasPrivateKey: false },
        { tlsCertificateName: '<I>CN=Trust CA1<S>CN=mail.contoso.com' },
      ),
    },
    { when: 'the Send connector is disabled', fleet: sending({ extendedKeyUsages: [SERVER] }, { enabled: false }) },
    { when: 'another server sends', fleet: sending({ extendedKeyUsages: [SERVER] }, { sourceServers: ['ex02'] }) },
  ],
});
