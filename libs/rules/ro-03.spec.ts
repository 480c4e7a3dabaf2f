import type { Certificate } from '#libs/certificates/certificate.js';
import { edge01, ESELF, ex01, ex02, fleet, PUB26, SELF, SUBSCRIPTION } from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { without } from '../../test/support/without.js';
import { ro03 } from './ro-03.js';

const EX01 = 'ex01.contoso.com';
const EDGE01 = 'edge01.contoso.com';
const ENDPOINT = 'internal-transport';
const SUBSCRIBED = { edgeSubscriptions: [SUBSCRIPTION] };
/** 399 days and all but a second. */
const SHORT = { ...PUB26, notBefore: '2026-01-01T00:00:00Z', notAfter: '2027-02-04T23:59:59Z' };

/** EX01 with this internal transport certificate beside its own, and the Edge. */
function serving(certificate: Certificate, more: Parameters<typeof ex01>[0] = {}) {
  return ex01({ internalTransportCertificate: PUB26.thumbprint, certificates: [SELF, certificate], ...more });
}

ruleCases(ro03, {
  fires: [
    {
      when: 'the internal transport certificate of a server in a subscribed site lives for less than 400 days',
      fleet: fleet([serving(SHORT), edge01()], SUBSCRIBED),
      finds: [
        {
          server: EX01,
          endpoint: ENDPOINT,
          severity: 'high',
          summary:
            'The internal transport certificate of EX01, certificate …EA30 (mail.contoso.com), lives for 399 days only: each renewal breaks the subscription with edge01.contoso.com.',
          evidence: { thumbprint: PUB26.thumbprint, lifetimeDays: 399 },
          remediation: [
            `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${SELF.thumbprint} -Services SMTP -Force`,
            'Get-Service -ComputerName EX01 -Name MSExchangeTransport,MSExchangeFrontEndTransport | Restart-Service',
            'On edge01.contoso.com, write a new subscription file:',
            "New-EdgeSubscription -FileName 'C:\\edge01.xml'",
            'Copy C:\\edge01.xml to a server of the site AMS within 24 hours, and read it there:',
            "New-EdgeSubscription -FileData ([System.IO.File]::ReadAllBytes('C:\\edge01.xml')) -Site 'AMS'",
            'Start-EdgeSynchronization -ForceFullSync',
            'From then on answer N whenever Exchange asks whether to overwrite the existing default SMTP certificate.',
          ],
          sources: ['EHLO-25'],
        },
      ],
    },
    {
      when: 'it is a subscribed Edge: a new certificate is made on the Edge itself',
      fleet: fleet([edge01({ certificates: [{ ...ESELF, notAfter: '2024-12-31T00:00:00Z' }] })], SUBSCRIBED),
      finds: [
        {
          server: EDGE01,
          endpoint: ENDPOINT,
          summary:
            'The internal transport certificate of EDGE01, certificate …F1F0 (EDGE01), lives for 365 days only: each renewal breaks the subscription with its subscribed site.',
          evidence: { thumbprint: ESELF.thumbprint, lifetimeDays: 365 },
          remediation: [
            'Run the following on EDGE01 itself:',
            'New-ExchangeCertificate -DomainName EDGE01 -IncludeServerFQDN -Services SMTP -Force',
            'Restart-Service -Name MSExchangeTransport',
            'On edge01.contoso.com, write a new subscription file:',
            "New-EdgeSubscription -FileName 'C:\\edge01.xml'",
            'Copy C:\\edge01.xml to a server of the site AMS within 24 hours, and read it there:',
            "New-EdgeSubscription -FileData ([System.IO.File]::ReadAllBytes('C:\\edge01.xml')) -Site 'AMS'",
            'Start-EdgeSynchronization -ForceFullSync',
            'From then on answer N whenever Exchange asks whether to overwrite the existing default SMTP certificate.',
          ],
        },
      ],
    },
    {
      when: 'the site is written otherwise, and the Edge is unknown or has no name',
      fleet: fleet([serving(SHORT, { adSite: ' ams ' })], { edgeSubscriptions: [{ adSite: 'Ams' }] }),
      finds: [
        {
          server: EX01,
          endpoint: ENDPOINT,
          summary:
            'The internal transport certificate of EX01, certificate …EA30 (mail.contoso.com), lives for 399 days only: each renewal breaks the subscription with its Edge.',
        },
      ],
    },
    {
      when: 'the Edge is named by its NetBIOS name, and its site is unknown',
      fleet: fleet([edge01({ certificates: [{ ...ESELF, notAfter: '2024-12-31T00:00:00Z' }] })], {
        edgeSubscriptions: [{ edgeServer: 'EDGE01' }],
      }),
      finds: [{ server: EDGE01, endpoint: ENDPOINT }],
    },
    {
      when: 'it is Exchange 2007, where a self-signed certificate never lasts longer',
      fleet: fleet([serving(SHORT, { version: '2007', roles: ['HubTransport'] })], SUBSCRIBED),
      finds: [
        {
          server: EX01,
          endpoint: ENDPOINT,
          remediation: [
            'Run the following on EX01 itself:',
            `Enable-ExchangeCertificate -Thumbprint ${SELF.thumbprint} -Services SMTP -Force`,
            'Restart-Service -Name MSExchangeTransport',
            'On edge01.contoso.com, write a new subscription file:',
            "New-EdgeSubscription -FileName 'C:\\edge01.xml'",
            'Copy C:\\edge01.xml to a server of the site AMS within 24 hours, and read it there:',
            "New-EdgeSubscription -FileName 'C:\\edge01.xml' -Site 'AMS'",
            'Start-EdgeSynchronization',
            'A self-signed certificate of Exchange 2007 lives for one year: subscribe again after each renewal.',
            'From then on answer N whenever Exchange asks whether to overwrite the existing default SMTP certificate.',
          ],
        },
      ],
    },
  ],
  silent: [
    {
      when: 'it lives for 400 days',
      fleet: fleet([serving({ ...SHORT, notAfter: '2027-02-05T00:00:00Z' })], SUBSCRIBED),
    },
    { when: 'there is no subscription', fleet: fleet([serving(SHORT)]) },
    { when: 'the subscriptions are unknown', fleet: fleet([serving(SHORT)], { edgeSubscriptions: undefined }) },
    {
      when: 'another site is subscribed',
      fleet: fleet([serving(SHORT)], { edgeSubscriptions: [{ ...SUBSCRIPTION, adSite: 'FRA' }] }),
    },
    {
      when: 'the site of the subscription is unknown',
      fleet: fleet([serving(SHORT)], { edgeSubscriptions: [{ edgeServer: EDGE01 }] }),
    },
    { when: 'the site of the server is unknown', fleet: fleet([serving(SHORT, { adSite: undefined })], SUBSCRIBED) },
    {
      when: 'neither has a site, known by null',
      fleet: fleet([serving(SHORT, { adSite: null })], { edgeSubscriptions: [{ edgeServer: EDGE01, adSite: null }] }),
    },
    { when: 'the roles are unknown', fleet: fleet([serving(SHORT, { roles: undefined })], SUBSCRIBED) },
    {
      when: 'the Edge is another one than the subscription names',
      fleet: fleet([edge01({ certificates: [{ ...ESELF, notAfter: '2024-12-31T00:00:00Z' }] })], {
        edgeSubscriptions: [{ edgeServer: 'edge02.contoso.com', adSite: 'AMS' }],
      }),
    },
    {
      when: 'the short one is in the store, but another one is the internal transport certificate',
      fleet: fleet([serving(SHORT, { internalTransportCertificate: SELF.thumbprint })], SUBSCRIBED),
    },
    { when: 'it is not in the store', fleet: fleet([ex02({ certificates: [SHORT] })], SUBSCRIBED) },
    { when: 'the store is unknown', fleet: fleet([serving(SHORT, { certificates: undefined })], SUBSCRIBED) },
    { when: 'its start is unknown', fleet: fleet([serving(without(SHORT, 'notBefore'))], SUBSCRIBED) },
    { when: 'its end is unknown', fleet: fleet([serving({ ...SHORT, notAfter: null })], SUBSCRIBED) },
    {
      when: 'the server has no transport',
      fleet: fleet([serving(SHORT, { version: '2010', roles: ['ClientAccess', 'Mailbox'] })], SUBSCRIBED),
    },
  ],
});
