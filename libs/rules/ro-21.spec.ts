import { expect } from '@jest/globals';
import type { Organization, Server } from '#libs/fleet/document.js';
import {
  type Changed,
  edge01,
  ex01,
  ex02,
  fleet,
  frontend,
  INTCA,
  PIN,
  PUB26,
  PUBX,
  SELF,
  sender,
} from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { ro21 } from './ro-21.js';

const SERVER = 'ex01.contoso.com';
const FRONTEND = 'receive:Default Frontend EX01:starttls';
const FROM_CLOUD = ['mail.protection.outlook.com:AcceptCloudServicesMail'];
const WIZARD = expect.stringContaining('Hybrid Configuration wizard');
const ANSWER_NO = 'If the next command asks whether to overwrite the existing default SMTP certificate, answer N.';
const LONG_PIN = `<I>CN=Trust CA1<S>CN=${'w'.repeat(260)}`;

const inbound = (more = {}) => frontend({ tlsDomainCapabilities: FROM_CLOUD, ...more });
const hybrid = (more = {}, server: Changed<Server> = {}, around: Changed<Organization> = {}) =>
  fleet([ex01({ receiveConnectors: [inbound(more)], ...server })], around);
const outbound = (more = {}, server = ex01({ receiveConnectors: [] })) =>
  fleet([server, ex02({ receiveConnectors: [] })], {
    sendConnectors: [sender({ cloudServicesMailEnabled: true, sourceServers: [server.fqdn], ...more })],
  });

ruleCases(ro21, {
  fires: [
    {
      when: 'a hybrid Receive connector has the name of its server and no pin',
      fleet: hybrid(),
      finds: [
        {
          id: 'RO-21',
          severity: 'high',
          server: SERVER,
          endpoint: FRONTEND,
          summary: expect.stringContaining('chooses by the private name ex01.contoso.com'),
          evidence: { fqdn: 'ex01.contoso.com', connector: 'Default Frontend EX01' },
          remediation: [
            `$cert = Get-ExchangeCertificate -Server EX01 -Thumbprint ${PUB26.thumbprint}`,
            '$name = "<I>$($cert.Issuer)<S>$($cert.Subject)"',
            "Set-ReceiveConnector -Identity 'EX01\\Default Frontend EX01' -TlsCertificateName $name",
            WIZARD,
          ],
          sources: ['CSS-CLOUD', 'CSS-2234'],
        },
      ],
    },
    {
      when: 'the hybrid configuration names another certificate of the store: that one is taken',
      fleet: hybrid(
        {},
        { certificates: [SELF, PUB26, { ...PUBX, services: [] }] },
        { hybrid: { tlsCertificateName: '<I>CN=Trust CA2<S>CN=mail.contoso.com' } },
      ),
      finds: [
        {
          server: SERVER,
          endpoint: FRONTEND,
          remediation: expect.arrayContaining([
            ANSWER_NO,
            `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${PUBX.thumbprint} -Services SMTP`,
          ]),
        },
      ],
    },
    {
      when: 'there is none of a third party: it must be brought',
      fleet: hybrid({}, { certificates: [SELF, INTCA] }),
      finds: [
        {
          server: SERVER,
          endpoint: FRONTEND,
          remediation: expect.arrayContaining([expect.stringContaining('$cert = Import-ExchangeCertificate')]),
        },
      ],
    },
    {
      when: 'it has no FQDN at all',
      fleet: hybrid({ fqdn: ' ' }),
      finds: [
        {
          server: SERVER,
          endpoint: FRONTEND,
          summary: expect.stringContaining('has neither certificate name nor FQDN'),
          evidence: { fqdn: null },
        },
      ],
    },
    {
      when: 'a hybrid Send connector has no FQDN',
      fleet: outbound(),
      finds: [{ server: SERVER, endpoint: 'send:Outbound:starttls', evidence: { fqdn: null } }],
    },
    {
      when: 'it has the FQDN of another server',
      fleet: outbound({ fqdn: 'EX02.contoso.com' }),
      finds: [{ server: SERVER, endpoint: 'send:Outbound:starttls', evidence: { fqdn: 'EX02.contoso.com' } }],
    },
    {
      when: 'its FQDN has one label',
      fleet: hybrid({ fqdn: 'MAIL' }),
      finds: [{ server: SERVER, endpoint: FRONTEND }],
    },
    {
      when: 'its FQDN ends in local',
      fleet: hybrid({ fqdn: 'mail.contoso.local' }),
      finds: [{ server: SERVER, endpoint: FRONTEND }],
    },
    {
      when: 'a 2010 has no pins, so that a set one does not matter, and an unknown one neither',
      fleet: fleet([
        ex01({ version: '2010', receiveConnectors: [inbound({ tlsCertificateName: PIN })] }),
        ex02({ version: '2007', receiveConnectors: [inbound({ tlsCertificateName: undefined })] }),
      ]),
      finds: [
        {
          server: SERVER,
          endpoint: FRONTEND,
          remediation: [expect.stringContaining('a Receive connector of its own for Exchange Online'), WIZARD],
        },
        { server: 'ex02.contoso.com', endpoint: FRONTEND },
      ],
    },
    {
      when: 'the connector of a 2010 is for Exchange Online alone: it gets the public name',
      fleet: hybrid(
        { name: 'From Office 365', authMechanism: ['Tls'] },
        { version: '2010', certificates: [SELF, { ...PUB26, services: ['IIS'] }] },
      ),
      finds: [
        {
          server: SERVER,
          endpoint: 'receive:From Office 365:starttls',
          remediation: [
            ANSWER_NO,
            `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${PUB26.thumbprint} -Services SMTP`,
            "Set-ReceiveConnector -Identity 'EX01\\From Office 365' -Fqdn mail.contoso.com",
            WIZARD,
          ],
        },
      ],
    },
    {
      when: 'a 2010 has no public certificate',
      fleet: outbound({}, ex01({ version: '2010', certificates: [SELF], receiveConnectors: [] })),
      finds: [
        {
          server: SERVER,
          endpoint: 'send:Outbound:starttls',
          remediation: expect.arrayContaining([
            'Set the FQDN of the connector to the public name of that certificate.',
          ]),
        },
      ],
    },
  ],
  silent: [
    { when: 'its FQDN is a public name', fleet: hybrid({ fqdn: 'mail.contoso.com' }) },
    { when: 'the FQDN of the Send connector is a public name', fleet: outbound({ fqdn: 'mail.contoso.com' }) },
    { when: 'it has a pin', fleet: hybrid({ tlsCertificateName: PIN }) },
    { when: 'it has a malformed pin', fleet: hybrid({ tlsCertificateName: 'mail' }) },
    { when: 'its pin is unknown', fleet: hybrid({ tlsCertificateName: undefined }) },
    { when: 'the version is unknown', fleet: hybrid({}, { version: undefined }) },
    { when: 'its FQDN is unknown', fleet: hybrid({ fqdn: undefined }) },
    { when: 'it is disabled', fleet: hybrid({ enabled: false }) },
    { when: 'it is no hybrid connector', fleet: hybrid({ tlsDomainCapabilities: null }) },
    { when: 'nobody knows whether it is one', fleet: hybrid({ tlsDomainCapabilities: undefined }) },
    { when: 'the Send connector is none', fleet: outbound({ cloudServicesMailEnabled: null }) },
    {
      when: 'a pin is set that is only too long for the Edge (that is RO-23)',
      fleet: outbound({ tlsCertificateName: LONG_PIN }, edge01({ receiveConnectors: [] })),
    },
  ],
});
