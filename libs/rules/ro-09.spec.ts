import { edge01, ESELF, ex01, fleet, OAUTH, PUB25, SELF, SUBSCRIPTION } from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { without } from '../../test/support/without.js';
import { ro09 } from './ro-09.js';

const EX01 = 'ex01.contoso.com';
const ENDPOINT = 'internal-transport';
const PAST = { ...SELF, notAfter: '2026-06-01T00:00:00Z' };
const RESTART =
  'Get-Service -ComputerName EX01 -Name MSExchangeTransport,MSExchangeFrontEndTransport | Restart-Service';
const NEW = 'New-ExchangeCertificate -Server EX01 -DomainName EX01 -IncludeServerFQDN -Services SMTP -Force';

ruleCases(ro09, {
  fires: [
    {
      when: 'it ends at this very instant: it is renewed from itself',
      fleet: fleet([ex01({ certificates: [PAST] })]),
      finds: [
        {
          server: EX01,
          endpoint: ENDPOINT,
          severity: 'medium',
          summary:
            'The internal transport certificate of EX01, certificate …700F (EX01), expired on 2026-06-01: it is still used, with event 12015.',
          evidence: { thumbprint: SELF.thumbprint, notAfter: '2026-06-01T00:00:00Z' },
          remediation: [
            `Get-ExchangeCertificate -Server EX01 -Thumbprint ${SELF.thumbprint} | New-ExchangeCertificate -Server EX01 -Force`,
            RESTART,
          ],
          sources: ['L-INANON', 'EHLO-25'],
        },
      ],
    },
    {
      when: 'it is that of a subscribed Edge, which is subscribed again after the renewal',
      fleet: fleet([edge01({ certificates: [{ ...ESELF, notAfter: '2025-01-01T00:00:00Z' }] })], {
        edgeSubscriptions: [SUBSCRIPTION],
      }),
      finds: [
        {
          server: 'edge01.contoso.com',
          endpoint: ENDPOINT,
          remediation: [
            'Run the following on EDGE01 itself:',
            `Get-ExchangeCertificate -Thumbprint ${ESELF.thumbprint} | New-ExchangeCertificate -Force`,
            'Restart-Service -Name MSExchangeTransport',
            'On edge01.contoso.com, write a new subscription file:',
            "New-EdgeSubscription -FileName 'C:\\edge01.xml'",
            'Copy C:\\edge01.xml to a server of the site AMS within 24 hours, and read it there:',
            "New-EdgeSubscription -FileData ([System.IO.File]::ReadAllBytes('C:\\edge01.xml')) -Site 'AMS'",
            'Start-EdgeSynchronization -ForceFullSync',
          ],
        },
      ],
    },
    ...(
      [
        ['is public', { ...PUB25, notAfter: '2026-05-01T00:00:00Z' }, {}],
        ['has no key', { ...PAST, hasPrivateKey: false }, {}],
        ['is not known to be self-signed', without(PAST, 'isSelfSigned'), {}],
        ['has the name of OAuth', { ...OAUTH, notAfter: '2026-05-01T00:00:00Z' }, {}],
        ['is the former one of OAuth', PAST, { authConfig: { previousThumbprint: PAST.thumbprint } }],
      ] as const
    ).map(([what, certificate, around]) => ({
      when: `it ${what}: another one takes its place`,
      fleet: fleet(
        [ex01({ internalTransportCertificate: certificate.thumbprint, certificates: [certificate] })],
        around,
      ),
      finds: [{ server: EX01, endpoint: ENDPOINT, remediation: [NEW, RESTART] }] as const,
    })),
  ],
  silent: [
    {
      when: 'it ends a moment later',
      fleet: fleet([ex01({ certificates: [PAST] })], {}, { at: '2026-05-31T23:59:59.999Z' }),
    },
    { when: 'it is not yet valid', fleet: fleet([ex01()], {}, { at: '2020-01-01T00:00:00Z' }) },
    {
      when: 'another certificate has expired',
      fleet: fleet([ex01({ certificates: [SELF, { ...PUB25, notAfter: '2026-05-01T00:00:00Z' }] })]),
    },
    {
      when: 'its end is unknown',
      fleet: fleet([ex01({ certificates: [without(SELF, 'notAfter')] })], {}, { at: '2040-01-01T00:00:00Z' }),
    },
    {
      when: 'its end is null, which says nothing',
      fleet: fleet([ex01({ certificates: [{ ...SELF, notAfter: null }] })], {}, { at: '2040-01-01T00:00:00Z' }),
    },
    { when: 'it is not in the store', fleet: fleet([ex01({ certificates: [] })], {}, { at: '2040-01-01T00:00:00Z' }) },
    {
      when: 'the server has no transport',
      fleet: fleet([ex01({ certificates: [PAST], version: '2007', roles: ['ClientAccess'] })]),
    },
  ],
});
