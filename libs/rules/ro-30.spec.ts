import { edge01, ex01, ex02, fleet, INTCA, OAUTH, PUB26, SELF } from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { without } from '../../test/support/without.js';
import { ro30 } from './ro-30.js';

const EX01 = 'ex01.contoso.com';
const EX02 = 'ex02.contoso.com';
const ENDPOINT = 'internal-transport';
const PUBLIC = { internalTransportCertificate: PUB26.thumbprint };
const EX03 = { fqdn: 'ex03.contoso.com', netbiosName: 'EX03' };

ruleCases(ro30, {
  fires: [
    {
      when: 'another server has a self-signed one, and this one has not',
      fleet: fleet([ex01(PUBLIC), ex02()]),
      finds: [
        {
          server: EX01,
          endpoint: ENDPOINT,
          severity: 'low',
          summary:
            'The internal transport certificate of EX01, certificate …EA30 (mail.contoso.com), is not self-signed, unlike that of other servers: they are renewed at uneven dates and in uneven ways.',
          evidence: { thumbprint: PUB26.thumbprint },
          remediation: [
            `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${SELF.thumbprint} -Services SMTP -Force`,
            'Get-Service -ComputerName EX01 -Name MSExchangeTransport,MSExchangeFrontEndTransport | Restart-Service',
          ],
          sources: [],
        },
      ],
    },
    {
      when: 'several have not, known by null too: each of them',
      fleet: fleet([
        ex01({ internalTransportCertificate: INTCA.thumbprint, certificates: [{ ...INTCA, isSelfSigned: null }] }),
        ex02(PUBLIC),
        ex01({ ...EX03, internalTransportCertificate: OAUTH.thumbprint, certificates: [OAUTH] }),
      ]),
      finds: [
        { server: EX01, endpoint: ENDPOINT },
        { server: EX02, endpoint: ENDPOINT },
      ],
    },
  ],
  silent: [
    { when: 'all are self-signed', fleet: fleet([ex01(), ex02(), edge01()]) },
    { when: 'none is self-signed', fleet: fleet([ex01(PUBLIC), ex02(PUBLIC)]) },
    { when: 'only an Edge has a self-signed one', fleet: fleet([ex01(PUBLIC), edge01()]) },
    {
      when: 'only an Edge has another one',
      fleet: fleet([ex01(), edge01({ ...PUBLIC, certificates: [PUB26] })]),
    },
    { when: 'the roles of the self-signed one are unknown', fleet: fleet([ex01(PUBLIC), ex02({ roles: undefined })]) },
    { when: 'the roles of the other one are unknown', fleet: fleet([ex01({ ...PUBLIC, roles: undefined }), ex02()]) },
    {
      when: 'the self-signed one is not in the store',
      fleet: fleet([ex01(PUBLIC), ex02({ certificates: [PUB26] })]),
    },
    { when: 'the other one is not in the store', fleet: fleet([ex01({ ...PUBLIC, certificates: [SELF] }), ex02()]) },
    { when: 'a store is unknown', fleet: fleet([ex01(PUBLIC), ex02({ certificates: undefined })]) },
    {
      when: 'nobody knows whether it is self-signed',
      fleet: fleet([ex01({ ...PUBLIC, certificates: [without(PUB26, 'isSelfSigned')] }), ex02()]),
    },
    {
      when: 'the self-signed one is on a server without transport',
      fleet: fleet([ex01(PUBLIC), ex02({ version: '2010', roles: ['Mailbox', 'ClientAccess'] })]),
    },
    {
      when: 'the other one is on a server without transport',
      fleet: fleet([ex01({ ...PUBLIC, version: '2010', roles: ['Mailbox', 'ClientAccess'] }), ex02()]),
    },
  ],
});
