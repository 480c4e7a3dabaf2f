import type { IisBinding } from '#libs/fleet/document.js';
import { ex01, fleet, PUB25, PUB26, SELF } from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { without } from '../../test/support/without.js';
import { ro13 } from './ro-13.js';

const EX01 = 'ex01.contoso.com';
const FRONT = 'iis:Default Web Site:*:443:';

function web(more: Partial<IisBinding> = {}): IisBinding {
  const site = { site: 'Default Web Site', protocol: 'https', ipAddress: '*', port: 443, hostName: '' };
  return { ...site, thumbprint: PUB26.thumbprint, ...more };
}

/** EX01 with these bindings alone. */
function bound(...iisBindings: readonly IisBinding[]) {
  return fleet([ex01({ iisBindings })]);
}

/** EX01 whose Default Web Site presents this certificate. */
function presenting(certificate: typeof PUB26, at?: string) {
  const server = ex01({ certificates: [certificate], iisBindings: [web({ thumbprint: certificate.thumbprint })] });
  return fleet([server], {}, at === undefined ? {} : { at });
}

function reason(word: string, thumbprint: string | null = PUB26.thumbprint) {
  return [{ server: EX01, endpoint: FRONT, evidence: { reason: word, thumbprint } }] as const;
}

ruleCases(ro13, {
  fires: [
    {
      when: 'no certificate is bound, known by null',
      fleet: bound(web({ thumbprint: null })),
      finds: [
        {
          server: EX01,
          endpoint: FRONT,
          severity: 'critical',
          summary:
            'Default Web Site (*:443:) on EX01 has no certificate bound, so that the handshake fails with HttpEvent 15021: web clients warn or fail.',
          evidence: { reason: 'handshakeFails', thumbprint: null },
          remediation: [`Enable-ExchangeCertificate -Server EX01 -Thumbprint ${PUB26.thumbprint} -Services IIS`],
          sources: ['L-CERTS', 'CSS-SETUP'],
        },
      ],
    },
    {
      when: 'the bound certificate is not in the store',
      fleet: bound(web({ thumbprint: PUB25.thumbprint })),
      finds: reason('handshakeFails', PUB25.thumbprint),
    },
    {
      when: 'the bound certificate has no private key, expired or not',
      fleet: presenting({ ...PUB26, hasPrivateKey: false, serialNumber: '0A1B' }, '2028-01-01T00:00:00Z'),
      finds: [
        {
          server: EX01,
          endpoint: FRONT,
          evidence: { reason: 'handshakeFails', thumbprint: PUB26.thumbprint },
          remediation: expectRemediation(
            'If the private key is still on EX01, this ties it to the certificate again, and nothing else is needed:',
            "certutil -repairstore My '0A1B'",
          ),
        },
      ],
    },
    {
      when: 'a self-signed certificate is presented: the key of a wildcard address with a name',
      fleet: bound(web({ ipAddress: '0.0.0.0', hostName: 'mail.contoso.com', thumbprint: SELF.thumbprint })),
      finds: [
        {
          server: EX01,
          endpoint: 'iis:Default Web Site:0.0.0.0:443:mail.contoso.com',
          summary:
            'Default Web Site (0.0.0.0:443:mail.contoso.com) on EX01 presents certificate …700F (EX01), which is self-signed: web clients warn or fail.',
          evidence: { reason: 'selfSigned', thumbprint: SELF.thumbprint },
          remediation: [
            'Run the following on EX01 itself, as administrator:',
            'Import-Module WebAdministration',
            "$binding = Get-WebBinding -Name 'Default Web Site' -Protocol https | Where-Object { $_.bindingInformation -eq '0.0.0.0:443:mail.contoso.com' }",
            `$binding.AddSslCertificate('${PUB26.thumbprint}', 'My')`,
          ],
        },
      ],
    },
    {
      when: 'a certificate is presented at the very instant of its end, and its renewal lies in the store',
      fleet: fleet(
        [
          ex01({
            virtualDirectories: [],
            certificates: [SELF, PUB25, PUB26],
            iisBindings: [web({ thumbprint: PUB25.thumbprint })],
          }),
        ],
        {},
        { at: '2026-06-15T00:00:00Z' },
      ),
      finds: [
        {
          server: EX01,
          endpoint: FRONT,
          summary:
            'Default Web Site (*:443:) on EX01 presents certificate …ABC6 (mail.contoso.com), which expired on 2026-06-15: web clients warn or fail.',
          evidence: { reason: 'expired', thumbprint: PUB25.thumbprint },
          remediation: [`Enable-ExchangeCertificate -Server EX01 -Thumbprint ${PUB26.thumbprint} -Services IIS`],
        },
      ],
    },
    { when: 'it is untrusted', fleet: presenting({ ...PUB26, status: 'Untrusted' }), finds: reason('untrusted') },
    { when: 'it is revoked', fleet: presenting({ ...PUB26, status: 'Revoked' }), finds: reason('revoked') },
    { when: 'it is invalid', fleet: presenting({ ...PUB26, status: 'Invalid' }), finds: reason('invalid') },
    {
      when: 'it is all at once: the first reason is told',
      fleet: presenting({ ...PUB26, isSelfSigned: true, status: 'Revoked' }, '2028-01-01T00:00:00Z'),
      finds: reason('selfSigned'),
    },
    {
      when: 'it is expired and untrusted: the first reason is told',
      fleet: presenting({ ...PUB26, status: 'Untrusted' }, '2028-01-01T00:00:00Z'),
      finds: reason('expired'),
    },
    {
      when: 'self-signedness is unknown, but it is revoked',
      fleet: presenting(without({ ...PUB26, status: 'Revoked' }, 'isSelfSigned')),
      finds: reason('revoked'),
    },
    {
      when: 'several bindings do: one finding each, also at a specific address',
      fleet: bound(
        web({ ipAddress: '10.0.0.5', thumbprint: SELF.thumbprint }),
        web({ ipAddress: '127.0.0.1', thumbprint: SELF.thumbprint }),
        web(),
        web({ site: 'DEFAULT web site', hostName: 'owa.contoso.com', thumbprint: null }),
      ),
      finds: [
        { server: EX01, endpoint: 'iis:Default Web Site:10.0.0.5:443:' },
        { server: EX01, endpoint: 'iis:DEFAULT web site:*:443:owa.contoso.com' },
      ],
    },
  ],
  silent: [
    { when: 'a certificate of a CA is presented in date', fleet: fleet() },
    { when: 'an instant before the end', fleet: presenting(PUB25, '2026-06-14T23:59:59.999Z') },
    {
      when: 'the status is DateInvalid, but the dates say otherwise',
      fleet: presenting({ ...PUB26, status: 'DateInvalid' }),
    },
    {
      when: 'the revocation could not be checked',
      fleet: presenting({ ...PUB26, status: 'RevocationCheckFailure' }),
    },
    { when: 'it is not valid yet', fleet: presenting(PUB26, '2026-05-19T00:00:00Z') },
    {
      when: 'only the loopback holds a self-signed certificate',
      fleet: bound(
        web(),
        web({ ipAddress: '127.0.0.1', thumbprint: SELF.thumbprint }),
        web({ ipAddress: '[::1]', thumbprint: null }),
      ),
    },
    {
      when: 'only other sites and ports do',
      fleet: bound(
        web(),
        web({ site: 'Exchange Back End', port: 444, thumbprint: SELF.thumbprint }),
        web({ site: 'Intranet', thumbprint: SELF.thumbprint }),
        web({ port: 8443, thumbprint: SELF.thumbprint }),
        web({ protocol: 'http', thumbprint: SELF.thumbprint }),
      ),
    },
    { when: 'the bindings are unknown', fleet: fleet([ex01({ iisBindings: undefined })]) },
    { when: 'the address is unknown', fleet: bound(without(web({ thumbprint: SELF.thumbprint }), 'ipAddress')) },
    { when: 'what is bound is unknown', fleet: bound(without(web(), 'thumbprint')) },
    {
      when: 'the store is unknown',
      fleet: fleet([ex01({ certificates: undefined, iisBindings: [web({ thumbprint: SELF.thumbprint })] })]),
    },
    { when: 'the key is unknown', fleet: presenting(without(SELF, 'hasPrivateKey')) },
    { when: 'self-signedness is unknown', fleet: presenting(without(PUB26, 'isSelfSigned')) },
    { when: 'the end is unknown', fleet: presenting(without(PUB26, 'notAfter'), '2030-01-01T00:00:00Z') },
    { when: 'the status is unknown', fleet: presenting(without(PUB26, 'status')) },
  ],
});

/** The first steps; what follows is another certificate. */
function expectRemediation(...steps: readonly string[]): readonly string[] {
  return [
    ...steps,
    'Order a certificate for mail.contoso.com from a certification authority that the clients trust, by this request:',
    "$request = New-ExchangeCertificate -Server EX01 -GenerateRequest -SubjectName 'CN=mail.contoso.com' -DomainName mail.contoso.com -PrivateKeyExportable $true",
    "Set-Content -Path 'C:\\Certificates\\request.req' -Value $request",
    'Save the issued certificate as C:\\Certificates\\certificate.cer, and complete the request:',
    "$cert = Import-ExchangeCertificate -Server EX01 -FileData ([System.IO.File]::ReadAllBytes('C:\\Certificates\\certificate.cer'))",
    'Enable-ExchangeCertificate -Server EX01 -Thumbprint $cert.Thumbprint -Services IIS',
  ];
}
