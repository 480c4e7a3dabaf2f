import { presentedFront, type PresentedFront } from './client-front.js';
import type { PoolView } from './fleet.js';
import type { Subject } from './subject.js';

/** The pools of a member of which something is wrong, and what the member itself shows. */
export interface PoolsConcerned {
  readonly front: PresentedFront;
  readonly pools: readonly [PoolView, ...PoolView[]];
}

/** The pools of this server of which something holds; null: none, or nothing is known to be presented at its client front. */
export function poolsWhere(
  subject: Pick<Subject, 'facts' | 'fleet' | 'answers'>,
  holds: (pool: PoolView, thumbprint: string) => boolean,
): PoolsConcerned | null {
  const pools = subject.fleet.pools.get(subject.facts.fqdn);
  if (pools === undefined) return null;
  const front = presentedFront(subject);
  if (front === null) return null;
  const [first, ...others] = pools.filter((pool) => holds(pool, front.thumbprint));
  return first === undefined ? null : { front, pools: [first, ...others] };
}

/** Whether the load balancer is known to present another certificate than the member. */
export function bridgeDiffers({ tlsBridge }: PoolView, thumbprint: string): boolean {
  return tlsBridge != null && tlsBridge !== thumbprint;
}

/** The names of pools, without those that have none. */
export function poolNames(pools: readonly PoolView[]): readonly string[] {
  return [...new Set(pools.flatMap(({ name }) => name ?? []))];
}
