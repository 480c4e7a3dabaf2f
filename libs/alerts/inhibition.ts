import type { Alert } from './alert.js';

/**
 * The open alert that makes another one pointless to tell; null: none does. A server of which nothing is heard may have been renewed long ago, so its
 * silence hides what only time makes true of it. A risk that stands at an endpoint hides that its certificate is about to expire.
 */
export function inhibitorOf(alert: Alert, open: readonly Alert[]): Alert | null {
  const { rule, server, endpoint } = alert.facts;
  if (server === null || !OF_TIME.has(rule)) return null;
  const here = open.filter(({ facts, state, id }) => id !== alert.id && state !== 'resolved' && facts.server === server);
  return (
    here.find(({ facts }) => facts.rule === 'collector-silent') ??
    here.find(({ facts }) => RISKS.has(facts.rule) && facts.endpoint === endpoint && endpoint !== null) ??
    null
  );
}

const OF_TIME: ReadonlySet<string> = new Set(['presented-expires', 'forecast-switch']);
const RISKS: ReadonlySet<string> = new Set(['risk-introduced', 'risk-stands', 'went-dark']);
