import { expect } from '@jest/globals';
import {
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
  SELF2,
  SUBSCRIPTION,
} from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { ro17 } from './ro-17.js';

const SERVER = 'ex01.contoso.com';
const FRONTEND = 'receive:Default Frontend EX01:starttls';
const CLEAR = "Set-ReceiveConnector -Identity 'EX01\\Default Frontend EX01' -TlsCertificateName $null";
const SET = "Set-ReceiveConnector -Identity 'EX01\\Default Frontend EX01' -TlsCertificateName $name";
const ANSWER_NO = 'If the next command asks whether to overwrite the existing default SMTP certificate, answer N.';
const WIZARD = expect.stringContaining('Hybrid Configuration wizard');
const IMPORT = expect.stringMatching(/^\$cert = Import-ExchangeCertificate -Server EX01 -FileData /);
const LONG_PIN = `<I>CN=Trust CA1<S>CN=${'w'.repeat(260)}`;

const pinned = (tlsCertificateName: string | null | undefined, more = {}) => frontend({ tlsCertificateName, ...more });
const withReceive = (connector = pinned(PIN), more = {}) =>
  fleet([ex01({ certificates: [SELF], receiveConnectors: [connector], ...more })]);

ruleCases(ro17, {
  fires: [
    {
      when: 'a Receive connector is pinned and the store has only another certificate',
      fleet: withReceive(),
      finds: [
        {
          id: 'RO-17',
          severity: 'critical',
          server: SERVER,
          endpoint: FRONTEND,
          summary:
            'Receive connector "Default Frontend EX01" is pinned to <I>CN=Trust CA1<S>CN=mail.contoso.com, and ex01.contoso.com has no such certificate: it does not offer STARTTLS (event 12014), and senders that demand it, such as Exchange Online, stop.',
          evidence: { tlsCertificateName: PIN, connector: 'Default Frontend EX01', replacement: null },
          remediation: [
            CLEAR,
            'Bring the certificate that is to take its place with its private key, from a PFX file:',
            IMPORT,
            ANSWER_NO,
            'Enable-ExchangeCertificate -Server EX01 -Thumbprint $cert.Thumbprint -Services SMTP',
            '$name = "<I>$($cert.Issuer)<S>$($cert.Subject)"',
            SET,
          ],
          sources: ['KB2989382', 'EHLO-25', 'L-HYBCERT'],
        },
      ],
    },
    {
      when: 'the renewal has another issuer: it is proposed',
      fleet: withReceive(pinned(PIN), { certificates: [SELF, { ...PUBX, services: ['IIS'] }] }),
      finds: [
        {
          server: SERVER,
          endpoint: FRONTEND,
          evidence: { replacement: PUBX.thumbprint },
          remediation: [
            CLEAR,
            ANSWER_NO,
            `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${PUBX.thumbprint} -Services SMTP`,
            `$cert = Get-ExchangeCertificate -Server EX01 -Thumbprint ${PUBX.thumbprint}`,
            '$name = "<I>$($cert.Issuer)<S>$($cert.Subject)"',
            SET,
          ],
        },
      ],
    },
    {
      when: 'the connector is a hybrid one: Exchange Online must be told, too',
      fleet: withReceive(
        pinned(PIN, { tlsDomainCapabilities: ['mail.protection.outlook.com:AcceptCloudServicesMail'] }),
        {
          certificates: [SELF, PUBX],
        },
      ),
      finds: [
        {
          server: SERVER,
          endpoint: FRONTEND,
          remediation: [CLEAR, expect.stringMatching('cert'), expect.stringMatching('name'), SET, WIZARD],
        },
      ],
    },
    {
      when: 'a Send connector is pinned: on each source server that lacks the certificate',
      fleet: fleet([ex01({ certificates: [SELF] }), ex02({ certificates: [SELF2, PUB26] })], {
        sendConnectors: [sender({ tlsCertificateName: PIN, sourceServers: ['EX01', 'EX02'] })],
      }),
      finds: [
        {
          server: SERVER,
          endpoint: 'send:Outbound:starttls',
          summary: expect.stringContaining('its mail is deferred with 454 4.7.5'),
          remediation: expect.arrayContaining(['Set-SendConnector -Identity Outbound -TlsCertificateName $name']),
        },
      ],
    },
    {
      when: 'the pin has wrong syntax, whatever the store has',
      fleet: withReceive(pinned('CN=mail.contoso.com'), { certificates: [SELF, PUB26] }),
      finds: [
        {
          server: SERVER,
          endpoint: FRONTEND,
          summary: expect.stringContaining('is not of the form <I>issuer<S>subject'),
          evidence: { tlsCertificateName: 'CN=mail.contoso.com', replacement: PUB26.thumbprint },
        },
      ],
    },
    {
      when: 'the store is known to be empty',
      fleet: withReceive(pinned(PIN), { certificates: null }),
      finds: [{ server: SERVER, endpoint: FRONTEND }],
    },
    {
      when: 'the subject contradicts, though the issuer is unknown',
      fleet: withReceive(pinned(PIN), {
        certificates: [{ thumbprint: PUBX.thumbprint, subject: 'CN=other.contoso.com' }],
      }),
      finds: [{ server: SERVER, endpoint: FRONTEND }],
    },
    {
      when: 'the connector does not even offer Tls',
      fleet: withReceive(pinned(PIN, { authMechanism: [] })),
      finds: [{ server: SERVER, endpoint: FRONTEND }],
    },
    {
      when: 'two connectors are pinned: one finding each',
      fleet: fleet([
        ex01({
          certificates: [SELF],
          receiveConnectors: [pinned(PIN), hub({ tlsCertificateName: PIN, enabled: true })],
        }),
      ]),
      finds: [
        { server: SERVER, endpoint: FRONTEND },
        { server: SERVER, endpoint: 'receive:Default EX01:starttls' },
      ],
    },
    {
      when: 'the server is a subscribed Edge: its connector is set in the organization',
      fleet: fleet([edge01({ certificates: [{ ...PUBX, services: ['SMTP'] }], receiveConnectors: [] })], {
        sendConnectors: [sender({ tlsCertificateName: PIN, sourceServers: ['EDGE01'] })],
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
          ],
        },
      ],
    },
    {
      when: 'the server is a subscribed Edge without any that would do',
      fleet: fleet([edge01({ receiveConnectors: [] })], {
        sendConnectors: [sender({ tlsCertificateName: PIN, sourceServers: ['EDGE01'] })],
        edgeSubscriptions: [SUBSCRIPTION],
      }),
      finds: [
        {
          server: 'edge01.contoso.com',
          endpoint: 'send:Outbound:starttls',
          remediation: [
            'Run the following on EDGE01 itself:',
            'Bring the certificate that is to take its place with its private key, from a PFX file:',
            expect.stringMatching(/^\$cert = Import-ExchangeCertificate -FileData/),
            ANSWER_NO,
            'Enable-ExchangeCertificate -Thumbprint $cert.Thumbprint -Services SMTP',
            '$name = "<I>$($cert.Issuer)<S>$($cert.Subject)"',
            '$name',
            expect.stringMatching('On a Mailbox server'),
            'Set-SendConnector -Identity Outbound -TlsCertificateName $name',
            'Start-EdgeSynchronization',
          ],
        },
      ],
    },
  ],
  silent: [
    {
      when: 'a certificate matches in other letter case, whatever its state',
      fleet: withReceive(pinned(PIN.toLowerCase()), {
        certificates: [{ ...PUB26, hasPrivateKey: false, services: [], status: 'Revoked' }],
      }),
    },
    { when: 'the store is unknown', fleet: withReceive(pinned(PIN), { certificates: undefined }) },
    {
      when: 'a certificate may match, its issuer being unknown',
      fleet: withReceive(pinned(PIN), {
        certificates: [SELF, { thumbprint: PUB26.thumbprint, subject: 'CN=mail.contoso.com' }],
      }),
    },
    { when: 'the version is unknown', fleet: withReceive(pinned(PIN), { version: undefined }) },
    { when: 'the pin is unknown', fleet: withReceive(pinned(undefined)) },
    { when: 'there is no pin', fleet: withReceive(pinned(null)) },
    { when: 'the pin is blank', fleet: withReceive(pinned('  ')) },
    { when: 'the server is a 2010, which has no pins', fleet: withReceive(pinned(PIN), { version: '2010' }) },
    { when: 'the server is a 2007, which has no pins', fleet: withReceive(pinned(PIN), { version: '2007' }) },
    { when: 'the connector is disabled', fleet: withReceive(pinned(PIN, { enabled: false })) },
    { when: 'nobody knows whether it is enabled', fleet: withReceive(pinned(PIN, { enabled: undefined })) },
    {
      when: 'the Send connector has no known source server',
      fleet: fleet([ex01({ certificates: [SELF] })], {
        sendConnectors: [
          sender({ tlsCertificateName: PIN, sourceServers: ['EX09'] }),
          sender({ name: 'Other', tlsCertificateName: PIN, sourceServers: null }),
        ],
      }),
    },
    {
      when: 'the pin is too long for the Edge, so that it does not count there',
      fleet: fleet([edge01({ receiveConnectors: [] })], {
        sendConnectors: [sender({ tlsCertificateName: LONG_PIN, sourceServers: ['EDGE01'] })],
      }),
    },
    {
      when: 'it may be an Edge for which the pin is too long',
      fleet: fleet([ex01({ roles: undefined, receiveConnectors: [] })], {
        sendConnectors: [sender({ tlsCertificateName: LONG_PIN })],
      }),
    },
  ],
});
