import { driftOf } from '#libs/fleet/drift.js';
import type { Entry } from '#libs/fleet/effective-order.js';
import { momentsOf } from './moments.js';

/** Which of these inventories show what no recorded event explains. Those of neither history are left out. */
export function inventoriesWithNews(
  fqdn: string,
  own: readonly Entry[],
  organization: readonly Entry[],
  positions: ReadonlySet<number>,
): ReadonlySet<number> {
  const found = new Set<number>();
  if (positions.size === 0) return found;
  for (const { event, at, before, after } of momentsOf(fqdn, own, organization, positions)) {
    if (event.type === 'inventory.observed' && driftOf(before.server, after.server, at).length > 0)
      found.add(event.position);
  }
  return found;
}
