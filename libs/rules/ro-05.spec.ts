import { edge01, ESELF, ex01, fleet, SELF, SUBSCRIPTION } from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { without } from '../../test/support/without.js';
import { ro05 } from './ro-05.js';

const ENDPOINT = 'internal-transport';
const SUBSCRIBED = { edgeSubscriptions: [SUBSCRIPTION] };
const CNG = { ...SELF, keyProvider: 'CNG' } as const;

ruleCases(ro05, {
  fires: [
    {
      when: 'the key is held by a CNG provider on a server of a subscribed site',
      fleet: fleet([ex01({ certificates: [CNG] }), edge01()], SUBSCRIBED),
      finds: [
        {
          server: 'ex01.contoso.com',
          endpoint: ENDPOINT,
          severity: 'critical',
          summary:
            'The key of certificate …700F (EX01), the internal transport certificate of EX01, is held by a CNG provider: EdgeSync with edge01.contoso.com fails with event 1035.',
          evidence: { thumbprint: SELF.thumbprint },
          remediation: [
            'On EX01 itself, see which provider holds the key:',
            `certutil -store My '${SELF.thumbprint}'`,
            'New-ExchangeCertificate -Server EX01 -DomainName EX01 -IncludeServerFQDN -Services SMTP -Force',
            'Get-Service -ComputerName EX01 -Name MSExchangeTransport,MSExchangeFrontEndTransport | Restart-Service',
            'On edge01.contoso.com, write a new subscription file:',
            "New-EdgeSubscription -FileName 'C:\\edge01.xml'",
            'Copy C:\\edge01.xml to a server of the site AMS within 24 hours, and read it there:',
            "New-EdgeSubscription -FileData ([System.IO.File]::ReadAllBytes('C:\\edge01.xml')) -Site 'AMS'",
            'Start-EdgeSynchronization -ForceFullSync',
          ],
          sources: ['GRANIKOS'],
        },
      ],
    },
    {
      when: 'the Edge has such a key',
      fleet: fleet([ex01(), edge01({ certificates: [{ ...ESELF, keyProvider: 'CNG' }] })], SUBSCRIBED),
      finds: [{ server: 'edge01.contoso.com', endpoint: ENDPOINT, evidence: { thumbprint: ESELF.thumbprint } }],
    },
  ],
  silent: [
    { when: 'the key is held by a CAPI provider', fleet: fleet([ex01(), edge01()], SUBSCRIBED) },
    { when: 'there is no subscription', fleet: fleet([ex01({ certificates: [CNG] })]) },
    {
      when: 'the provider is unknown',
      fleet: fleet([ex01({ certificates: [without(SELF, 'keyProvider')] })], SUBSCRIBED),
    },
    {
      when: 'there is known to be none',
      fleet: fleet([ex01({ certificates: [{ ...SELF, keyProvider: null }] })], SUBSCRIBED),
    },
    {
      when: 'another certificate has such a key',
      fleet: fleet([ex01({ certificates: [SELF, { ...ESELF, keyProvider: 'CNG' }] })], SUBSCRIBED),
    },
    {
      when: 'the internal transport certificate is unknown',
      fleet: fleet([ex01({ certificates: [CNG], internalTransportCertificate: undefined })], SUBSCRIBED),
    },
    { when: 'the roles are unknown', fleet: fleet([ex01({ certificates: [CNG], roles: undefined })], SUBSCRIBED) },
  ],
});
