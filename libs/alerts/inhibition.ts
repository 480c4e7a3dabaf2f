import type { Alert } from './alert.js';
import type { Bearings } from './bearing.js';

/**
 * The open alert that makes another one pointless to tell; null: none does. A server of which nothing is heard may have been renewed long ago, so its
 * silence hides what only time makes true of it. A risk that stands at an endpoint hides that its certificate is about to expire; and an endpoint that
 * went dark hides the risk that says so, too, for it knows what did it and how to undo it. What is what hangs on what its rule asks, whoever wrote it.
 */
export function inhibitorOf(alert: Alert, open: readonly Alert[], bearings: Bearings): Alert | null {
  const { rule, server, endpoint } = alert.facts;
  if (server === null) return null;
  const bearing = bearings.get(rule) ?? null;
  if (bearing !== 'risk' && bearing !== 'time') return null;
  const here = open.filter(
    ({ facts, state, id }) => id !== alert.id && state !== 'resolved' && facts.server === server,
  );
  const atEndpoint = endpoint === null ? [] : here.filter(({ facts }) => facts.endpoint === endpoint);
  const is = (bearing: string) => (one: Alert) => bearings.get(one.facts.rule) === bearing;
  const dark = atEndpoint.find(is('darkness'));
  if (bearing === 'risk') return dark ?? null;
  return here.find(is('silence')) ?? atEndpoint.find(is('risk')) ?? dark ?? null;
}
