import { ex01, fleet, PUB25, PUB26, SELF, WILD } from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { without } from '../../test/support/without.js';
import { ro27 } from './ro-27.js';

const EX01 = 'ex01.contoso.com';
const MAIL = { x509CertificateName: 'mail.contoso.com' };
const ENABLED = { ...PUB26, services: ['SMTP', 'POP', 'IMAP'] } as const;
const POP_WILD = { ...WILD, services: ['POP'] } as const;

ruleCases(ro27, {
  fires: [
    {
      when: 'no certificate of that name is enabled for POP',
      fleet: fleet([ex01({ popSettings: MAIL })]),
      finds: [
        {
          server: EX01,
          endpoint: 'pop',
          severity: 'high',
          summary:
            'POP on EX01 looks for a certificate for mail.contoso.com, and no certificate of the store can be used: its clients get no TLS.',
          evidence: { reason: 'noCertificate', x509CertificateName: 'mail.contoso.com' },
          remediation: [
            `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${PUB26.thumbprint} -Services POP`,
            'Set-PopSettings -Server EX01 -X509CertificateName mail.contoso.com',
            'Get-Service -ComputerName EX01 -Name MSExchangePOP3,MSExchangePOP3BE | Restart-Service',
          ],
          sources: ['PS-POP', 'KB948896'],
        },
      ],
    },
    {
      when: 'no certificate has that name, for both protocols',
      fleet: fleet([
        ex01({
          popSettings: { x509CertificateName: 'pop.fabrikam.com' },
          imapSettings: { x509CertificateName: 'a b' },
        }),
      ]),
      finds: [
        { server: EX01, endpoint: 'pop', evidence: { reason: 'noCertificate' } },
        {
          server: EX01,
          endpoint: 'imap',
          evidence: { reason: 'noCertificate' },
        },
      ],
    },
    {
      when: 'the store is known to be empty, on Exchange 2010',
      fleet: fleet([
        ex01({ version: '2010', certificates: null, imapSettings: { x509CertificateName: 'Imap.Contoso.com' } }),
      ]),
      finds: [
        {
          server: EX01,
          endpoint: 'imap',
          evidence: { reason: 'noCertificate' },
          remediation: [
            'Order a certificate for imap.contoso.com from a certification authority that the clients trust, by this request:',
            "$request = New-ExchangeCertificate -Server EX01 -GenerateRequest -SubjectName 'CN=imap.contoso.com' -DomainName imap.contoso.com -PrivateKeyExportable $true",
            "Set-Content -Path 'C:\\Certificates\\request.req' -Value $request",
            'Save the issued certificate as C:\\Certificates\\certificate.cer, and complete the request:',
            "$cert = Import-ExchangeCertificate -Server EX01 -FileData ([System.IO.File]::ReadAllBytes('C:\\Certificates\\certificate.cer'))",
            'Enable-ExchangeCertificate -Server EX01 -Thumbprint $cert.Thumbprint -Services IMAP',
            'Set-ImapSettings -Server EX01 -X509CertificateName imap.contoso.com',
            'Get-Service -ComputerName EX01 -Name MSExchangeIMAP4 | Restart-Service',
          ],
        },
      ],
    },
    {
      when: 'POP clients use a name that the presented certificate lacks',
      fleet: fleet([ex01({ certificates: [SELF, ENABLED, WILD], popSettings: MAIL })], {
        clientNames: { pop: ['mail.contoso.com', ' POP.contoso.com.'] },
      }),
      finds: [
        {
          server: EX01,
          endpoint: 'pop',
          summary:
            'POP on EX01 presents certificate …EA30 (mail.contoso.com), which does not cover pop.contoso.com: its clients warn or refuse.',
          evidence: { reason: 'nameNotCovered', names: ['pop.contoso.com'], thumbprint: PUB26.thumbprint },
          remediation: [
            'Set-PopSettings -Server EX01 -X509CertificateName mail.contoso.com',
            'Get-Service -ComputerName EX01 -Name MSExchangePOP3,MSExchangePOP3BE | Restart-Service',
          ],
        },
      ],
    },
    {
      when: 'IMAP clients do, while those of POP use another name',
      fleet: fleet([ex01({ certificates: [SELF, ENABLED], popSettings: MAIL, imapSettings: MAIL })], {
        clientNames: { pop: ['mail.contoso.com'], imap: ['imap.contoso.com'] },
      }),
      finds: [{ server: EX01, endpoint: 'imap', evidence: { reason: 'nameNotCovered', names: ['imap.contoso.com'] } }],
    },
    {
      when: 'a wildcard certificate is enabled for POP, though POP itself works',
      fleet: fleet([ex01({ certificates: [SELF, POP_WILD], popSettings: MAIL })]),
      finds: [
        {
          server: EX01,
          endpoint: 'pop',
          summary:
            'EX01 has the wildcard certificate …559A (*.contoso.com) enabled for POP, which only finds it by a host name in its settings: its clients may get no TLS.',
          evidence: { reason: 'wildcardEnabled', thumbprint: WILD.thumbprint },
          remediation: [
            'Set-PopSettings -Server EX01 -X509CertificateName mail.contoso.com',
            'Get-Service -ComputerName EX01 -Name MSExchangePOP3,MSExchangePOP3BE | Restart-Service',
          ],
        },
      ],
    },
    {
      when: 'it is enabled for both, and the settings are unknown or unset',
      fleet: fleet([
        ex01({ certificates: [{ ...WILD, services: ['IMAP', 'POP'] }], popSettings: undefined, imapSettings: null }),
      ]),
      finds: [
        { server: EX01, endpoint: 'pop', evidence: { reason: 'wildcardEnabled' } },
        { server: EX01, endpoint: 'imap', evidence: { reason: 'wildcardEnabled' } },
      ],
    },
    {
      when: 'its alternative names are unknown, but the subject shows a wildcard',
      fleet: fleet([ex01({ certificates: [without(POP_WILD, 'subjectAlternativeNames')] })]),
      finds: [{ server: EX01, endpoint: 'pop', evidence: { reason: 'wildcardEnabled' } }],
    },
    {
      when: 'both a name is missing and a wildcard enabled: one finding, the first reason',
      fleet: fleet([
        ex01({ certificates: [SELF, POP_WILD], popSettings: { x509CertificateName: 'pop.fabrikam.com' } }),
      ]),
      finds: [{ server: EX01, endpoint: 'pop', evidence: { reason: 'noCertificate' } }],
    },
  ],
  silent: [
    {
      when: 'an enabled certificate covers the names',
      fleet: fleet([ex01({ certificates: [SELF, ENABLED], popSettings: MAIL, imapSettings: MAIL })], {
        clientNames: { pop: ['mail.contoso.com'], imap: ['autodiscover.contoso.com'], smtp: ['smtp.fabrikam.com'] },
      }),
    },
    {
      when: 'the settings are unset',
      fleet: fleet([ex01({ popSettings: null, imapSettings: { x509CertificateName: ' ' } })]),
    },
    { when: 'the settings are unknown', fleet: fleet([ex01({ popSettings: undefined, imapSettings: {} })]) },
    { when: 'the store is unknown', fleet: fleet([ex01({ certificates: undefined, popSettings: MAIL })]) },
    {
      when: 'a certificate that might be used has unknown services',
      fleet: fleet([ex01({ certificates: [SELF, without(PUB26, 'services')], popSettings: MAIL })]),
    },
    {
      when: 'the names of the presented certificate are not all known',
      fleet: fleet([ex01({ certificates: [without(ENABLED, 'subject')], popSettings: MAIL })], {
        clientNames: { pop: ['pop.fabrikam.com'] },
      }),
    },
    {
      when: 'a wildcard certificate presents without being enabled',
      fleet: fleet([ex01({ certificates: [SELF, { ...WILD, services: ['SMTP', 'IIS'] }], popSettings: MAIL })]),
    },
    {
      when: 'the services of a wildcard certificate are unknown',
      fleet: fleet([ex01({ certificates: [SELF, without(WILD, 'services')], popSettings: MAIL })]),
    },
    {
      when: 'it is unknown whether an enabled certificate is a wildcard',
      fleet: fleet([ex01({ certificates: [without(ENABLED, 'subjectAlternativeNames')] })]),
    },
    {
      when: 'a name has a star that is not its first label',
      fleet: fleet([ex01({ certificates: [{ ...PUB25, subject: 'CN=mail*.contoso.com', services: ['POP'] }] })]),
    },
  ],
});
