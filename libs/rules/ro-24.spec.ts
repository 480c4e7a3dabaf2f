import { expect } from '@jest/globals';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { Server } from '#libs/fleet/document.js';
import {
  AT,
  changed,
  type Changed,
  ex01,
  fleet,
  frontend,
  hub,
  INTCA,
  PIN,
  PUB25,
  SELF,
  sender,
} from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { ro24 } from './ro-24.js';

const SERVER = 'ex01.contoso.com';
const FRONTEND = 'receive:Default Frontend EX01:starttls';
const evidence = { thumbprint: INTCA.thumbprint, public: PUB25.thumbprint };

const inbound = (certificates: readonly Certificate[], more: Changed<Server> = {}) =>
  fleet([ex01({ certificates, receiveConnectors: [frontend({ fqdn: 'mail.contoso.com' })], ...more })]);
/** INTCA of the company's own CA is newer than the public PUB25, both for mail.contoso.com. */
const winner = (more: Changed<Certificate>) => inbound([SELF, PUB25, changed(INTCA, more)]);
const loser = (more: Changed<Certificate>) => inbound([SELF, changed(PUB25, more), INTCA]);

ruleCases(ro24, {
  fires: [
    {
      when: 'a newer certificate of an internal authority wins inbound',
      fleet: inbound([SELF, PUB25, INTCA]),
      finds: [
        {
          id: 'RO-24',
          severity: 'high',
          server: SERVER,
          endpoint: FRONTEND,
          summary:
            'Receive connector "Default Frontend EX01" on ex01.contoso.com presents certificate …74A4 (mail.contoso.com) of an internal authority, because it is newer than the public certificate …ABC6 (mail.contoso.com): other organizations answer 454 4.7.0 UntrustedRoot.',
          evidence: { ...evidence, name: 'mail.contoso.com', connector: 'Default Frontend EX01' },
          remediation: [
            'Pin the connector to the public certificate:',
            `$cert = Get-ExchangeCertificate -Server EX01 -Thumbprint ${PUB25.thumbprint}`,
            '$name = "<I>$($cert.Issuer)<S>$($cert.Subject)"',
            "Set-ReceiveConnector -Identity 'EX01\\Default Frontend EX01' -TlsCertificateName $name",
            'Remove certificate …74A4 (mail.contoso.com), or issue it again without the name mail.contoso.com:',
            `Remove-ExchangeCertificate -Server EX01 -Thumbprint ${INTCA.thumbprint}`,
          ],
          sources: ['KB2888788'],
        },
      ],
    },
    {
      when: 'it wins outbound',
      fleet: fleet([ex01({ certificates: [PUB25, INTCA], receiveConnectors: [] })], {
        sendConnectors: [sender({ fqdn: 'mail.contoso.com' })],
      }),
      finds: [{ server: SERVER, endpoint: 'send:Outbound:starttls', evidence }],
    },
    {
      when: 'it does more than SMTP, so that it must not simply go',
      fleet: winner({ services: ['SMTP', 'IIS'] }),
      finds: [
        {
          server: SERVER,
          endpoint: FRONTEND,
          remediation: expect.arrayContaining([
            expect.stringContaining('give the new one what this one does before it is removed'),
            `Get-ExchangeCertificate -Server EX01 -Thumbprint ${INTCA.thumbprint}`,
          ]),
        },
      ],
    },
    {
      when: 'it is the internal transport certificate, so that it must not go',
      fleet: inbound([SELF, PUB25, INTCA], { internalTransportCertificate: INTCA.thumbprint }),
      finds: [
        {
          server: SERVER,
          endpoint: FRONTEND,
          remediation: expect.not.arrayContaining([expect.stringContaining('Remove-ExchangeCertificate')]),
        },
      ],
    },
    {
      when: 'the server is a 2010, which has no pins',
      fleet: inbound([SELF, PUB25, INTCA], { version: '2010' }),
      finds: [
        {
          server: SERVER,
          endpoint: FRONTEND,
          remediation: [
            expect.stringMatching('^Remove certificate …74A4'),
            `Remove-ExchangeCertificate -Server EX01 -Thumbprint ${INTCA.thumbprint}`,
          ],
        },
      ],
    },
    {
      when: 'the root is called otherwise',
      fleet: winner({ rootCaType: 'GroupPolicy' }),
      finds: [{ server: SERVER, endpoint: FRONTEND, evidence }],
    },
    {
      when: 'several connectors present it: one finding each',
      fleet: fleet([
        ex01({
          certificates: [PUB25, INTCA],
          receiveConnectors: [
            frontend({ fqdn: 'mail.contoso.com' }),
            hub({ fqdn: 'MAIL.contoso.com.' }),
            frontend({ name: 'Own' }),
          ],
        }),
      ]),
      finds: [
        { server: SERVER, endpoint: FRONTEND },
        { server: SERVER, endpoint: 'receive:Default EX01:starttls' },
      ],
    },
  ],
  silent: [
    { when: 'the internal one is older and loses', fleet: winner({ notBefore: '2025-04-30T00:00:00Z' }) },
    {
      when: 'both start together and the internal one ends later',
      fleet: winner({ notBefore: '2025-05-01T00:00:00Z' }),
    },
    { when: 'the winner is public, too', fleet: winner({ rootCaType: 'ThirdParty' }) },
    { when: 'its kind of root is unset', fleet: winner({ rootCaType: null }) },
    { when: 'its kind of root is blank', fleet: winner({ rootCaType: ' ' }) },
    { when: 'its kind of root is unknown', fleet: winner({ rootCaType: undefined }) },
    { when: 'the loser is not public', fleet: loser({ rootCaType: 'Enterprise' }) },
    { when: 'the kind of root of the loser is unknown', fleet: loser({ rootCaType: undefined }) },
    { when: 'the loser has expired', fleet: loser({ notAfter: AT }) },
    { when: 'the loser is not eligible, having no SMTP', fleet: loser({ services: ['IIS'] }) },
    { when: 'the loser is not eligible, having no key', fleet: loser({ hasPrivateKey: false }) },
    { when: 'the loser is undecided', fleet: loser({ extendedKeyUsages: undefined }) },
    { when: 'the loser has another name', fleet: loser({ subject: 'CN=a.contoso.com', subjectAlternativeNames: [] }) },
    {
      when: 'the loser is self-signed',
      fleet: loser({ isSelfSigned: true, rootCaType: 'ThirdParty' }),
    },
    {
      when: 'the winner is self-signed',
      fleet: inbound([{ ...INTCA, isSelfSigned: true }]),
    },
    {
      when: 'the connector is pinned',
      fleet: inbound([SELF, PUB25, INTCA], {
        receiveConnectors: [
          frontend({ fqdn: 'mail.contoso.com', tlsCertificateName: '<I>CN=Corp CA<S>CN=mail.contoso.com' }),
        ],
      }),
    },
    {
      when: 'a pin is there that fell back by policy: it is still an effective pin',
      fleet: fleet(
        [
          ex01({
            certificates: [INTCA, changed(PUB25, { issuer: 'CN=Other CA' })],
            receiveConnectors: [frontend({ fqdn: 'mail.contoso.com', tlsCertificateName: PIN })],
          }),
        ],
        {},
        { policy: { pinFallback: 'fqdn' } },
      ),
    },
    {
      when: 'the connector does not offer Tls',
      fleet: inbound([SELF, PUB25, INTCA], {
        receiveConnectors: [frontend({ fqdn: 'mail.contoso.com', authMechanism: ['ExchangeServer'] })],
      }),
    },
    {
      when: 'the connector is disabled',
      fleet: inbound([SELF, PUB25, INTCA], {
        receiveConnectors: [frontend({ fqdn: 'mail.contoso.com', enabled: false })],
      }),
    },
    { when: 'the version is unknown', fleet: inbound([SELF, PUB25, INTCA], { version: undefined }) },
  ],
});
