import { expect } from '@jest/globals';
import type { Organization, Server } from '#libs/fleet/document.js';
import {
  type Changed,
  edge01,
  ESELF,
  ex01,
  fleet,
  frontend,
  PUB26,
  sender,
  SUBSCRIPTION,
} from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { ro23 } from './ro-23.js';

const SERVER = 'edge01.contoso.com';
const OUTBOUND = 'send:Outbound:starttls';
const PREFIX = '<I>CN=Trust CA1<S>CN=';
const SUBJECT = `CN=mail.contoso.com, OU=${'w'.repeat(240)}`;

/** A pin of that many characters. */
const pinOf = (length: number) => PREFIX + 'w'.repeat(length - PREFIX.length);
const onEdge = (more = {}, server: Changed<Server> = {}, around: Changed<Organization> = {}) =>
  fleet([ex01(), edge01(server)], {
    sendConnectors: [sender({ tlsCertificateName: pinOf(257), sourceServers: ['EDGE01', 'EX01'], ...more })],
    edgeSubscriptions: [SUBSCRIPTION],
    ...around,
  });

ruleCases(ro23, {
  fires: [
    {
      when: 'a name has one character too many, on the Edge only',
      fleet: onEdge(),
      finds: [
        {
          id: 'RO-23',
          severity: 'high',
          server: SERVER,
          endpoint: OUTBOUND,
          summary: expect.stringContaining('has 257 characters, of which the Edge edge01.contoso.com takes 256'),
          evidence: { length: 257, connector: 'Outbound' },
          remediation: [
            expect.stringContaining('Use a certificate whose issuer and subject together are shorter'),
            expect.stringContaining('in the directory of edge01.contoso.com'),
            expect.stringMatching(/^Get-ADObject .* \| Set-ADObject -Replace @\{rangeUpper=1024\}$/),
            'Start-EdgeSynchronization',
          ],
          sources: ['KB4052493'],
        },
      ],
    },
    {
      when: 'the certificate that is meant has a public name: the connector can select by that',
      fleet: onEdge(
        { tlsCertificateName: `<I>CN=Trust CA1<S>${SUBJECT}` },
        { certificates: [ESELF, { ...PUB26, subject: SUBJECT }] },
      ),
      finds: [
        {
          server: SERVER,
          endpoint: OUTBOUND,
          evidence: { length: `<I>CN=Trust CA1<S>${SUBJECT}`.length },
          remediation: expect.arrayContaining([
            'Run the following on a Mailbox server of the subscribed site:',
            'Set-SendConnector -Identity Outbound -Fqdn mail.contoso.com -TlsCertificateName $null',
            'Start-EdgeSynchronization',
          ]),
        },
      ],
    },
    {
      when: 'the connector has a public name already',
      fleet: onEdge({ fqdn: 'smtp.contoso.com' }),
      finds: [
        {
          server: SERVER,
          endpoint: OUTBOUND,
          remediation: expect.arrayContaining([
            'Set-SendConnector -Identity Outbound -Fqdn smtp.contoso.com -TlsCertificateName $null',
          ]),
        },
      ],
    },
    {
      when: 'it has wrong syntax, and store and version are unknown',
      fleet: onEdge({ tlsCertificateName: 'w'.repeat(300) }, { certificates: undefined, version: undefined }),
      finds: [{ server: SERVER, endpoint: OUTBOUND, evidence: { length: 300 } }],
    },
  ],
  silent: [
    { when: 'the name has 256 characters', fleet: onEdge({ tlsCertificateName: pinOf(256) }) },
    { when: 'it has them between blanks', fleet: onEdge({ tlsCertificateName: `   ${pinOf(256)}   ` }) },
    { when: 'the Edge is not subscribed', fleet: onEdge({}, {}, { edgeSubscriptions: [] }) },
    {
      when: 'the subscription names another Edge',
      fleet: onEdge({}, {}, { edgeSubscriptions: [{ edgeServer: 'edge02.contoso.com', adSite: 'AMS' }] }),
    },
    { when: 'the subscriptions are unknown', fleet: onEdge({}, {}, { edgeSubscriptions: undefined }) },
    { when: 'only a Mailbox server sends by it', fleet: onEdge({ sourceServers: ['EX01'] }) },
    { when: 'its source servers are unknown', fleet: onEdge({ sourceServers: undefined }) },
    { when: 'the roles of the server are unknown', fleet: onEdge({}, { roles: undefined }) },
    { when: 'the connector is disabled', fleet: onEdge({ enabled: false }) },
    { when: 'nobody knows whether it is enabled', fleet: onEdge({ enabled: undefined }) },
    { when: 'the name is unknown', fleet: onEdge({ tlsCertificateName: undefined }) },
    {
      when: 'it is the name of a Receive connector',
      fleet: onEdge(
        { tlsCertificateName: null },
        { receiveConnectors: [frontend({ tlsCertificateName: pinOf(257) })] },
      ),
    },
  ],
});
