import { expect } from '@jest/globals';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { ReceiveConnector, Server } from '#libs/fleet/document.js';
import {
  changed,
  type Changed,
  ex01,
  fleet,
  frontend,
  hub,
  PIN,
  PUB26,
  PUBX,
  SELF,
  sender,
  WILD,
} from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { ro26 } from './ro-26.js';

const SERVER = 'ex01.contoso.com';
const MAIL = 'receive:Mail:starttls';
const CLIENT = 'receive:Client Frontend EX01:starttls';
const ANSWER_NO = 'If the next command asks whether to overwrite the existing default SMTP certificate, answer N.';

/** PUB26 for mail.contoso.com without SMTP. */
const UNSERVICED: Certificate = { ...PUB26, services: ['IIS'] };
const named = (more: Changed<ReceiveConnector> = {}, server: Changed<Server> = {}) =>
  fleet([
    ex01({
      certificates: [SELF, UNSERVICED],
      receiveConnectors: [frontend({ name: 'Mail', fqdn: 'mail.contoso.com', ...more })],
      ...server,
    }),
  ]);

const submission = (more: Changed<ReceiveConnector> = {}) =>
  frontend({
    name: 'Client Frontend EX01',
    bindings: ['0.0.0.0:587', '[::]:587'],
    authMechanism: ['Tls', 'BasicAuth', 'BasicAuthRequireTLS', 'Integrated'],
    ...more,
  });
const clients = (
  smtp: readonly string[] | null | undefined,
  more: Changed<ReceiveConnector> = {},
  server: Changed<Server> = {},
) => fleet([ex01({ receiveConnectors: [submission(more)], ...server })], { clientNames: changed({}, { smtp }) });

ruleCases(ro26, {
  fires: [
    {
      when: 'the only certificate for its name has no SMTP: it gets it',
      fleet: named(),
      finds: [
        {
          id: 'RO-26',
          severity: 'high',
          server: SERVER,
          endpoint: MAIL,
          summary:
            'No certificate of ex01.contoso.com has SMTP and covers mail.contoso.com, the name of Receive connector "Mail": TLS fails with UnknownCredentials.',
          evidence: { name: 'mail.contoso.com', connector: 'Mail' },
          remediation: [
            ANSWER_NO,
            `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${PUB26.thumbprint} -Services SMTP`,
          ],
          sources: ['L-RC', 'EXPTA'],
        },
      ],
    },
    {
      when: 'no certificate has its name: it takes that of the server, or one is brought',
      fleet: named({ fqdn: 'smtp.contoso.com', authMechanism: ['Tls'] }),
      finds: [
        {
          server: SERVER,
          endpoint: MAIL,
          summary: expect.stringContaining('STARTTLS is not offered (event 12014).'),
          remediation: expect.arrayContaining([
            "Set-ReceiveConnector -Identity 'EX01\\Mail' -Fqdn ex01.contoso.com",
            'Bring a certificate for smtp.contoso.com with its private key, from a PFX file:',
          ]),
        },
      ],
    },
    {
      when: 'it authenticates Exchange servers, so that its name must stay',
      fleet: named({ fqdn: 'smtp.contoso.com' }),
      finds: [
        {
          server: SERVER,
          endpoint: MAIL,
          remediation: expect.not.arrayContaining([expect.stringContaining('-Fqdn')]),
        },
      ],
    },
    {
      when: 'a Default connector must keep its name, too',
      fleet: named({ name: 'Default EX01', fqdn: 'smtp.contoso.com', authMechanism: ['Tls'] }),
      finds: [
        {
          server: SERVER,
          endpoint: 'receive:Default EX01:starttls',
          remediation: expect.not.arrayContaining([expect.stringContaining('-Fqdn')]),
        },
      ],
    },
    {
      when: 'no certificate has the name of the server: a self-signed one is made',
      fleet: named({ fqdn: null }, { certificates: [UNSERVICED] }),
      finds: [
        {
          server: SERVER,
          endpoint: MAIL,
          evidence: { name: SERVER },
          remediation: [
            ANSWER_NO,
            'New-ExchangeCertificate -Server EX01 -DomainName EX01 -IncludeServerFQDN -Services SMTP',
          ],
        },
      ],
    },
    {
      when: 'the store is known to be empty',
      fleet: named({}, { certificates: [] }),
      finds: [{ server: SERVER, endpoint: MAIL }],
    },
    {
      when: 'a 2010 ignores a pin, and an unknown one too',
      fleet: fleet([
        ex01({
          version: '2010',
          certificates: [UNSERVICED],
          receiveConnectors: [
            frontend({ name: 'Mail', fqdn: 'mail.contoso.com', tlsCertificateName: PIN }),
            frontend({ tlsCertificateName: undefined }),
          ],
        }),
      ]),
      finds: [
        { server: SERVER, endpoint: MAIL },
        { server: SERVER, endpoint: 'receive:Default Frontend EX01:starttls' },
      ],
    },
    {
      when: 'a wildcard does not reach that deep',
      fleet: named({ fqdn: 'a.mail.contoso.com' }, { certificates: [WILD] }),
      finds: [{ server: SERVER, endpoint: MAIL }],
    },
    {
      when: 'the services of a certificate are unknown, but its names are not its own',
      fleet: named({ fqdn: 'smtp.contoso.com' }, { certificates: [changed(PUB26, { services: undefined })] }),
      finds: [{ server: SERVER, endpoint: MAIL }],
    },
    {
      when: 'clients submit by a name that the certificate lacks: the connector gets it',
      fleet: clients(['Mail.contoso.com']),
      finds: [
        {
          server: SERVER,
          endpoint: CLIENT,
          summary:
            'Receive connector "Client Frontend EX01" on ex01.contoso.com presents certificate …700F (EX01), which does not cover mail.contoso.com, by which clients submit mail: they warn or refuse.',
          evidence: { names: ['mail.contoso.com'], thumbprint: SELF.thumbprint, connector: 'Client Frontend EX01' },
          remediation: ["Set-ReceiveConnector -Identity 'EX01\\Client Frontend EX01' -Fqdn mail.contoso.com"],
        },
      ],
    },
    {
      when: 'it listens on 587 beside another port, by IPv6',
      fleet: clients(['mail.contoso.com'], { bindings: ['0.0.0.0:25', '[::1]:587'] }),
      finds: [{ server: SERVER, endpoint: CLIENT, evidence: { names: ['mail.contoso.com'] } }],
    },
    {
      when: 'only some of the names are lacking, one of them twice',
      fleet: clients(['mail.contoso.com', 'smtp.contoso.com', ' ', 'SMTP.contoso.com', 'ex01.contoso.com'], {
        fqdn: 'mail.contoso.com',
      }),
      finds: [{ server: SERVER, endpoint: CLIENT, evidence: { names: ['smtp.contoso.com', 'ex01.contoso.com'] } }],
    },
    {
      when: 'the connector is pinned to a certificate without the name: it is pinned anew',
      fleet: clients(['mail.contoso.com'], { tlsCertificateName: '<I>CN=EX01<S>CN=EX01' }),
      finds: [
        {
          server: SERVER,
          endpoint: CLIENT,
          remediation: [
            `$cert = Get-ExchangeCertificate -Server EX01 -Thumbprint ${PUB26.thumbprint}`,
            '$name = "<I>$($cert.Issuer)<S>$($cert.Subject)"',
            "Set-ReceiveConnector -Identity 'EX01\\Client Frontend EX01' -TlsCertificateName $name",
          ],
        },
      ],
    },
    {
      when: 'no certificate of the store covers the names: one is brought',
      fleet: clients(['mail.contoso.com'], { tlsCertificateName: '<I>CN=EX01<S>CN=EX01' }, { certificates: [SELF] }),
      finds: [
        {
          server: SERVER,
          endpoint: CLIENT,
          remediation: expect.arrayContaining([
            'Bring a certificate for mail.contoso.com with its private key, from a PFX file:',
            '$name = "<I>$($cert.Issuer)<S>$($cert.Subject)"',
          ]),
        },
      ],
    },
    {
      when: 'the connector of a 2010 takes mail of Exchange servers on 587, too',
      fleet: clients(['mail.contoso.com'], { authMechanism: ['Tls', 'ExchangeServer'] }, { version: '2010' }),
      finds: [
        {
          server: SERVER,
          endpoint: CLIENT,
          remediation: ['Make a Receive connector of its own for clients on port 587, with mail.contoso.com as FQDN.'],
        },
      ],
    },
    {
      when: 'the profile single presents a certificate to which Exchange has not given SMTP',
      fleet: fleet(
        [ex01({ version: '2007', certificates: [{ ...SELF, services: [] }], receiveConnectors: [frontend()] })],
        {},
        { policy: { exchange2007Profile: 'single' } },
      ),
      finds: [
        {
          server: SERVER,
          endpoint: 'receive:Default Frontend EX01:starttls',
          summary: expect.stringContaining('only where the internal transport certificate serves for everything'),
        },
      ],
    },
    {
      when: 'both hold of one connector, the name comes first, and once',
      fleet: fleet(
        [
          ex01({
            certificates: [changed(SELF, { services: [] })],
            receiveConnectors: [submission(), hub()],
          }),
        ],
        { clientNames: { smtp: ['mail.contoso.com'] } },
      ),
      finds: [
        { server: SERVER, endpoint: CLIENT, evidence: { name: SERVER } },
        { server: SERVER, endpoint: 'receive:Default EX01:starttls', evidence: { name: SERVER } },
      ],
    },
  ],
  silent: [
    { when: 'a certificate with SMTP has the name', fleet: named({}, { certificates: [SELF, PUB26] }) },
    { when: 'it has it by a wildcard', fleet: named({}, { certificates: [WILD] }) },
    {
      when: 'it has expired and has no key: that is another matter',
      fleet: named({}, { certificates: [{ ...PUB26, hasPrivateKey: false, notAfter: '2026-01-01T00:00:00Z' }] }),
    },
    { when: 'its services are unknown', fleet: named({}, { certificates: [changed(PUB26, { services: undefined })] }) },
    {
      when: 'its names are unknown',
      fleet: named({}, { certificates: [changed(PUB26, { subject: 'CN=x', subjectAlternativeNames: undefined })] }),
    },
    { when: 'the store is unknown', fleet: named({}, { certificates: undefined }) },
    { when: 'the version is unknown', fleet: named({}, { version: undefined }) },
    { when: 'the pin is unknown', fleet: named({ tlsCertificateName: undefined }) },
    { when: 'there is a pin', fleet: named({ tlsCertificateName: PIN }) },
    { when: 'the FQDN is unknown', fleet: named({ fqdn: undefined }) },
    { when: 'the connector does not offer Tls', fleet: named({ authMechanism: ['ExchangeServer'] }) },
    { when: 'nobody knows whether it does', fleet: named({ authMechanism: undefined }) },
    { when: 'the connector is disabled', fleet: named({ enabled: false }) },
    {
      when: 'it is a Send connector',
      fleet: fleet([ex01({ receiveConnectors: [] })], { sendConnectors: [sender({ fqdn: 'smtp.contoso.com' })] }),
    },
    {
      when: 'the certificate covers the names by which clients submit',
      fleet: clients(['mail.contoso.com'], { tlsCertificateName: PIN }),
    },
    {
      when: 'the connector does not listen on 587',
      fleet: clients(['mail.contoso.com'], { bindings: ['0.0.0.0:25'] }),
    },
    {
      when: 'it listens on ports that only look like it',
      fleet: clients(['mail.contoso.com'], { bindings: ['0.0.0.0:5870', '0.0.0.0:1587', '[::587]:25'] }),
    },
    { when: 'its bindings are unknown', fleet: clients(['mail.contoso.com'], { bindings: undefined }) },
    { when: 'no names are known', fleet: clients(undefined) },
    { when: 'there are no names', fleet: clients(null) },
    {
      when: 'the certificate may cover the name',
      fleet: clients(['mail.contoso.com'], {}, { certificates: [changed(SELF, { subject: undefined })] }),
    },
    {
      when: 'nothing is presented on 587',
      fleet: clients(['mail.contoso.com'], { tlsCertificateName: PIN }, { certificates: [SELF, PUBX] }),
    },
    {
      when: 'a disabled connector listens on 587',
      fleet: clients(['mail.contoso.com'], { enabled: false }),
    },
  ],
});
