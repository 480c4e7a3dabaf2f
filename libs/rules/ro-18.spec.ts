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
import { ruleCases, type Fires } from '../../test/support/rule-cases.js';
import { ro18 } from './ro-18.js';

const SERVER = 'ex01.contoso.com';
const FRONTEND = 'receive:Default Frontend EX01:starttls';
const OLD = PUB25.thumbprint;
const NEW = PUB26.thumbprint;
const ANSWER_NO = 'If the next command asks whether to overwrite the existing default SMTP certificate, answer N.';
const BEFORE = '2026-05-31T23:59:59Z';

/** PUB26 and another one that is equally good, apart from what the case says. */
const twin = (more: Changed<Certificate> = {}) => changed<Certificate>({ ...PUB26, thumbprint: OLD }, more);
const withTwins = (certificates: readonly Certificate[], more = {}, around = {}) =>
  fleet([ex01({ certificates, receiveConnectors: [frontend({ tlsCertificateName: PIN })], ...more })], around);
const differing = (more: Changed<Certificate>, other: Changed<Certificate> = {}) =>
  withTwins([SELF, twin(more), changed(PUB26, other)]);
const found = (...differ: string[]): Fires['finds'] => [{ server: SERVER, endpoint: FRONTEND, evidence: { differ } }];

ruleCases(ro18, {
  fires: [
    {
      when: 'the renewal was imported without SMTP',
      fleet: withTwins([SELF, PUB25, { ...PUB26, services: [] }]),
      finds: [
        {
          id: 'RO-18',
          severity: 'high',
          server: SERVER,
          endpoint: FRONTEND,
          summary:
            'Receive connector "Default Frontend EX01" on ex01.contoso.com is pinned to issuer and subject of certificate …ABC6 (mail.contoso.com) and certificate …EA30 (mail.contoso.com), which differ in having SMTP: Exchange may take the one that fails.',
          evidence: { differ: ['smtp'], thumbprints: [OLD, NEW], tlsCertificateName: PIN },
          remediation: [
            ANSWER_NO,
            `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${NEW} -Services SMTP`,
            `Remove-ExchangeCertificate -Server EX01 -Thumbprint ${OLD}`,
          ],
          sources: ['L-STLS', 'EHLO-25', 'CSS-1165'],
        },
      ],
    },
    {
      when: 'one has lost its key: it gets it back before the other one goes',
      fleet: withTwins([
        { ...PUB25, services: ['SMTP', 'IIS'] },
        { ...PUB26, hasPrivateKey: false, serialNumber: '0AFF' },
      ]),
      finds: [
        {
          server: SERVER,
          endpoint: FRONTEND,
          evidence: { differ: ['privateKey'] },
          remediation: [
            expect.stringContaining('private key, on EX01 itself'),
            "certutil -repairstore My '0AFF'",
            expect.stringContaining('Import-ExchangeCertificate'),
            `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${NEW} -Services IIS`,
            `Remove-ExchangeCertificate -Server EX01 -Thumbprint ${OLD}`,
          ],
        },
      ],
    },
    { when: 'the status of one is bad', fleet: differing({ status: 'Revoked' }), finds: found('status') },
    {
      when: 'one ends at this very instant',
      fleet: differing({ notBefore: '2025-01-01T00:00:00Z', notAfter: AT }),
      finds: found('inDate'),
    },
    {
      when: 'one is not yet valid: the other one stays until then',
      fleet: differing({}, { notBefore: '2026-06-03T00:00:00Z' }),
      finds: [
        {
          server: SERVER,
          endpoint: FRONTEND,
          evidence: { differ: ['inDate'] },
          remediation: [
            'Wait until the kept certificate is valid, from 2026-06-03 on.',
            `Remove-ExchangeCertificate -Server EX01 -Thumbprint ${OLD}`,
          ],
        },
      ],
    },
    {
      when: 'the one that starts last is not the one that ends last',
      fleet: withTwins([PUB26, LONG]),
      finds: [
        {
          server: SERVER,
          endpoint: FRONTEND,
          evidence: { differ: ['dates'] },
          remediation: [`Remove-ExchangeCertificate -Server EX01 -Thumbprint ${NEW}`],
        },
      ],
    },
    {
      when: 'three cross each other, though an unknown start of one leaves room',
      fleet: withTwins([PUB26, LONG, twin({ notBefore: undefined, notAfter: '2027-06-25T00:00:00Z' })]),
      finds: found('dates'),
    },
    {
      when: 'they differ in every way',
      fleet: withTwins([
        { ...LONG, services: [], hasPrivateKey: false, status: 'Untrusted', notBefore: '2025-06-01T00:00:00Z' },
        { ...PUB26, notAfter: BEFORE },
      ]),
      finds: found('inDate', 'smtp', 'privateKey', 'status', 'dates'),
    },
    {
      when: 'two of three are known to differ',
      fleet: withTwins([
        twin({ services: undefined }),
        PUB26,
        { ...PUB26, thumbprint: LONG.thumbprint, services: ['IIS'] },
      ]),
      finds: found('smtp'),
    },
    {
      when: 'an unknown date on one side does not hide that the other one has ended',
      fleet: differing({ notBefore: undefined, notAfter: BEFORE }),
      finds: found('inDate'),
    },
    {
      when: 'a Send connector names them: its value is taken away for as long as the removal takes',
      fleet: withTwins(
        [PUB25, { ...PUB26, services: [] }],
        { receiveConnectors: [] },
        { sendConnectors: [sender({ tlsCertificateName: PIN, sourceServers: ['EX01', 'EX02'] })] },
      ),
      finds: [
        {
          server: SERVER,
          endpoint: 'send:Outbound:starttls',
          remediation: [
            ANSWER_NO,
            `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${NEW} -Services SMTP`,
            expect.stringMatching('^Stop transport on every source server of Outbound'),
            'Get-Service -ComputerName EX01,EX02 -Name MSExchangeTransport | Stop-Service',
            'Set-SendConnector -Identity Outbound -TlsCertificateName $null',
            `Remove-ExchangeCertificate -Server EX01 -Thumbprint ${OLD}`,
            'Remove the same certificates on every other server that has them, then go on:',
            `Set-SendConnector -Identity Outbound -TlsCertificateName '${PIN}'`,
            'Get-Service -ComputerName EX01,EX02 -Name MSExchangeTransport | Start-Service',
          ],
        },
      ],
    },
    {
      when: 'the old one is the internal transport certificate of a server that is tied to an Edge',
      fleet: withTwins(
        [PUB25, { ...PUB26, services: [] }],
        { internalTransportCertificate: OLD },
        { edgeSubscriptions: [SUBSCRIPTION] },
      ),
      finds: [
        {
          server: SERVER,
          endpoint: FRONTEND,
          remediation: [
            ANSWER_NO,
            `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${NEW} -Services SMTP`,
            expect.stringMatching('^Certificate …ABC6 .* is the internal transport certificate'),
            'New-ExchangeCertificate -Server EX01 -DomainName EX01 -IncludeServerFQDN -Services SMTP -Force',
            expect.stringContaining('Subscribe edge01.contoso.com again'),
            `Remove-ExchangeCertificate -Server EX01 -Thumbprint ${OLD}`,
          ],
        },
      ],
    },
    {
      when: 'the server is an Edge',
      fleet: fleet([
        edge01({
          certificates: [PUB25, { ...PUB26, services: [] }],
          receiveConnectors: [frontend({ tlsCertificateName: PIN })],
        }),
      ]),
      finds: [
        {
          server: 'edge01.contoso.com',
          endpoint: FRONTEND,
          remediation: [
            'Run the following on EDGE01 itself:',
            ANSWER_NO,
            `Enable-ExchangeCertificate -Thumbprint ${NEW} -Services SMTP`,
            `Remove-ExchangeCertificate -Thumbprint ${OLD}`,
          ],
        },
      ],
    },
    {
      when: 'the profile single makes SMTP of the internal transport certificate: recorded services count',
      fleet: fleet(
        [
          ex01({
            certificates: [twin({ services: [] }), PUB26],
            receiveConnectors: [frontend({ tlsCertificateName: PIN })],
          }),
        ],
        {},
        { policy: { exchange2007Profile: 'single' } },
      ),
      finds: found('smtp'),
    },
  ],
  silent: [
    { when: 'the renewal is as good and better in every date', fleet: withTwins([PUB25, PUB26]) },
    { when: 'they are equal in every way', fleet: differing({}) },
    { when: 'one starts at this very instant', fleet: differing({ notBefore: AT, notAfter: '2027-06-21T00:00:00Z' }) },
    { when: 'they start together and one ends later', fleet: differing({ notAfter: '2027-06-21T00:00:00Z' }) },
    { when: 'they end together and one starts later', fleet: differing({ notBefore: '2026-05-21T00:00:00Z' }) },
    { when: 'one is DateInvalid by its recorded status alone', fleet: differing({ status: 'DateInvalid' }) },
    { when: 'the status of one is unknown', fleet: differing({ status: null }) },
    { when: 'the services of one are unknown', fleet: differing({ services: undefined }) },
    { when: 'the key of one is unknown', fleet: differing({ hasPrivateKey: undefined }) },
    {
      when: 'they cross each other but for an unknown end',
      fleet: withTwins([PUB26, changed(LONG, { notAfter: undefined })]),
    },
    { when: 'they cross each other but for an unknown start', fleet: withTwins([PUB26, { ...LONG, notBefore: null }]) },
    {
      when: 'they differ in what makes no difference',
      fleet: differing({
        keySize: 1024,
        services: ['SMTP', 'IIS'],
        rootCaType: 'Registry',
        subjectAlternativeNames: [],
      }),
    },
    { when: 'only one matches', fleet: withTwins([SELF, { ...PUB26, services: [] }, PUBX]) },
    {
      when: 'the other one only may match',
      fleet: withTwins([PUB26, changed(PUB25, { issuer: undefined, services: [] })]),
    },
    {
      when: 'there is no pin',
      fleet: withTwins([PUB25, { ...PUB26, services: [] }], { receiveConnectors: [frontend()] }),
    },
    {
      when: 'the connector is disabled',
      fleet: withTwins([PUB25, { ...PUB26, services: [] }], {
        receiveConnectors: [frontend({ tlsCertificateName: PIN, enabled: false })],
      }),
    },
    { when: 'the server is a 2010', fleet: withTwins([PUB25, { ...PUB26, services: [] }], { version: '2010' }) },
    { when: 'the version is unknown', fleet: withTwins([PUB25, { ...PUB26, services: [] }], { version: undefined }) },
    { when: 'the store is unknown', fleet: withTwins([], { certificates: undefined }) },
  ],
});
