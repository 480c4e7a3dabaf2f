import { expect } from '@jest/globals';
import type { ReceiveConnector, Server } from '#libs/fleet/document.js';
import {
  type Changed,
  changed,
  ex01,
  fleet,
  frontend,
  INTCA,
  PIN,
  PUB26,
  SELF,
  sender,
} from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { ro33 } from './ro-33.js';

const SERVER = 'ex01.contoso.com';
const FRONTEND = 'receive:Default Frontend EX01:starttls';

const secured = (connector: Changed<ReceiveConnector> = {}, server: Changed<Server> = {}) =>
  fleet([ex01({ receiveConnectors: [frontend({ domainSecureEnabled: true, ...connector })], ...server })]);
const partner = (more = {}, server: Changed<Server> = {}) =>
  fleet([ex01({ receiveConnectors: [], ...server })], {
    sendConnectors: [sender({ domainSecureEnabled: true, ...more })],
  });

ruleCases(ro33, {
  fires: [
    {
      when: 'a Receive connector with Domain Security presents the self-signed certificate',
      fleet: secured(),
      finds: [
        {
          id: 'RO-33',
          severity: 'high',
          server: SERVER,
          endpoint: FRONTEND,
          summary:
            'Receive connector "Default Frontend EX01" on ex01.contoso.com demands mutual TLS, but presents the self-signed certificate …700F (EX01): partners reject it.',
          evidence: { thumbprint: SELF.thumbprint, connector: 'Default Frontend EX01' },
          remediation: [
            `$cert = Get-ExchangeCertificate -Server EX01 -Thumbprint ${PUB26.thumbprint}`,
            '$name = "<I>$($cert.Issuer)<S>$($cert.Subject)"',
            "Set-ReceiveConnector -Identity 'EX01\\Default Frontend EX01' -TlsCertificateName $name",
          ],
          sources: ['JAAP-HYB'],
        },
      ],
    },
    {
      when: 'a Send connector does',
      fleet: partner(),
      finds: [
        {
          server: SERVER,
          endpoint: 'send:Outbound:starttls',
          evidence: { thumbprint: SELF.thumbprint },
          remediation: expect.arrayContaining(['Set-SendConnector -Identity Outbound -TlsCertificateName $name']),
        },
      ],
    },
    {
      when: 'it is pinned to the self-signed certificate',
      fleet: partner({ tlsCertificateName: '<I>CN=EX01<S>CN=EX01' }),
      finds: [{ server: SERVER, endpoint: 'send:Outbound:starttls' }],
    },
    {
      when: 'the self-signed certificate has expired and is presented all the same',
      fleet: secured({}, { certificates: [{ ...SELF, notAfter: '2026-01-01T00:00:00Z' }] }),
      finds: [{ server: SERVER, endpoint: FRONTEND }],
    },
    {
      when: 'the server is a 2010: a certificate must carry the name',
      fleet: secured({}, { version: '2010' }),
      finds: [
        {
          server: SERVER,
          endpoint: FRONTEND,
          remediation: expect.arrayContaining([
            expect.stringContaining('a certificate of a trusted authority for ex01.contoso.com'),
          ]),
        },
      ],
    },
  ],
  silent: [
    { when: 'Domain Security is off', fleet: secured({ domainSecureEnabled: false }) },
    { when: 'nobody knows whether it is on', fleet: secured({ domainSecureEnabled: undefined }) },
    { when: 'the Send connector has it not', fleet: partner({ domainSecureEnabled: null }) },
    { when: 'the connector does not offer Tls', fleet: secured({ authMechanism: ['ExchangeServer'] }) },
    { when: 'the connector is disabled', fleet: secured({ enabled: false }) },
    { when: 'the Send connector ignores STARTTLS', fleet: partner({ ignoreStartTls: true }) },
    { when: 'it presents a public certificate', fleet: secured({ fqdn: 'mail.contoso.com' }) },
    {
      when: 'it presents one of an internal CA',
      fleet: secured({ fqdn: 'mail.contoso.com' }, { certificates: [INTCA] }),
    },
    { when: 'it is pinned to a public one', fleet: secured({ tlsCertificateName: PIN }) },
    {
      when: 'nobody knows whether it is self-signed',
      fleet: secured({}, { certificates: [changed(SELF, { isSelfSigned: undefined })] }),
    },
    {
      when: 'the handshake fails anyway',
      fleet: partner(
        { tlsCertificateName: '<I>CN=EX01<S>CN=EX01' },
        { certificates: [{ ...SELF, hasPrivateKey: false }] },
      ),
    },
    { when: 'the store is unknown', fleet: secured({}, { certificates: undefined }) },
  ],
});
