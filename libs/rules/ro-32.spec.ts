import type { Pool } from '#libs/fleet/document.js';
import { ex01, ex02, fleet, PUB25, PUB26, SELF } from '../../test/support/fixture.js';
import { ruleCases } from '../../test/support/rule-cases.js';
import { ro32 } from './ro-32.js';

const ONE = { server: 'ex01.contoso.com', endpoint: null } as const;
const BRIDGE = { thumbprint: PUB25.thumbprint };

/** EX01 behind a load balancer that shows PUB25. */
function bridged(pool: Partial<Pool>, server: Parameters<typeof ex01>[0] = {}) {
  return fleet([ex01(server)], {
    pools: [{ name: 'mail.contoso.com', members: ['EX01'], tlsBridge: BRIDGE, ...pool }],
  });
}

ruleCases(ro32, {
  fires: [
    {
      when: 'the load balancer presents another certificate, without Extended Protection',
      fleet: bridged({ extendedProtection: false }),
      finds: [
        {
          ...ONE,
          severity: 'high',
          summary:
            'EX01 presents certificate …EA30 (mail.contoso.com), but the load balancer of pool mail.contoso.com presents certificate …ABC6: Extended Protection fails there.',
          evidence: {
            pools: ['mail.contoso.com'],
            thumbprint: PUB26.thumbprint,
            bridges: [PUB25.thumbprint],
            front: 'iis:Default Web Site:*:443:',
          },
          remediation: [
            'Change all members of pool mail.contoso.com and the load balancer to one certificate, in one change.',
            `$pfx = Export-ExchangeCertificate -Server EX01 -Thumbprint ${PUB26.thumbprint} -BinaryEncoded -Password (Read-Host 'Password' -AsSecureString)`,
            "[System.IO.File]::WriteAllBytes('C:\\Certificates\\certificate.pfx', $pfx.FileData)",
            'Give certificate …EA30 (mail.contoso.com) to the load balancer.',
          ],
          sources: ['L-EP'],
        },
      ],
    },
    {
      when: 'it does with Extended Protection, and the server has a newer certificate that is the one of the load balancer',
      fleet: bridged(
        { extendedProtection: true, tlsBridge: { thumbprint: ` ${PUB26.thumbprint.toLowerCase()}` } },
        {
          certificates: [SELF, PUB25, PUB26],
          iisBindings: [
            { site: 'Default Web Site', protocol: 'https', ipAddress: '*', port: 443, thumbprint: PUB25.thumbprint },
          ],
        },
      ),
      finds: [
        {
          ...ONE,
          remediation: [
            'Change all members of pool mail.contoso.com and the load balancer to one certificate, in one change.',
            `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${PUB26.thumbprint} -Services IIS`,
          ],
        },
      ],
    },
    {
      when: 'it does for every member, in two pools: one finding each',
      fleet: fleet([ex01(), ex02()], {
        pools: [
          { name: 'a', members: ['EX01', 'EX02'], tlsBridge: BRIDGE },
          { name: 'b', members: ['EX01', 'EX02'], tlsBridge: BRIDGE },
          { name: 'c', members: ['EX01', 'EX02'], tlsBridge: { thumbprint: PUB26.thumbprint } },
        ],
      }),
      finds: [
        { ...ONE, evidence: { pools: ['a', 'b'] } },
        { server: 'ex02.contoso.com', endpoint: null, evidence: { pools: ['a', 'b'] } },
      ],
    },
  ],
  silent: [
    { when: 'the load balancer presents the same', fleet: bridged({ tlsBridge: { thumbprint: PUB26.thumbprint } }) },
    { when: 'it passes TLS through', fleet: bridged({ tlsBridge: null }) },
    { when: 'its certificate is unset', fleet: bridged({ tlsBridge: { thumbprint: ' ' } }) },
    { when: 'its certificate is unknown', fleet: bridged({ tlsBridge: {} }) },
    { when: 'nobody told of it', fleet: fleet([ex01()], { pools: [{ name: 'mail', members: ['EX01'] }] }) },
    { when: 'the server is no member', fleet: bridged({ members: ['EX02'] }) },
    { when: 'the client front presents nothing', fleet: bridged({}, { certificates: [SELF] }) },
    { when: 'the bindings are unknown', fleet: bridged({}, { iisBindings: undefined }) },
    { when: 'the store is unknown', fleet: bridged({}, { certificates: undefined }) },
  ],
});
