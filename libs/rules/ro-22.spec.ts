import { expect } from '@jest/globals';
import type { Hybrid, Organization } from '#libs/fleet/document.js';
import {
  changed,
  type Changed,
  edge01,
  ex01,
  ex02,
  fleet,
  PIN,
  PUB26,
  SELF,
  SELF2,
  sender,
} from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { ro22 } from './ro-22.js';

const SERVER = 'ex01.contoso.com';

const lacking = ex01({ certificates: [SELF] });
const hybrid = (named: Changed<Hybrid>, server = lacking, around: Changed<Organization> = {}) =>
  fleet([server], { hybrid: changed<Hybrid>({ tlsCertificateName: PIN, sendingServers: ['EX01'] }, named), ...around });
const nowhere = { sendingServers: [], receivingServers: null, edgeServers: undefined };
const cloudSender = (more = {}) => sender({ cloudServicesMailEnabled: true, ...more });

ruleCases(ro22, {
  fires: [
    {
      when: 'a sending server lacks the certificate',
      fleet: hybrid({}),
      finds: [
        {
          id: 'RO-22',
          severity: 'critical',
          server: SERVER,
          endpoint: null,
          summary: `ex01.contoso.com carries hybrid mail, but has no certificate that matches ${PIN} of the hybrid configuration: mail between it and Exchange Online stops.`,
          evidence: { tlsCertificateName: PIN },
          remediation: [
            `Bring the certificate that the hybrid configuration names (${PIN}) with its private key, from a PFX file:`,
            expect.stringContaining('$cert = Import-ExchangeCertificate -Server EX01'),
            'If the next command asks whether to overwrite the existing default SMTP certificate, answer N.',
            'Enable-ExchangeCertificate -Server EX01 -Thumbprint $cert.Thumbprint -Services SMTP',
            'If every hybrid server has another certificate by now, name that one instead:',
            expect.stringContaining('Hybrid Configuration wizard'),
          ],
          sources: ['KB2989382', 'EHLO-25', 'L-HYBCERT'],
        },
      ],
    },
    {
      when: 'a receiving server lacks it, named by its FQDN',
      fleet: hybrid({ sendingServers: undefined, receivingServers: ['EX01.contoso.com'] }),
      finds: [{ server: SERVER, endpoint: null }],
    },
    {
      when: 'a hybrid Edge lacks it, not the server that has it',
      fleet: fleet([ex01(), edge01()], {
        hybrid: { tlsCertificateName: PIN, sendingServers: ['EX01'], edgeServers: ['EDGE01'] },
      }),
      finds: [
        {
          server: 'edge01.contoso.com',
          endpoint: null,
          remediation: expect.arrayContaining(['Run the following on EDGE01 itself:']),
        },
      ],
    },
    {
      when: 'a source server of a hybrid Send connector lacks it, not the other one',
      fleet: fleet([lacking, ex02({ certificates: [SELF2] })], {
        hybrid: { tlsCertificateName: PIN, sendingServers: [], receivingServers: null },
        sendConnectors: [cloudSender({ tlsCertificateName: PIN })],
      }),
      finds: [{ server: SERVER, endpoint: null }],
    },
    {
      when: 'the store is known to be empty',
      fleet: hybrid({}, ex01({ certificates: [] })),
      finds: [{ server: SERVER, endpoint: null }],
    },
    {
      when: 'the version has no pins, or is unknown',
      fleet: fleet(
        [ex01({ version: '2010', certificates: [SELF] }), ex02({ version: undefined, certificates: [SELF2] })],
        { hybrid: { tlsCertificateName: PIN, receivingServers: ['EX01', 'EX02'] } },
      ),
      finds: [
        { server: SERVER, endpoint: null },
        { server: 'ex02.contoso.com', endpoint: null },
      ],
    },
  ],
  silent: [
    {
      when: 'a certificate matches, whatever its state',
      fleet: hybrid({}, ex01({ certificates: [{ ...PUB26, hasPrivateKey: false, services: [] }] })),
    },
    { when: 'the names differ in letter case only', fleet: hybrid({ tlsCertificateName: PIN.toUpperCase() }, ex01()) },
    {
      when: 'a certificate may match',
      fleet: hybrid({}, ex01({ certificates: [{ thumbprint: PUB26.thumbprint, issuer: 'CN=Trust CA1' }] })),
    },
    { when: 'the store is unknown', fleet: hybrid({}, ex01({ certificates: undefined })) },
    { when: 'the hybrid name has wrong syntax', fleet: hybrid({ tlsCertificateName: 'CN=mail.contoso.com' }) },
    { when: 'the hybrid name has an empty subject', fleet: hybrid({ tlsCertificateName: '<I>CN=Trust CA1<S> ' }) },
    { when: 'the hybrid name is unset', fleet: hybrid({ tlsCertificateName: null }) },
    { when: 'the hybrid name is unknown', fleet: hybrid({ tlsCertificateName: undefined }) },
    { when: 'there is no hybrid configuration', fleet: fleet([lacking], { hybrid: null }) },
    { when: 'the hybrid configuration is unknown', fleet: fleet([lacking], { hybrid: undefined }) },
    { when: 'the server carries no hybrid mail', fleet: hybrid(nowhere) },
    { when: 'other servers do', fleet: hybrid({ sendingServers: ['EX02', 'ex09.contoso.com', ' '] }) },
    {
      when: 'the Send connector is disabled, no hybrid one, or sent by others',
      fleet: hybrid(nowhere, lacking, {
        sendConnectors: [
          cloudSender({ enabled: false }),
          sender({ name: 'Internet' }),
          cloudSender({ name: 'Other', sourceServers: ['EX02'] }),
          cloudSender({ name: 'Unknown', enabled: undefined }),
        ],
      }),
    },
  ],
});
