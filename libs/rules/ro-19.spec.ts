import { expect } from '@jest/globals';
import type { Certificate } from '#libs/certificates/certificate.js';
import {
  AT,
  changed,
  type Changed,
  edge01,
  ex01,
  fleet,
  frontend,
  LONG,
  PIN,
  PUB25,
  PUB26,
  PUBX,
  SELF,
  sender,
  SUBSCRIPTION,
} from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { ro19 } from './ro-19.js';

const SERVER = 'ex01.contoso.com';
const FRONTEND = 'receive:Default Frontend EX01:starttls';
/** 60 days after the instant of the fixture. */
const IN_60_DAYS = '2026-07-31T00:00:00Z';

const withStore = (certificates: readonly Certificate[], more = {}) =>
  fleet([ex01({ certificates, receiveConnectors: [frontend({ tlsCertificateName: PIN })], ...more })]);
/** PUB25 ends in two weeks and matches the pin, PUBX follows it and does not. */
const successor = (more: Changed<Certificate>) => withStore([SELF, PUB25, changed(PUBX, more)]);
const pinned = (more: Changed<Certificate>) => withStore([SELF, changed(PUB25, more), PUBX]);

ruleCases(ro19, {
  fires: [
    {
      when: 'the renewal has another issuer and the pinned one ends in two weeks',
      fleet: withStore([SELF, PUB25, PUBX]),
      finds: [
        {
          id: 'RO-19',
          severity: 'high',
          server: SERVER,
          endpoint: FRONTEND,
          summary:
            'Receive connector "Default Frontend EX01" on ex01.contoso.com is pinned to a certificate that expires on 2026-06-15; its successor, certificate …36C5 (mail.contoso.com), has another issuer or subject, so the connector will not follow.',
          evidence: {
            expires: '2026-06-15T00:00:00Z',
            successor: PUBX.thumbprint,
            tlsCertificateName: PIN,
            connector: 'Default Frontend EX01',
          },
          remediation: [
            `$cert = Get-ExchangeCertificate -Server EX01 -Thumbprint ${PUBX.thumbprint}`,
            '$name = "<I>$($cert.Issuer)<S>$($cert.Subject)"',
            "Set-ReceiveConnector -Identity 'EX01\\Default Frontend EX01' -TlsCertificateName $name",
          ],
          sources: ['KB2989382', 'EHLO-25', 'L-HYBCERT'],
        },
      ],
    },
    {
      when: 'the pinned one has expired',
      fleet: pinned({ notAfter: AT }),
      finds: [
        {
          server: SERVER,
          endpoint: FRONTEND,
          summary: expect.stringContaining('that expired on 2026-06-01'),
          evidence: { expires: AT },
        },
      ],
    },
    {
      when: 'it ends a second before 60 days',
      fleet: pinned({ notAfter: '2026-07-30T23:59:59Z' }),
      finds: [{ server: SERVER, endpoint: FRONTEND }],
    },
    {
      when: 'the last of two matches ends soon',
      fleet: withStore([{ ...PUB25, thumbprint: PUB26.thumbprint, notAfter: '2026-06-02T00:00:00Z' }, PUB25, PUBX]),
      finds: [{ server: SERVER, endpoint: FRONTEND, evidence: { expires: '2026-06-15T00:00:00Z' } }],
    },
    {
      when: 'several could follow: the newest is named',
      fleet: withStore([PUB25, { ...PUBX, thumbprint: LONG.thumbprint, notBefore: '2026-05-01T00:00:00Z' }, PUBX]),
      finds: [{ server: SERVER, endpoint: FRONTEND, evidence: { successor: PUBX.thumbprint } }],
    },
    {
      when: 'the successor has another subject, and only an alternative name in common',
      fleet: successor({
        issuer: 'CN=Trust CA1',
        subject: 'CN=owa.contoso.com',
        subjectAlternativeNames: ['MAIL.contoso.com.'],
      }),
      finds: [{ server: SERVER, endpoint: FRONTEND }],
    },
    {
      when: 'the names of the successor are not all known, but one in common is',
      fleet: successor({ subjectAlternativeNames: undefined }),
      finds: [{ server: SERVER, endpoint: FRONTEND }],
    },
    {
      when: 'the successor starts at this very instant',
      fleet: successor({ notBefore: AT }),
      finds: [{ server: SERVER, endpoint: FRONTEND }],
    },
    {
      when: 'the pinned one lacks key and SMTP',
      fleet: pinned({ hasPrivateKey: false, services: [] }),
      finds: [{ server: SERVER, endpoint: FRONTEND }],
    },
    {
      when: 'a hybrid Send connector of a subscribed Edge is pinned',
      fleet: fleet([edge01({ certificates: [PUB25, PUBX], receiveConnectors: [] })], {
        sendConnectors: [
          sender({ tlsCertificateName: PIN, sourceServers: ['edge01.contoso.com'], cloudServicesMailEnabled: true }),
        ],
        edgeSubscriptions: [SUBSCRIPTION],
      }),
      finds: [
        {
          server: 'edge01.contoso.com',
          endpoint: 'send:Outbound:starttls',
          remediation: [
            'Run the following on a Mailbox server of the subscribed site:',
            "Set-SendConnector -Identity Outbound -TlsCertificateName '<I>CN=Trust CA2<S>CN=mail.contoso.com'",
            'Start-EdgeSynchronization',
            expect.stringContaining('Hybrid Configuration wizard'),
          ],
        },
      ],
    },
  ],
  silent: [
    { when: 'it ends in exactly 60 days', fleet: pinned({ notAfter: IN_60_DAYS }) },
    { when: 'its end is unknown', fleet: pinned({ notAfter: undefined }) },
    { when: 'its start is unknown', fleet: pinned({ notBefore: undefined }) },
    { when: 'another match lasts longer', fleet: withStore([PUB25, PUB26, PUBX]) },
    {
      when: 'the end of another match is unknown',
      fleet: withStore([PUB25, changed(PUB26, { notAfter: undefined, notBefore: '2026-01-01T00:00:00Z' }), PUBX]),
    },
    {
      when: 'another certificate may match',
      fleet: withStore([PUB25, PUBX, changed(PUB26, { issuer: undefined, notAfter: '2026-06-10T00:00:00Z' })]),
    },
    { when: 'nothing matches (that is RO-17)', fleet: withStore([SELF, PUBX]) },
    { when: 'the renewal matches, too', fleet: successor({ issuer: 'cn=trust ca1' }) },
    { when: 'the successor may match', fleet: successor({ issuer: undefined }) },
    { when: 'it has no SMTP', fleet: successor({ services: ['IIS'] }) },
    { when: 'its services are unknown', fleet: successor({ services: undefined }) },
    { when: 'it has no key', fleet: successor({ hasPrivateKey: false }) },
    { when: 'its key is unknown', fleet: successor({ hasPrivateKey: undefined }) },
    { when: 'it is self-signed', fleet: successor({ isSelfSigned: true }) },
    { when: 'nobody knows who issued it', fleet: successor({ isSelfSigned: undefined }) },
    { when: 'it has expired', fleet: successor({ notAfter: AT }) },
    { when: 'it is not yet valid', fleet: successor({ notBefore: '2026-06-01T00:00:01Z' }) },
    { when: 'its end is unknown', fleet: successor({ notAfter: undefined }) },
    { when: 'it starts with the pinned one', fleet: successor({ notBefore: '2025-05-01T00:00:00Z' }) },
    {
      when: 'it starts before one of two matches',
      fleet: withStore([
        PUB25,
        { ...PUB26, notAfter: '2026-06-20T00:00:00Z', notBefore: '2026-05-26T00:00:00Z' },
        PUBX,
      ]),
    },
    {
      when: 'it shares no name',
      fleet: successor({ subject: 'CN=other.contoso.com', subjectAlternativeNames: ['*.contoso.com'] }),
    },
    { when: 'there is no pin', fleet: withStore([PUB25, PUBX], { receiveConnectors: [frontend()] }) },
    {
      when: 'the connector is disabled',
      fleet: withStore([PUB25, PUBX], { receiveConnectors: [frontend({ tlsCertificateName: PIN, enabled: null })] }),
    },
    { when: 'the server is a 2010', fleet: withStore([PUB25, PUBX], { version: '2010' }) },
    { when: 'the store is unknown', fleet: withStore([], { certificates: undefined }) },
  ],
});
