import type { PoolView } from './fleet.js';
import { align, memberPresents, poolsNamed } from './pool-commands.js';
import { bridgeDiffers, poolNames, poolsWhere, type PoolsConcerned } from './pools.js';
import { NOTHING, type Occurrence, type StandingRule } from './rule.js';
import type { Subject } from './subject.js';

export const ro29: StandingRule = {
  kind: 'standing',
  id: 'RO-29',
  title: 'The members of a pool show web clients different certificates',
  severity: 'high',
  fires:
    'the server is a member of a pool and its client front presents a certificate, and the client fronts of the members present two or more different ones; or the pool uses Extended Protection and the load balancer presents another certificate than this member. Several pools are one finding.',
  breaks:
    'clients get one certificate or the other, and warn now and then; with Extended Protection, authentication fails through a load balancer that does not present the very certificate of the server.',
  remedy: 'Roll one certificate to every member and to the load balancer in one change.',
  notRisky:
    'A load balancer that passes TLS through needs no certificate. Members that present nothing are not compared, RO-13 tells them.',
  cite: [{ key: 'L-EP', confidence: 'A' }],
  check: (subject) => {
    const concerned = poolsWhere(subject, (pool, own) => pool.shown.length > 1 || breaksProtection(pool, own));
    return concerned === null ? NOTHING : [occurrence(subject, concerned)];
  },
};

function breaksProtection(pool: PoolView, own: string): boolean {
  return pool.extendedProtection === true && bridgeDiffers(pool, own);
}

function occurrence(subject: Subject, concerned: PoolsConcerned): Occurrence {
  const { front, pools } = concerned;
  const shown = [...new Set(pools.flatMap((pool) => pool.shown))];
  const breaks = pools.some((pool) => breaksProtection(pool, front.thumbprint))
    ? 'Extended Protection fails through the load balancer, which presents another one'
    : 'other members present other ones, and clients warn now and then';
  return {
    endpoint: front.binding.endpoint,
    summary: `${memberPresents(subject, concerned)} as a member of ${poolsNamed(pools)}: ${breaks}.`,
    evidence: { pools: poolNames(pools), thumbprint: front.thumbprint, shown, bridges: bridgesOf(pools) },
    remediation: align(subject, concerned),
  };
}

function bridgesOf(pools: readonly PoolView[]): readonly string[] {
  return [...new Set(pools.flatMap(({ tlsBridge }) => tlsBridge ?? []))];
}
