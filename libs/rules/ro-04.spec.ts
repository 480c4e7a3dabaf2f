import type { Certificate } from '#libs/certificates/certificate.js';
import { ex01, fleet, PUB26, SELF, SUBSCRIPTION } from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { without } from '../../test/support/without.js';
import { ro04 } from './ro-04.js';

const EX01 = 'ex01.contoso.com';
const ENDPOINT = 'internal-transport';
const NINETY = { ...PUB26, notBefore: '2026-04-01T00:00:00Z', notAfter: '2026-06-30T00:00:00Z' };

function serving(certificate: Certificate, more: Parameters<typeof ex01>[0] = {}) {
  return ex01({ internalTransportCertificate: PUB26.thumbprint, certificates: [certificate], ...more });
}

ruleCases(ro04, {
  fires: [
    {
      when: 'it lives for 90 days and there is no Edge',
      fleet: fleet([serving(NINETY)]),
      finds: [
        {
          server: EX01,
          endpoint: ENDPOINT,
          severity: 'medium',
          summary:
            'The internal transport certificate of EX01, certificate …EA30 (mail.contoso.com), lives for 90 days only: it changes with every renewal, and a missed one leaves it expired.',
          evidence: { thumbprint: PUB26.thumbprint, lifetimeDays: 90 },
          remediation: [
            'New-ExchangeCertificate -Server EX01 -DomainName EX01 -IncludeServerFQDN -Services SMTP -Force',
            'Get-Service -ComputerName EX01 -Name MSExchangeTransport,MSExchangeFrontEndTransport | Restart-Service',
            'From then on answer N whenever Exchange asks whether to overwrite the existing default SMTP certificate.',
          ],
          sources: ['EHLO-25'],
        },
      ],
    },
    {
      when: 'the subscriptions are none, known by null, and the roles are unknown',
      fleet: fleet([serving({ ...NINETY, notAfter: '2026-06-29T23:59:59Z' }, { roles: undefined })], {
        edgeSubscriptions: null,
      }),
      finds: [{ server: EX01, endpoint: ENDPOINT, evidence: { thumbprint: PUB26.thumbprint, lifetimeDays: 89 } }],
    },
  ],
  silent: [
    { when: 'it lives for a second longer', fleet: fleet([serving({ ...NINETY, notAfter: '2026-06-30T00:00:01Z' })]) },
    { when: 'there is a subscription, of whatever site', fleet: fleet([serving(NINETY)], { edgeSubscriptions: [{}] }) },
    {
      when: 'the server is of the subscribed site',
      fleet: fleet([serving(NINETY)], { edgeSubscriptions: [SUBSCRIPTION] }),
    },
    { when: 'the subscriptions are unknown', fleet: fleet([serving(NINETY)], { edgeSubscriptions: undefined }) },
    { when: 'nothing is known of the organization', fleet: fleet([serving(NINETY)], {}, { organization: undefined }) },
    {
      when: 'another one is the internal transport certificate',
      fleet: fleet([serving(NINETY, { internalTransportCertificate: SELF.thumbprint, certificates: [SELF, NINETY] })]),
    },
    { when: 'it is not in the store', fleet: fleet([serving(NINETY, { certificates: [SELF] })]) },
    { when: 'its end is unknown', fleet: fleet([serving(without(NINETY, 'notAfter'))]) },
    {
      when: 'the server has no transport',
      fleet: fleet([serving(NINETY, { version: '2007', roles: ['Mailbox', 'ClientAccess'] })]),
    },
  ],
});
