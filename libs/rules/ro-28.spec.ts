import { ANSWER_NO } from './connector-commands.js';
import type { Certificate } from '#libs/certificates/certificate.js';
import { edge01, ESELF, ex01, fleet, PUB25, PUB26, SELF, SUBSCRIPTION } from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { without } from '../../test/support/without.js';
import { ro28 } from './ro-28.js';

const EX01 = 'ex01.contoso.com';
const FRONT = 'iis:Default Web Site:*:443:';

/** EX01 that presents PUB26 with this difference on Default Web Site, and nowhere else. */
function presenting(more: Partial<Certificate>) {
  return fleet([ex01({ certificates: [SELF, { ...PUB26, ...more }] })]);
}

/** One finding about PUB26. */
function weak(...words: readonly string[]) {
  const evidence = { thumbprint: PUB26.thumbprint, weak: words, endpoints: [FRONT] };
  return [{ server: EX01, endpoint: null, severity: 'high', evidence }] as const;
}

ruleCases(ro28, {
  fires: [
    {
      when: 'a public certificate that is presented has a short key',
      fleet: presenting({ keySize: 1024, services: ['IIS', 'SMTP', 'UM'] }),
      finds: [
        {
          ...weak('RSA 1024')[0],
          summary:
            'EX01 uses certificate …EA30 (mail.contoso.com), which is weak (RSA 1024), at iis:Default Web Site:*:443:: modern clients and servers refuse it.',
          remediation: [
            'Order a certificate for mail.contoso.com and autodiscover.contoso.com from a certification authority that the clients trust, by this request:',
            "$request = New-ExchangeCertificate -Server EX01 -GenerateRequest -SubjectName 'CN=mail.contoso.com' -DomainName mail.contoso.com,autodiscover.contoso.com -PrivateKeyExportable $true",
            "Set-Content -Path 'C:\\Certificates\\request.req' -Value $request",
            'Save the issued certificate as C:\\Certificates\\certificate.cer, and complete the request:',
            "$cert = Import-ExchangeCertificate -Server EX01 -FileData ([System.IO.File]::ReadAllBytes('C:\\Certificates\\certificate.cer'))",
            ANSWER_NO,
            'Enable-ExchangeCertificate -Server EX01 -Thumbprint $cert.Thumbprint -Services SMTP,IIS',
            'Then see to it that the new certificate is presented where the old one is: iis:Default Web Site:*:443:.',
          ],
          sources: ['CSS-CERT'],
        },
      ],
    },
    { when: 'the key has one bit too few', fleet: presenting({ keySize: 2047 }), finds: weak('RSA 2047') },
    {
      when: 'the key is not RSA, whatever its size',
      fleet: presenting({ keyAlgorithm: 'ECC', keySize: 4096 }),
      finds: weak('ECC'),
    },
    { when: 'SHA-1 signs it', fleet: presenting({ signatureAlgorithm: 'sha1RSA' }), finds: weak('sha1RSA') },
    {
      when: 'MD5 signs it, in capitals',
      fleet: presenting({ signatureAlgorithm: 'MD5WithRSA' }),
      finds: weak('MD5WithRSA'),
    },
    { when: 'MD2 signs it', fleet: presenting({ signatureAlgorithm: 'md2RSA' }), finds: weak('md2RSA') },
    {
      when: 'both are weak, and the size is not known of the other kind of key',
      fleet: fleet([
        ex01({
          certificates: [
            SELF,
            without({ ...PUB26, signatureAlgorithm: 'sha1ECDSA', keyAlgorithm: 'ECDH_P256' }, 'keySize'),
          ],
        }),
      ]),
      finds: weak('sha1ECDSA', 'ECDH_P256'),
    },
    {
      when: 'one fact is weak and the others are unknown',
      fleet: fleet([
        ex01({ certificates: [SELF, without({ ...PUB26, signatureAlgorithm: 'sha1RSA' }, 'keyAlgorithm')] }),
      ]),
      finds: weak('sha1RSA'),
    },
    {
      when: 'self-signedness is unknown: as if it were not',
      fleet: fleet([ex01({ certificates: [SELF, without({ ...PUB26, keySize: 1024 }, 'isSelfSigned')] })]),
      finds: weak('RSA 1024'),
    },
    {
      when: 'it is chosen and fails for want of its key',
      fleet: presenting({ keySize: 1024, hasPrivateKey: false }),
      finds: weak('RSA 1024'),
    },
    {
      when: 'the self-signed internal transport certificate is: low, and renewed as such',
      fleet: fleet(
        [
          ex01({ certificates: [{ ...SELF, signatureAlgorithm: 'sha1RSA' }], receiveConnectors: [], iisBindings: [] }),
          edge01(),
        ],
        {
          edgeSubscriptions: [SUBSCRIPTION],
        },
      ),
      finds: [
        {
          server: EX01,
          endpoint: null,
          severity: 'low',
          evidence: {
            thumbprint: SELF.thumbprint,
            weak: ['sha1RSA'],
            endpoints: ['internal-transport', 'deliver:edge:anonymous'],
          },
          remediation: [
            'The new certificate becomes the internal transport certificate, for the old one is it:',
            'New-ExchangeCertificate -Server EX01 -DomainName EX01 -IncludeServerFQDN -Services SMTP -Force',
            'Get-Service -ComputerName EX01 -Name MSExchangeTransport,MSExchangeFrontEndTransport | Restart-Service',
            'Subscribe again, one Edge at a time: edge01.contoso.com.',
          ],
        },
      ],
    },
    {
      when: 'a self-signed one is presented that is not the internal transport certificate',
      fleet: fleet([
        edge01({
          internalTransportCertificate: null,
          certificates: [{ ...ESELF, keySize: 1024 }],
        }),
      ]),
      finds: [
        {
          server: 'edge01.contoso.com',
          endpoint: null,
          severity: 'low',
          remediation: [
            'Run the following on EDGE01 itself:',
            ANSWER_NO,
            'New-ExchangeCertificate -DomainName EDGE01 -IncludeServerFQDN -Services SMTP',
            'Then see to it that the new certificate is presented where the old one is: receive:Default internal receive connector EDGE01:starttls.',
          ],
        },
      ],
    },
    {
      when: 'several are: one finding each, in the order of the store',
      fleet: fleet([
        ex01({
          certificates: [
            { ...PUB26, keySize: 1024 },
            { ...SELF, keyAlgorithm: 'DSA' },
          ],
        }),
      ]),
      finds: [
        { server: EX01, endpoint: null, severity: 'high', evidence: { thumbprint: PUB26.thumbprint } },
        { server: EX01, endpoint: null, severity: 'low', evidence: { thumbprint: SELF.thumbprint } },
      ],
    },
  ],
  silent: [
    { when: 'keys and signatures are strong', fleet: fleet() },
    {
      when: 'RSA and the hash are written in another case',
      fleet: presenting({ keyAlgorithm: ' rsa ', signatureAlgorithm: 'SHA256RSA', keySize: 2048 }),
    },
    {
      when: 'the weak one is only in the store',
      fleet: fleet([ex01({ certificates: [SELF, PUB26, { ...PUB25, keySize: 1024, services: [] }] })]),
    },
    {
      when: 'the algorithm is unknown, and the size shows 0 as it does for ECC',
      fleet: fleet([ex01({ certificates: [SELF, without({ ...PUB26, keySize: 0 }, 'keyAlgorithm')] })]),
    },
    {
      when: 'the size is unknown',
      fleet: fleet([ex01({ certificates: [SELF, without(PUB26, 'keySize')] })]),
    },
    {
      when: 'the signature is unknown or unset',
      fleet: fleet([
        ex01({ certificates: [without(SELF, 'signatureAlgorithm'), { ...PUB26, signatureAlgorithm: null }] }),
      ]),
    },
    {
      when: 'what is presented is unknown',
      fleet: fleet([
        ex01({
          internalTransportCertificate: undefined,
          receiveConnectors: undefined,
          iisBindings: undefined,
          certificates: [{ ...SELF, keySize: 1024 }],
        }),
      ]),
    },
    { when: 'the store is unknown', fleet: fleet([ex01({ certificates: undefined })]) },
  ],
});
