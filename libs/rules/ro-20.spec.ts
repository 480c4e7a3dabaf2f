import { expect } from '@jest/globals';
import type { Hybrid, Server } from '#libs/fleet/document.js';
import {
  type Changed,
  edge01,
  ex01,
  ex02,
  fleet,
  frontend,
  hub,
  PIN,
  PUB26,
  PUBX,
  SELF,
  sender,
} from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { ro20 } from './ro-20.js';

const SERVER = 'ex01.contoso.com';
const FRONTEND = 'receive:Default Frontend EX01:starttls';
const FROM_CLOUD = ['mail.protection.outlook.com:AcceptCloudServicesMail'];
const PIN_OF_PUBX = '<I>CN=Trust CA2<S>CN=mail.contoso.com';
const LONG_PIN = `<I>CN=Trust CA1<S>CN=${'w'.repeat(260)}`;
const WIZARD = expect.stringContaining('Hybrid Configuration wizard');

const inbound = (tlsCertificateName: string | null | undefined, more = {}) =>
  frontend({ tlsCertificateName, tlsDomainCapabilities: FROM_CLOUD, ...more });
const hybrid = (named: Hybrid | null | undefined, connector = inbound(PIN), more: Changed<Server> = {}) =>
  fleet([ex01({ certificates: [SELF, PUB26, PUBX], receiveConnectors: [connector], ...more })], { hybrid: named });
const NAMES_PUBX = { tlsCertificateName: PIN_OF_PUBX };

ruleCases(ro20, {
  fires: [
    {
      when: 'a hybrid Receive connector has another issuer than the hybrid configuration',
      fleet: hybrid(NAMES_PUBX),
      finds: [
        {
          id: 'RO-20',
          severity: 'high',
          server: SERVER,
          endpoint: FRONTEND,
          summary: expect.stringContaining(`pinned to ${PIN}, the hybrid configuration to ${PIN_OF_PUBX}`),
          evidence: { tlsCertificateName: PIN, hybrid: PIN_OF_PUBX, connector: 'Default Frontend EX01' },
          remediation: [
            WIZARD,
            'Or set the certificate of the hybrid configuration by hand:',
            `Set-ReceiveConnector -Identity 'EX01\\Default Frontend EX01' -TlsCertificateName '${PIN_OF_PUBX}'`,
          ],
          sources: ['CSS-CLOUD', 'CSS-2234'],
        },
      ],
    },
    {
      when: 'the server has no such certificate: it is brought first',
      fleet: hybrid(NAMES_PUBX, inbound(PIN), { certificates: [SELF, PUB26] }),
      finds: [
        {
          server: SERVER,
          endpoint: FRONTEND,
          remediation: expect.arrayContaining([
            expect.stringContaining('Import-ExchangeCertificate -Server EX01'),
            'Enable-ExchangeCertificate -Server EX01 -Thumbprint $cert.Thumbprint -Services SMTP',
            WIZARD,
          ]),
        },
      ],
    },
    {
      when: 'the pin of the connector has wrong syntax',
      fleet: hybrid(NAMES_PUBX, inbound('mail.contoso.com')),
      finds: [{ server: SERVER, endpoint: FRONTEND, evidence: { tlsCertificateName: 'mail.contoso.com' } }],
    },
    {
      when: 'the names differ by a blank inside',
      fleet: hybrid({ tlsCertificateName: '<I>CN=Trust  CA1<S>CN=mail.contoso.com' }),
      finds: [{ server: SERVER, endpoint: FRONTEND }],
    },
    {
      when: 'a hybrid Send connector differs, on every source server, store known or not',
      fleet: fleet([ex01({ certificates: undefined }), ex02()], {
        hybrid: NAMES_PUBX,
        sendConnectors: [
          sender({ tlsCertificateName: PIN, cloudServicesMailEnabled: true, sourceServers: ['EX01', 'EX02'] }),
        ],
      }),
      finds: [
        { server: SERVER, endpoint: 'send:Outbound:starttls' },
        { server: 'ex02.contoso.com', endpoint: 'send:Outbound:starttls' },
      ],
    },
    {
      when: 'two hybrid connectors differ: one finding each',
      fleet: fleet(
        [
          ex01({
            receiveConnectors: [inbound(PIN), hub({ tlsCertificateName: PIN, tlsDomainCapabilities: FROM_CLOUD })],
          }),
        ],
        { hybrid: NAMES_PUBX },
      ),
      finds: [
        { server: SERVER, endpoint: FRONTEND },
        { server: SERVER, endpoint: 'receive:Default EX01:starttls' },
      ],
    },
  ],
  silent: [
    { when: 'both name the same', fleet: hybrid({ tlsCertificateName: PIN }) },
    {
      when: 'the names differ in letter case and outer blanks only',
      fleet: hybrid({ tlsCertificateName: '  <i> cn=trust ca1 <s> cn=mail.contoso.com ' }),
    },
    { when: 'the connector is no hybrid one', fleet: hybrid(NAMES_PUBX, frontend({ tlsCertificateName: PIN })) },
    {
      when: 'nobody knows whether it is one',
      fleet: hybrid(NAMES_PUBX, frontend({ tlsCertificateName: PIN, tlsDomainCapabilities: undefined })),
    },
    {
      when: 'nobody knows whether the Send connector is one',
      fleet: fleet([ex01()], {
        hybrid: NAMES_PUBX,
        sendConnectors: [sender({ tlsCertificateName: PIN, cloudServicesMailEnabled: undefined })],
      }),
    },
    {
      when: 'the Send connector is none, or no server of the document sends by it',
      fleet: fleet([ex01()], {
        hybrid: NAMES_PUBX,
        sendConnectors: [
          sender({ tlsCertificateName: PIN }),
          sender({ name: 'O365', tlsCertificateName: PIN, cloudServicesMailEnabled: true, sourceServers: [] }),
        ],
      }),
    },
    { when: 'the connector is disabled', fleet: hybrid(NAMES_PUBX, inbound(PIN, { enabled: false })) },
    { when: 'the connector has no pin (that is RO-21)', fleet: hybrid(NAMES_PUBX, inbound(null)) },
    { when: 'its pin is unknown', fleet: hybrid(NAMES_PUBX, inbound(undefined)) },
    { when: 'the version has no pins', fleet: hybrid(NAMES_PUBX, inbound(PIN), { version: '2010' }) },
    { when: 'the version is unknown', fleet: hybrid(NAMES_PUBX, inbound(PIN), { version: undefined }) },
    { when: 'the hybrid configuration has wrong syntax', fleet: hybrid({ tlsCertificateName: 'CN=mail.contoso.com' }) },
    { when: 'the hybrid configuration names no certificate', fleet: hybrid({ tlsCertificateName: null }) },
    { when: 'its certificate is unknown', fleet: hybrid({}) },
    { when: 'there is no hybrid configuration', fleet: hybrid(null) },
    { when: 'the hybrid configuration is unknown', fleet: hybrid(undefined) },
    {
      when: 'the pin does not reach the Edge, being too long',
      fleet: fleet([edge01()], {
        hybrid: NAMES_PUBX,
        sendConnectors: [
          sender({ tlsCertificateName: LONG_PIN, cloudServicesMailEnabled: true, sourceServers: ['EDGE01'] }),
        ],
      }),
    },
  ],
});
