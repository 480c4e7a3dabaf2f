import { edge01, ex01, fleet, PUB26, SELF, SELF2, SUBSCRIPTION } from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { ro08 } from './ro-08.js';

const EX01 = 'ex01.contoso.com';
const EDGE01 = 'edge01.contoso.com';
const ENDPOINT = 'internal-transport';
const NEW = 'New-ExchangeCertificate -Server EX01 -DomainName EX01 -IncludeServerFQDN -Services SMTP -Force';
const WAIT = 'Wait until Active Directory has replicated the change, then restart transport:';
const RESTART =
  'Get-Service -ComputerName EX01 -Name MSExchangeTransport,MSExchangeFrontEndTransport | Restart-Service';

ruleCases(ro08, {
  fires: [
    {
      when: 'it is unset: a self-signed certificate of the store takes its place, or a new one',
      fleet: fleet([ex01({ internalTransportCertificate: null })]),
      finds: [
        {
          server: EX01,
          endpoint: ENDPOINT,
          severity: 'critical',
          summary:
            'EX01 has no internal transport certificate: it offers no TLS to other servers of the organization, and internal mail stops.',
          evidence: { reason: 'unset', thumbprint: null },
          remediation: [
            `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${SELF.thumbprint} -Services SMTP`,
            'Or, to have a new certificate for it:',
            NEW,
            WAIT,
            RESTART,
          ],
          sources: ['L-INANON', 'CSS-ITC'],
        },
      ],
    },
    {
      when: 'it is blank, and the store is unknown',
      fleet: fleet([ex01({ internalTransportCertificate: ' ', certificates: undefined })]),
      finds: [
        {
          server: EX01,
          endpoint: ENDPOINT,
          evidence: { reason: 'unset', thumbprint: null },
          remediation: [NEW, WAIT, RESTART],
        },
      ],
    },
    {
      when: 'it is not in the store',
      fleet: fleet([ex01({ certificates: [PUB26] })]),
      finds: [
        {
          server: EX01,
          endpoint: ENDPOINT,
          summary:
            'The internal transport certificate of EX01, certificate …700F, is not in its store: it offers no TLS to other servers of the organization, and internal mail stops.',
          evidence: { reason: 'notInStore', thumbprint: SELF.thumbprint },
          remediation: [NEW, WAIT, RESTART],
        },
      ],
    },
    {
      when: 'it is not in the store, and an Edge depends on it: a backup would save the subscription',
      fleet: fleet(
        [ex01({ internalTransportCertificate: SELF2.thumbprint }), edge01({ certificates: null, version: '2007' })],
        { edgeSubscriptions: [SUBSCRIPTION] },
      ),
      finds: [
        {
          server: EX01,
          endpoint: ENDPOINT,
          remediation: [
            'If there is a PFX file of certificate …0575, import it: the Edge subscriptions stay as they are.',
            "Import-ExchangeCertificate -Server EX01 -FileData ([System.IO.File]::ReadAllBytes('C:\\Certificates\\certificate.pfx')) -Password (Read-Host 'Password' -AsSecureString)",
            RESTART,
            'Otherwise:',
            `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${SELF.thumbprint} -Services SMTP -Force`,
            'Or, to have a new certificate for it:',
            NEW,
            WAIT,
            RESTART,
            'On edge01.contoso.com, write a new subscription file:',
            "New-EdgeSubscription -FileName 'C:\\edge01.xml'",
            'Copy C:\\edge01.xml to a server of the site AMS within 24 hours, and read it there:',
            "New-EdgeSubscription -FileData ([System.IO.File]::ReadAllBytes('C:\\edge01.xml')) -Site 'AMS'",
            'Start-EdgeSynchronization -ForceFullSync',
          ],
        },
        { server: EDGE01, endpoint: ENDPOINT, evidence: { reason: 'notInStore' } },
      ],
    },
    {
      when: 'the roles are unknown',
      fleet: fleet([ex01({ internalTransportCertificate: null, roles: undefined, version: undefined })]),
      finds: [{ server: EX01, endpoint: ENDPOINT }],
    },
  ],
  silent: [
    {
      when: 'it is in the store, written in any way',
      fleet: fleet([ex01({ internalTransportCertificate: ` ${SELF.thumbprint.toLowerCase()} ` })]),
    },
    { when: 'it is unknown', fleet: fleet([ex01({ internalTransportCertificate: undefined })]) },
    { when: 'it is set and the store is unknown', fleet: fleet([ex01({ certificates: undefined })]) },
    {
      when: 'it is in the store without its key',
      fleet: fleet([ex01({ certificates: [{ ...SELF, hasPrivateKey: false }] })]),
    },
    {
      when: 'the server has no transport',
      fleet: fleet([ex01({ internalTransportCertificate: null, version: '2010', roles: ['Mailbox'] })]),
    },
    {
      when: 'the server has no role at all',
      fleet: fleet([ex01({ internalTransportCertificate: null, roles: null })]),
    },
  ],
});
