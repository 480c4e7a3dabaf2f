import { align, memberPresents, poolsNamed } from './pool-commands.js';
import { bridgeDiffers, poolNames, poolsWhere, type PoolsConcerned } from './pools.js';
import { NOTHING, type Occurrence, type StandingRule } from './rule.js';
import type { Subject } from './subject.js';
import { certificateNamed, listed } from './wording.js';

export const ro32: StandingRule = {
  kind: 'standing',
  id: 'RO-32',
  title: 'A load balancer shows another certificate than the server behind it',
  severity: 'high',
  fires:
    'the server is a member of a pool whose load balancer presents a certificate of its own, and this is another one than the client front of the server presents. Several pools are one finding.',
  breaks:
    'Extended Protection cannot be switched on, or fails where it is: it binds the authentication to the certificate that the client sees. Clients that reach the server past the load balancer see another certificate.',
  remedy: 'Roll one certificate to every member and to the load balancer in one change.',
  notRisky: 'A load balancer that passes TLS through has no certificate to compare.',
  cite: [{ key: 'L-EP', confidence: 'A' }],
  check: (subject) => {
    const concerned = poolsWhere(subject, bridgeDiffers);
    return concerned === null ? NOTHING : [occurrence(subject, concerned)];
  },
};

function occurrence(subject: Subject, concerned: PoolsConcerned): Occurrence {
  const { front, pools } = concerned;
  const bridges = [...new Set(pools.flatMap(({ tlsBridge }) => tlsBridge ?? []))];
  const shown = listed(bridges.map((thumbprint) => certificateNamed(subject.facts, thumbprint)));
  return {
    endpoint: null,
    summary: `${memberPresents(subject, concerned)}, but the load balancer of ${poolsNamed(pools)} presents ${shown}: Extended Protection fails there.`,
    evidence: { pools: poolNames(pools), thumbprint: front.thumbprint, bridges, front: front.binding.endpoint },
    remediation: align(subject, concerned),
  };
}
