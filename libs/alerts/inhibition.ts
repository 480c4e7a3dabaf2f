import type { Alert } from './alert.js';

/**
 * The open alert that makes another one pointless to tell; null: none does. A server of which nothing is heard may have been renewed long ago, so its
 * silence hides what only time makes true of it. A risk that stands at an endpoint hides that its certificate is about to expire; and an endpoint that
 * went dark hides the risk that says so, too, for it knows what did it and how to undo it.
 */
export function inhibitorOf(alert: Alert, open: readonly Alert[]): Alert | null {
  const { rule, server, endpoint } = alert.facts;
  if (server === null) return null;
  const here = open.filter(
    ({ facts, state, id }) => id !== alert.id && state !== 'resolved' && facts.server === server,
  );
  const atEndpoint = endpoint === null ? [] : here.filter(({ facts }) => facts.endpoint === endpoint);
  if (RISKS.has(rule)) return atEndpoint.find(({ facts }) => facts.rule === 'went-dark') ?? null;
  if (!OF_TIME.has(rule)) return null;
  return (
    here.find(({ facts }) => facts.rule === 'collector-silent') ??
    atEndpoint.find(({ facts }) => RISKS.has(facts.rule) || facts.rule === 'went-dark') ??
    null
  );
}

const OF_TIME: ReadonlySet<string> = new Set(['presented-expires', 'forecast-switch']);
const RISKS: ReadonlySet<string> = new Set(['risk-introduced', 'risk-stands']);
