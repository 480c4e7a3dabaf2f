import { ex01, fleet, frontend, hub, PUB26, SELF, SUBSCRIPTION, WILD } from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { without } from '../../test/support/without.js';
import { ro35 } from './ro-35.js';

const EX01 = 'ex01.contoso.com';
const ENDPOINT = 'internal-transport';
const SINGLE = { policy: { exchange2007Profile: 'single' } } as const;
const MAIL = frontend({ fqdn: 'Mail.Contoso.com' });

/** EX01 of 2007, on which SELF covers the server's name. */
function old(more: Parameters<typeof ex01>[0] = {}) {
  return ex01({ version: '2007', roles: ['HubTransport', 'ClientAccess'], receiveConnectors: [hub()], ...more });
}

ruleCases(ro35, {
  fires: [
    {
      when: 'the name of a Receive connector is missing: a self-signed one is made with all names',
      fleet: fleet(
        [old({ receiveConnectors: [MAIL, hub(), frontend({ name: 'x', fqdn: 'mail.contoso.com.' })] })],
        {},
        SINGLE,
      ),
      finds: [
        {
          server: EX01,
          endpoint: ENDPOINT,
          severity: 'high',
          summary:
            'EX01 has one certificate for SMTP, certificate …700F (EX01), which does not cover mail.contoso.com: STARTTLS is not offered there, or the certificate is not published.',
          evidence: { names: ['mail.contoso.com'], thumbprint: SELF.thumbprint },
          remediation: [
            'Run the following on EX01 itself:',
            'New-ExchangeCertificate -DomainName EX01,ex01.contoso.com,mail.contoso.com -Services SMTP -Force',
            'Restart-Service -Name MSExchangeTransport',
          ],
          sources: ['origin article', 'T07-IMPORT'],
        },
      ],
    },
    {
      when: 'the name of the server is missing: another one is ordered with all names',
      fleet: fleet(
        [old({ internalTransportCertificate: PUB26.thumbprint, receiveConnectors: [MAIL] })],
        { edgeSubscriptions: [SUBSCRIPTION] },
        SINGLE,
      ),
      finds: [
        {
          server: EX01,
          endpoint: ENDPOINT,
          evidence: { names: [EX01], thumbprint: PUB26.thumbprint },
          remediation: [
            'Run the following on EX01 itself:',
            'Order a certificate for mail.contoso.com, autodiscover.contoso.com and ex01.contoso.com from a certification authority that the clients trust, by this request:',
            "New-ExchangeCertificate -GenerateRequest -SubjectName 'CN=mail.contoso.com' -DomainName mail.contoso.com,autodiscover.contoso.com,ex01.contoso.com -PrivateKeyExportable $true -Path 'C:\\Certificates\\request.req'",
            'Save the issued certificate as C:\\Certificates\\certificate.cer, and complete the request:',
            "$cert = Import-ExchangeCertificate -Path 'C:\\Certificates\\certificate.cer'",
            'Enable-ExchangeCertificate -Thumbprint $cert.Thumbprint -Services SMTP -Force',
            'Restart-Service -Name MSExchangeTransport',
            'On edge01.contoso.com, write a new subscription file:',
            "New-EdgeSubscription -FileName 'C:\\edge01.xml'",
            'Copy C:\\edge01.xml to a server of the site AMS within 24 hours, and read it there:',
            "New-EdgeSubscription -FileName 'C:\\edge01.xml' -Site 'AMS'",
            'Start-EdgeSynchronization',
          ],
        },
      ],
    },
    {
      when: 'the server has no transport role, and several names are missing',
      fleet: fleet(
        [
          old({
            roles: ['Mailbox'],
            internalTransportCertificate: PUB26.thumbprint,
            receiveConnectors: [hub({ fqdn: 'hub.corp' })],
          }),
        ],
        {},
        SINGLE,
      ),
      finds: [{ server: EX01, endpoint: ENDPOINT, evidence: { names: [EX01, 'hub.corp'] } }],
    },
    {
      when: 'the connectors are unknown, but the name of the server is missing',
      fleet: fleet(
        [old({ internalTransportCertificate: PUB26.thumbprint, receiveConnectors: undefined, roles: undefined })],
        {},
        SINGLE,
      ),
      finds: [{ server: EX01, endpoint: ENDPOINT, evidence: { names: [EX01] } }],
    },
  ],
  silent: [
    { when: 'the certificate covers every name', fleet: fleet([old()], {}, SINGLE) },
    {
      when: 'a wildcard covers them',
      fleet: fleet(
        [old({ internalTransportCertificate: WILD.thumbprint, certificates: [WILD], receiveConnectors: [MAIL] })],
        {},
        SINGLE,
      ),
    },
    { when: 'the policy is the documented one', fleet: fleet([old({ receiveConnectors: [MAIL] })]) },
    { when: 'it is Exchange 2010', fleet: fleet([old({ receiveConnectors: [MAIL], version: '2010' })], {}, SINGLE) },
    {
      when: 'the version is unknown',
      fleet: fleet([old({ receiveConnectors: [MAIL], version: undefined })], {}, SINGLE),
    },
    {
      when: 'the connector is disabled, or nobody knows',
      fleet: fleet(
        [
          old({
            receiveConnectors: [
              { ...MAIL, enabled: false },
              { ...without(MAIL, 'enabled'), name: 'x' },
            ],
          }),
        ],
        {},
        SINGLE,
      ),
    },
    {
      when: 'the connector offers no Tls, or nobody knows',
      fleet: fleet(
        [
          old({
            receiveConnectors: [
              { ...MAIL, authMechanism: ['ExchangeServer'] },
              { ...without(MAIL, 'authMechanism'), name: 'x' },
            ],
          }),
        ],
        {},
        SINGLE,
      ),
    },
    {
      when: 'the name of the connector is unset or unknown',
      fleet: fleet(
        [
          old({
            receiveConnectors: [
              { ...MAIL, fqdn: null },
              { ...without(MAIL, 'fqdn'), name: 'x' },
            ],
          }),
        ],
        {},
        SINGLE,
      ),
    },
    {
      when: 'the names of the certificate are not all known',
      fleet: fleet(
        [old({ receiveConnectors: [MAIL], certificates: [without(SELF, 'subjectAlternativeNames')] })],
        {},
        SINGLE,
      ),
    },
    {
      when: 'it is not in the store',
      fleet: fleet([old({ receiveConnectors: [MAIL], certificates: [PUB26] })], {}, SINGLE),
    },
    {
      when: 'the internal transport certificate is unknown or unset',
      fleet: fleet(
        [
          old({ receiveConnectors: [MAIL], internalTransportCertificate: undefined }),
          old({
            fqdn: 'ex02.contoso.com',
            netbiosName: 'EX02',
            receiveConnectors: [MAIL],
            internalTransportCertificate: null,
          }),
        ],
        {},
        SINGLE,
      ),
    },
  ],
});
