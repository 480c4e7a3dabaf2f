import { edge01, ESELF, ex01, ex02, fleet, PUB26, SELF, SELF2, SUBSCRIPTION } from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { ro06 } from './ro-06.js';

const EX01 = 'ex01.contoso.com';
const EX02 = 'ex02.contoso.com';
const EDGE01 = 'edge01.contoso.com';
const ENDPOINT = 'internal-transport';
const SHARED = { internalTransportCertificate: PUB26.thumbprint };
const evidence = (...servers: readonly string[]) => ({ thumbprint: PUB26.thumbprint, servers });

ruleCases(ro06, {
  fires: [
    {
      when: 'two Mailbox servers have the same one',
      fleet: fleet([
        ex01(SHARED),
        ex02({ ...SHARED, internalTransportCertificate: ` ${PUB26.thumbprint.toLowerCase()}` }),
      ]),
      finds: [
        {
          server: EX01,
          endpoint: ENDPOINT,
          severity: 'medium',
          summary:
            'EX01 has the same internal transport certificate as ex02.contoso.com, certificate …EA30 (mail.contoso.com): direct trust cannot tell them apart.',
          evidence: evidence(EX02),
          remediation: [
            `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${SELF.thumbprint} -Services SMTP -Force`,
            'Get-Service -ComputerName EX01 -Name MSExchangeTransport,MSExchangeFrontEndTransport | Restart-Service',
          ],
          sources: [],
        },
        { server: EX02, endpoint: ENDPOINT, severity: 'medium', evidence: evidence(EX01) },
      ],
    },
    {
      when: 'an Edge has it too: high for each of them, in the store or not',
      fleet: fleet([ex01(SHARED), ex02({ ...SHARED, certificates: [] }), edge01(SHARED)]),
      finds: [
        { server: EX01, endpoint: ENDPOINT, severity: 'high', evidence: evidence(EX02, EDGE01) },
        { server: EX02, endpoint: ENDPOINT, severity: 'high', evidence: evidence(EX01, EDGE01) },
        {
          server: EDGE01,
          endpoint: ENDPOINT,
          severity: 'high',
          evidence: evidence(EX01, EX02),
          summary:
            'EDGE01 has the same internal transport certificate as ex01.contoso.com and ex02.contoso.com, certificate …EA30: direct trust cannot tell them apart.',
        },
      ],
    },
    {
      when: 'the roles of the other one are unknown: it is not known to be an Edge',
      fleet: fleet([ex01(SHARED), edge01({ ...SHARED, roles: undefined })]),
      finds: [
        { server: EX01, endpoint: ENDPOINT, severity: 'medium' },
        { server: EDGE01, endpoint: ENDPOINT, severity: 'medium' },
      ],
    },
    {
      when: 'the stores are unknown, and Edges are subscribed again afterwards',
      fleet: fleet([ex01({ ...SHARED, certificates: undefined }), edge01({ ...SHARED, certificates: undefined })], {
        edgeSubscriptions: [SUBSCRIPTION],
      }),
      finds: [
        {
          server: EX01,
          endpoint: ENDPOINT,
          severity: 'high',
          remediation: [
            'New-ExchangeCertificate -Server EX01 -DomainName EX01 -IncludeServerFQDN -Services SMTP -Force',
            'Get-Service -ComputerName EX01 -Name MSExchangeTransport,MSExchangeFrontEndTransport | Restart-Service',
            'On edge01.contoso.com, write a new subscription file:',
            "New-EdgeSubscription -FileName 'C:\\edge01.xml'",
            'Copy C:\\edge01.xml to a server of the site AMS within 24 hours, and read it there:',
            "New-EdgeSubscription -FileData ([System.IO.File]::ReadAllBytes('C:\\edge01.xml')) -Site 'AMS'",
            'Start-EdgeSynchronization -ForceFullSync',
          ],
        },
        { server: EDGE01, endpoint: ENDPOINT },
      ],
    },
    {
      when: 'it is the self-signed one of one of them, which may keep it; what would do must carry the own name and be nobody else’s',
      fleet: fleet([
        ex01(),
        ex02({
          internalTransportCertificate: SELF.thumbprint,
          certificates: [SELF, { ...SELF2, hasPrivateKey: false }],
        }),
      ]),
      finds: [
        {
          server: EX01,
          endpoint: ENDPOINT,
          remediation: [
            'The server whose name this self-signed certificate carries may keep it. On every other one:',
            'New-ExchangeCertificate -Server EX01 -DomainName EX01 -IncludeServerFQDN -Services SMTP -Force',
            'Get-Service -ComputerName EX01 -Name MSExchangeTransport,MSExchangeFrontEndTransport | Restart-Service',
          ],
        },
        {
          server: EX02,
          endpoint: ENDPOINT,
          remediation: [
            'The server whose name this self-signed certificate carries may keep it. On every other one:',
            'New-ExchangeCertificate -Server EX02 -DomainName EX02 -IncludeServerFQDN -Services SMTP -Force',
            'Get-Service -ComputerName EX02 -Name MSExchangeTransport,MSExchangeFrontEndTransport | Restart-Service',
          ],
        },
      ],
    },
  ],
  silent: [
    { when: 'each has its own', fleet: fleet([ex01(), ex02(), edge01()]) },
    {
      when: 'the same certificate lies in all stores',
      fleet: fleet([ex01(), ex02(), edge01({ certificates: [ESELF, PUB26] })]),
    },
    {
      when: 'both have none',
      fleet: fleet([ex01({ internalTransportCertificate: null }), ex02({ internalTransportCertificate: null })]),
    },
    {
      when: 'that of one is unknown',
      fleet: fleet([ex01(SHARED), ex02({ ...SHARED, internalTransportCertificate: undefined })]),
    },
    {
      when: 'one of them has no transport',
      fleet: fleet([ex01(SHARED), ex02({ ...SHARED, version: '2010', roles: ['Mailbox', 'ClientAccess'] })]),
    },
  ],
});
