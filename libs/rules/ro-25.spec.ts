import { expect } from '@jest/globals';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { ReceiveConnector, Server } from '#libs/fleet/document.js';
import {
  changed,
  type Changed,
  edge01,
  ESELF,
  ex01,
  fleet,
  frontend,
  hub,
  INTCA,
  PUB26,
  SELF,
  sender,
} from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { ro25 } from './ro-25.js';

const SERVER = 'ex01.contoso.com';

/** A public certificate that carries the name of the server. */
const NAMED: Certificate = { ...PUB26, subjectAlternativeNames: ['mail.contoso.com', 'ex01.contoso.com'] };

const connected = (connector: Changed<ReceiveConnector> = {}, server: Changed<Server> = {}) =>
  fleet([ex01({ certificates: [SELF, NAMED], receiveConnectors: [frontend(connector)], ...server })]);
const stored = (...certificates: readonly Certificate[]) => connected({}, { certificates });

ruleCases(ro25, {
  fires: [
    {
      when: 'a public certificate has the name of the server: once for both connectors',
      fleet: connected({}, { receiveConnectors: [frontend(), hub()] }),
      finds: [
        {
          id: 'RO-25',
          severity: 'medium',
          server: SERVER,
          endpoint: null,
          summary:
            "On ex01.contoso.com certificate …EA30 (mail.contoso.com) carries the server's own name and has taken over from the self-signed one on Default Frontend EX01 and Default EX01.",
          evidence: {
            thumbprint: NAMED.thumbprint,
            name: 'ex01.contoso.com',
            connectors: ['Default Frontend EX01', 'Default EX01'],
          },
          remediation: [
            expect.stringContaining('Issue the certificate again without ex01.contoso.com'),
            expect.stringContaining('the first one listed'),
            'Get-ExchangeCertificate -Server EX01 -DomainName ex01.contoso.com',
          ],
          sources: [],
        },
      ],
    },
    {
      when: 'one of the company’s own CA has it, and the connector no name of its own',
      fleet: connected(
        { fqdn: null },
        {
          certificates: [SELF, { ...INTCA, subjectAlternativeNames: ['ex01.contoso.com'] }],
        },
      ),
      finds: [{ server: SERVER, endpoint: null, evidence: { thumbprint: INTCA.thumbprint } }],
    },
    {
      when: 'a wildcard covers the name, and the connector writes it in other letters',
      fleet: connected(
        { fqdn: 'EX01.CONTOSO.COM.' },
        {
          certificates: [SELF, { ...PUB26, subjectAlternativeNames: ['*.contoso.com'] }],
        },
      ),
      finds: [{ server: SERVER, endpoint: null }],
    },
    {
      when: 'the server is a 2010, though a pin is set',
      fleet: connected({ tlsCertificateName: '<I>a<S>b' }, { version: '2010' }),
      finds: [{ server: SERVER, endpoint: null }],
    },
    {
      when: 'the server is an Edge',
      fleet: fleet([edge01({ certificates: [ESELF, { ...PUB26, subjectAlternativeNames: ['edge01.contoso.com'] }] })]),
      finds: [
        {
          server: 'edge01.contoso.com',
          endpoint: null,
          remediation: expect.arrayContaining(['Get-ExchangeCertificate -DomainName edge01.contoso.com']),
        },
      ],
    },
  ],
  silent: [
    { when: 'the public certificate lacks the name of the server', fleet: stored(SELF, PUB26) },
    { when: 'no self-signed one has the name', fleet: stored(NAMED) },
    { when: 'the self-signed one has no SMTP', fleet: stored({ ...SELF, services: ['IIS'] }, NAMED) },
    { when: 'the self-signed one is undecided', fleet: stored(changed(SELF, { services: undefined }), NAMED) },
    {
      when: 'nobody knows whether the other one is self-signed',
      fleet: stored(changed(SELF, { isSelfSigned: undefined }), NAMED),
    },
    { when: 'the loser is not self-signed either', fleet: stored({ ...SELF, isSelfSigned: false }, NAMED) },
    { when: 'the public one has no SMTP', fleet: stored(SELF, { ...NAMED, services: ['IIS'] }) },
    {
      when: 'a self-signed one wins over another',
      fleet: stored(SELF, { ...SELF, thumbprint: NAMED.thumbprint, notBefore: '2025-01-01T00:00:00Z' }),
    },
    {
      when: 'the public one has no key for a handshake',
      fleet: stored(SELF, { ...NAMED, hasPrivateKey: false }),
    },
    {
      when: 'the connector has another name',
      fleet: connected(
        { fqdn: 'mail.contoso.com' },
        {
          certificates: [{ ...SELF, subjectAlternativeNames: ['mail.contoso.com'] }, NAMED],
        },
      ),
    },
    { when: 'the name of the connector is unknown', fleet: connected({ fqdn: undefined }) },
    {
      when: 'the connector is pinned to the public one',
      fleet: connected({ tlsCertificateName: '<I>CN=Trust CA1<S>CN=mail.contoso.com' }),
    },
    { when: 'the pin is unknown', fleet: connected({ tlsCertificateName: undefined }) },
    { when: 'the version is unknown', fleet: connected({}, { version: undefined }) },
    { when: 'the connector does not offer Tls', fleet: connected({ authMechanism: ['ExchangeServer'] }) },
    { when: 'the connector is disabled', fleet: connected({ enabled: false }) },
    {
      when: 'it is a Send connector',
      fleet: fleet([ex01({ certificates: [SELF, NAMED], receiveConnectors: [] })], { sendConnectors: [sender()] }),
    },
  ],
});
