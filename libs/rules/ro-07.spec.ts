import { edge01, ex01, ex02, fleet, PUB26, SELF, SELF2, SUBSCRIPTION } from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { without } from '../../test/support/without.js';
import { ro07 } from './ro-07.js';

const EX01 = 'ex01.contoso.com';
const ENDPOINT = 'internal-transport';
const KEYLESS = { ...SELF, hasPrivateKey: false, serialNumber: '0A1B' };
const RESTART =
  'Get-Service -ComputerName EX01 -Name MSExchangeTransport,MSExchangeFrontEndTransport | Restart-Service';

ruleCases(ro07, {
  fires: [
    {
      when: 'the internal transport certificate has no key',
      fleet: fleet([ex01({ certificates: [KEYLESS, PUB26] })]),
      finds: [
        {
          server: EX01,
          endpoint: ENDPOINT,
          severity: 'critical',
          summary:
            'The internal transport certificate of EX01, certificate …700F (EX01), has no private key: TLS with other servers of the organization fails, and internal mail is deferred.',
          evidence: { thumbprint: SELF.thumbprint },
          remediation: [
            'Run the following on EX01 itself, as administrator:',
            "certutil -repairstore My '0A1B'",
            'If that finds no key, import the certificate with its key again, from a PFX file:',
            "certutil -importpfx My 'C:\\Certificates\\certificate.pfx'",
            `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${SELF.thumbprint} -Services SMTP -Force`,
            RESTART,
            'If the key is lost, give the server another internal transport certificate instead:',
            'New-ExchangeCertificate -Server EX01 -DomainName EX01 -IncludeServerFQDN -Services SMTP -Force',
            RESTART,
          ],
          sources: ['KB4495258'],
        },
      ],
    },
    {
      when: 'that is known by null, the serial number is not, and an Edge depends on it',
      fleet: fleet([ex01({ certificates: [{ ...SELF, hasPrivateKey: null }] })], { edgeSubscriptions: [SUBSCRIPTION] }),
      finds: [
        {
          server: EX01,
          endpoint: ENDPOINT,
          remediation: [
            'Run the following on EX01 itself, as administrator:',
            `certutil -repairstore My '${SELF.thumbprint}'`,
            'If that finds no key, import the certificate with its key again, from a PFX file:',
            "certutil -importpfx My 'C:\\Certificates\\certificate.pfx'",
            `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${SELF.thumbprint} -Services SMTP -Force`,
            RESTART,
            'If the key is lost, give the server another internal transport certificate instead:',
            'New-ExchangeCertificate -Server EX01 -DomainName EX01 -IncludeServerFQDN -Services SMTP -Force',
            RESTART,
            'On edge01.contoso.com, write a new subscription file:',
            "New-EdgeSubscription -FileName 'C:\\edge01.xml'",
            'Copy C:\\edge01.xml to a server of the site AMS within 24 hours, and read it there:',
            "New-EdgeSubscription -FileData ([System.IO.File]::ReadAllBytes('C:\\edge01.xml')) -Site 'AMS'",
            'Start-EdgeSynchronization -ForceFullSync',
          ],
        },
      ],
    },
    {
      when: 'the names of the server are hostile: sentences stay on one line, commands take them literally',
      fleet: fleet([
        ex01({ version: '2007', roles: ['HubTransport'], netbiosName: "EX'\n$(calc)", certificates: [KEYLESS] }),
      ]),
      finds: [
        {
          server: EX01,
          endpoint: ENDPOINT,
          summary:
            "The internal transport certificate of EX' $(calc), certificate …700F (EX01), has no private key: TLS with other servers of the organization fails, and internal mail is deferred.",
          remediation: [
            "Run the following on EX' $(calc) itself, as administrator:",
            "certutil -repairstore My '0A1B'",
            'If that finds no key, import the certificate with its key again, from a PFX file:',
            "certutil -importpfx My 'C:\\Certificates\\certificate.pfx'",
            `Enable-ExchangeCertificate -Thumbprint ${SELF.thumbprint} -Services SMTP -Force`,
            'Restart-Service -Name MSExchangeTransport',
            'If the key is lost, give the server another internal transport certificate instead:',
            "New-ExchangeCertificate -DomainName 'EX''\n$(calc)',ex01.contoso.com -Services SMTP -Force",
            'Restart-Service -Name MSExchangeTransport',
          ],
        },
      ],
    },
    {
      when: 'the roles are unknown, and on an Edge as anywhere',
      fleet: fleet([
        ex01({ roles: undefined, certificates: [KEYLESS] }),
        edge01({ internalTransportCertificate: SELF.thumbprint, certificates: [KEYLESS] }),
      ]),
      finds: [
        { server: EX01, endpoint: ENDPOINT },
        { server: 'edge01.contoso.com', endpoint: ENDPOINT },
      ],
    },
  ],
  silent: [
    { when: 'it has its key', fleet: fleet() },
    { when: 'nobody knows', fleet: fleet([ex01({ certificates: [without(SELF, 'hasPrivateKey')] })]) },
    {
      when: 'another certificate has none',
      fleet: fleet([ex01({ certificates: [SELF, { ...PUB26, hasPrivateKey: false }] })]),
    },
    { when: 'it is not in the store', fleet: fleet([ex02({ certificates: [KEYLESS] })]) },
    { when: 'the store is unknown', fleet: fleet([ex01({ certificates: undefined })]) },
    {
      when: 'the server has no transport',
      fleet: fleet([ex01({ certificates: [KEYLESS, SELF2], version: '2010', roles: ['ClientAccess'] })]),
    },
  ],
});
