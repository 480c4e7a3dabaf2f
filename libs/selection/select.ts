import type { FleetDocument } from '#libs/fleet/document.js';
import type { Asking } from './answer.js';
import { ask } from './ask.js';
import { askConnection } from './connection.js';
import { endpointsOf, sourcedConnectors } from './endpoints.js';
import { knobsOf } from './policy.js';
import { instantOf } from './select-server.js';
import type { Selection } from './selection.js';
import { serverFacts, type ServerFacts } from './server-facts.js';
import { namedServer, serverNames } from './server-names.js';

/**
 * Which certificate every endpoint of a fleet presents at an instant: all servers in document order, then the connections.
 * Never fails on a document, however much of it is unknown.
 * @param at RFC 3339, or milliseconds since 1970
 * @throws RangeError if `at` is no instant
 */
export function select(document: FleetDocument, at: string | number): Selection[] {
  return answers(document, { at: instantOf(at), explain: false });
}

/** The answers of `select`, each with its worked path in `trace`. */
export function explain(document: FleetDocument, at: string | number): Selection[] {
  return answers(document, { at: instantOf(at), explain: true });
}

function answers(document: FleetDocument, asking: Asking): Selection[] {
  const servers = document.servers ?? [];
  const names = serverNames(servers);
  const knobs = knobsOf(document.policy);
  const connectors = sourcedConnectors(document.organization, names);
  const byFqdn = new Map<string, ServerFacts>();
  const selections: Selection[] = [];
  for (const server of servers) {
    const facts = serverFacts(server, document.organization, knobs);
    if (!byFqdn.has(facts.fqdn)) byFqdn.set(facts.fqdn, facts);
    for (const endpoint of endpointsOf(server, facts.fqdn, connectors)) selections.push(ask(facts, endpoint, asking));
  }
  for (const [index, connection] of (document.connections ?? []).entries()) {
    const fqdn = namedServer(names, connection.server ?? '');
    const server = fqdn === undefined ? undefined : byFqdn.get(fqdn);
    selections.push(askConnection(server, { connection, endpoint: `connection:${index}` }, asking));
  }
  return selections;
}
