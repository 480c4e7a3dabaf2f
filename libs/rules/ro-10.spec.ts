import { ex01, fleet, OAUTH, SELF } from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { without } from '../../test/support/without.js';
import { ro10 } from './ro-10.js';

const EX01 = 'ex01.contoso.com';
const ENDPOINT = 'internal-transport';
const SERVING = { internalTransportCertificate: OAUTH.thumbprint, certificates: [SELF, OAUTH] };
const written = ` ${SELF.thumbprint.toLowerCase()}`;

ruleCases(ro10, {
  fires: [
    {
      when: 'it is in the store with the name of the OAuth certificate',
      fleet: fleet([ex01(SERVING)]),
      finds: [
        {
          server: EX01,
          endpoint: ENDPOINT,
          severity: 'high',
          summary:
            'EX01 uses the OAuth certificate, certificate …8971 (Microsoft Exchange Server Auth Certificate), as internal transport certificate: its next rotation breaks TLS between the servers.',
          evidence: { thumbprint: OAUTH.thumbprint },
          remediation: [
            `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${SELF.thumbprint} -Services SMTP -Force`,
            'Get-Service -ComputerName EX01 -Name MSExchangeTransport,MSExchangeFrontEndTransport | Restart-Service',
          ],
          sources: ['CSS-AUTHDOC'],
        },
      ],
    },
    ...(['currentThumbprint', 'nextThumbprint', 'previousThumbprint'] as const).map((key) => ({
      when: `it is the ${key} of the OAuth configuration, in the store or not`,
      fleet: fleet([ex01({ certificates: [] })], { authConfig: { [key]: written } }),
      finds: [{ server: EX01, endpoint: ENDPOINT, evidence: { thumbprint: SELF.thumbprint } }] as const,
    })),
    {
      when: 'the store is unknown, and the roles are',
      fleet: fleet([ex01({ certificates: undefined, roles: undefined })], {
        authConfig: { currentThumbprint: written },
      }),
      finds: [{ server: EX01, endpoint: ENDPOINT }],
    },
    {
      when: 'the name is one of several, whatever the OAuth configuration says',
      fleet: fleet([ex01({ ...SERVING, certificates: [{ ...OAUTH, subject: `O=Contoso, ${OAUTH.subject}, CN=x` }] })], {
        authConfig: { currentThumbprint: SELF.thumbprint },
      }),
      finds: [
        {
          server: EX01,
          endpoint: ENDPOINT,
          // SELF would do, but for the OAuth configuration.
          remediation: [
            'New-ExchangeCertificate -Server EX01 -DomainName EX01 -IncludeServerFQDN -Services SMTP -Force',
            'Get-Service -ComputerName EX01 -Name MSExchangeTransport,MSExchangeFrontEndTransport | Restart-Service',
          ],
        },
      ],
    },
  ],
  silent: [
    {
      when: 'the OAuth certificate only lies in the store, with SMTP',
      fleet: fleet([ex01({ certificates: [SELF, OAUTH] })], { authConfig: { currentThumbprint: OAUTH.thumbprint } }),
    },
    { when: 'there is no OAuth configuration', fleet: fleet([ex01()], { authConfig: null }) },
    {
      when: 'the OAuth configuration is unset, and so is the internal transport certificate',
      fleet: fleet([ex01({ internalTransportCertificate: null })], {
        authConfig: { currentThumbprint: null, nextThumbprint: null, previousThumbprint: null },
      }),
    },
    { when: 'its name is unknown', fleet: fleet([ex01({ ...SERVING, certificates: [without(OAUTH, 'subject')] })]) },
    {
      when: 'only an alternative name says so',
      fleet: fleet([
        ex01({
          certificates: [{ ...SELF, subjectAlternativeNames: ['Microsoft Exchange Server Auth Certificate'] }],
        }),
      ]),
    },
    {
      when: 'the name only begins like that',
      fleet: fleet([ex01({ certificates: [{ ...SELF, subject: `${OAUTH.subject} 2` }] })]),
    },
    { when: 'it is not in the store', fleet: fleet([ex01({ ...SERVING, certificates: [SELF] })]) },
    {
      when: 'the server has no transport',
      fleet: fleet([ex01({ ...SERVING, version: '2010', roles: ['ClientAccess'] })]),
    },
  ],
});
