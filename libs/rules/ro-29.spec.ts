import type { Pool } from '#libs/fleet/document.js';
import { ex01, ex02, fleet, PUB25, PUB26, SELF2 } from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { without } from '../../test/support/without.js';
import { ro29 } from './ro-29.js';

const FRONT = 'iis:Default Web Site:*:443:';
const ONE = { server: 'ex01.contoso.com', endpoint: FRONT } as const;
const TWO = { server: 'ex02.contoso.com', endpoint: FRONT } as const;
const MAIL: Pool = { name: 'mail.contoso.com', members: ['ex01.contoso.com', 'ex02.contoso.com'] };

/** EX02 that presents PUB25 on Default Web Site. */
function ex02With25(more: Parameters<typeof ex02>[0] = {}) {
  return ex02({ certificates: [SELF2, PUB25, PUB26], iisBindings: frontOf(PUB25.thumbprint), ...more });
}

function frontOf(thumbprint: string | null, ipAddress = '*') {
  return [{ site: 'Default Web Site', protocol: 'https', ipAddress, port: 443, hostName: '', thumbprint }];
}

function pools(...all: readonly Pool[]) {
  return { pools: all };
}

/** EX01 alone behind a load balancer that shows PUB25. */
function bridged(more: Partial<Pool>) {
  const bridge = { thumbprint: PUB25.thumbprint };
  return fleet(
    [ex01()],
    pools({ name: 'mail', members: ['EX01'], tlsBridge: bridge, extendedProtection: true, ...more }),
  );
}

ruleCases(ro29, {
  fires: [
    {
      when: 'two members present different certificates: each of them',
      fleet: fleet([ex01(), ex02With25()], pools(MAIL)),
      finds: [
        {
          ...ONE,
          severity: 'high',
          summary:
            'EX01 presents certificate …EA30 (mail.contoso.com) as a member of pool mail.contoso.com: other members present other ones, and clients warn now and then.',
          evidence: {
            pools: ['mail.contoso.com'],
            thumbprint: PUB26.thumbprint,
            shown: [PUB26.thumbprint, PUB25.thumbprint],
            bridges: [],
          },
          remediation: [
            'Change all members of pool mail.contoso.com to one certificate, in one change.',
            `$pfx = Export-ExchangeCertificate -Server EX01 -Thumbprint ${PUB26.thumbprint} -BinaryEncoded -Password (Read-Host 'Password' -AsSecureString)`,
            "[System.IO.File]::WriteAllBytes('C:\\Certificates\\certificate.pfx', $pfx.FileData)",
            'Bring it to ex02.contoso.com, and enable it there for IIS.',
          ],
          sources: ['L-EP'],
        },
        {
          ...TWO,
          evidence: { thumbprint: PUB25.thumbprint },
          remediation: [
            'Change all members of pool mail.contoso.com to one certificate, in one change.',
            `Enable-ExchangeCertificate -Server EX02 -Thumbprint ${PUB26.thumbprint} -Services IIS`,
          ],
        },
      ],
    },
    {
      when: 'members are named by NetBIOS name, and one of the pool presents nothing',
      fleet: fleet(
        [ex01(), ex02With25(), ex02({ fqdn: 'ex03.contoso.com', netbiosName: 'EX03', iisBindings: frontOf(null) })],
        pools({ name: 'mail', members: ['ex01', 'EX02', 'EX03', 'nobody'] }),
      ),
      finds: [ONE, TWO],
    },
    {
      when: 'with Extended Protection, the load balancer presents another certificate than the only member',
      fleet: bridged({}),
      finds: [
        {
          ...ONE,
          summary:
            'EX01 presents certificate …EA30 (mail.contoso.com) as a member of pool mail: Extended Protection fails through the load balancer, which presents another one.',
          evidence: { pools: ['mail'], bridges: [PUB25.thumbprint] },
          remediation: [
            'Change all members of pool mail and the load balancer to one certificate, in one change.',
            `$pfx = Export-ExchangeCertificate -Server EX01 -Thumbprint ${PUB26.thumbprint} -BinaryEncoded -Password (Read-Host 'Password' -AsSecureString)`,
            "[System.IO.File]::WriteAllBytes('C:\\Certificates\\certificate.pfx', $pfx.FileData)",
            'Give certificate …EA30 (mail.contoso.com) to the load balancer.',
          ],
        },
      ],
    },
    {
      when: 'with Extended Protection, it differs from one member only: that member, if the others present nothing',
      fleet: fleet(
        [ex01(), ex02({ iisBindings: frontOf(null) })],
        pools({ ...MAIL, tlsBridge: { thumbprint: PUB25.thumbprint }, extendedProtection: true }),
      ),
      finds: [ONE],
    },
    {
      when: 'several pools do: one finding with all of them, and not those that are fine',
      fleet: fleet(
        [ex01(), ex02With25()],
        pools(
          MAIL,
          { name: 'alone', members: ['EX01'] },
          { ...MAIL, name: 'owa.contoso.com' },
          { ...MAIL, name: null },
        ),
      ),
      finds: [
        { ...ONE, evidence: { pools: ['mail.contoso.com', 'owa.contoso.com'] } },
        { ...TWO, evidence: { pools: ['mail.contoso.com', 'owa.contoso.com'] } },
      ],
    },
    {
      when: 'the pool has no name',
      fleet: fleet([ex01(), ex02With25()], pools(without(MAIL, 'name'))),
      finds: [{ ...ONE, evidence: { pools: [] } }, TWO],
    },
  ],
  silent: [
    { when: 'all members present the same', fleet: fleet([ex01(), ex02()], pools(MAIL)) },
    { when: 'the servers are in no common pool', fleet: fleet([ex01(), ex02With25()]) },
    {
      when: 'they are in different pools',
      fleet: fleet([ex01(), ex02With25()], pools({ name: 'a', members: ['EX01'] }, { name: 'b', members: ['EX02'] })),
    },
    { when: 'the members are unknown', fleet: fleet([ex01(), ex02With25()], pools(without(MAIL, 'members'))) },
    { when: 'the pools are unset', fleet: fleet([ex01(), ex02With25()], { pools: null }) },
    {
      when: 'the other one has no client front',
      fleet: fleet([ex01(), ex02With25({ iisBindings: frontOf(PUB25.thumbprint, '10.0.0.5') })], pools(MAIL)),
    },
    {
      when: 'what the other one presents is unknown',
      fleet: fleet([ex01(), ex02With25({ certificates: undefined })], pools(MAIL)),
    },
    { when: 'there is no Extended Protection', fleet: bridged({ extendedProtection: false }) },
    { when: 'Extended Protection is unset', fleet: bridged({ extendedProtection: null }) },
    {
      when: 'Extended Protection is unknown',
      fleet: fleet([ex01()], pools({ name: 'mail', members: ['EX01'], tlsBridge: { thumbprint: PUB25.thumbprint } })),
    },
    {
      when: 'the load balancer presents the same',
      fleet: bridged({ tlsBridge: { thumbprint: PUB26.thumbprint.toLowerCase() } }),
    },
    { when: 'it passes TLS through', fleet: bridged({ tlsBridge: null }) },
    { when: 'its certificate is unset', fleet: bridged({ tlsBridge: { thumbprint: null } }) },
    { when: 'its certificate is unknown', fleet: bridged({ tlsBridge: {} }) },
  ],
});
