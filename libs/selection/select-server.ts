import { knownInstant } from '#libs/certificates/instant.js';
import type { Organization, Policy, Server } from '#libs/fleet/document.js';
import { ask } from './ask.js';
import { endpointsOf, sourcedConnectors } from './endpoints.js';
import { knobsOf } from './policy.js';
import type { Selection } from './selection.js';
import { serverFacts } from './server-facts.js';
import { serverNames, type ServerNames } from './server-names.js';

/** When one server is looked at, and what else counts. */
export interface Looking {
  /** RFC 3339, or milliseconds since 1970. */
  readonly at: string | number;
  readonly policy?: Policy | undefined;
  /** The names of all servers of the fleet; without them the server is named by its own names alone. */
  readonly names?: ServerNames | undefined;
  /** Whether each answer carries its worked path. */
  readonly trace?: boolean | undefined;
}

/**
 * Which certificate each endpoint of one server presents, in the order of the endpoints: what `select` answers for that server, without
 * the rest of the fleet.
 * @throws RangeError if `at` is no instant
 */
export function selectServer(
  server: Server,
  organization: Organization | undefined,
  looking: Looking,
): readonly Selection[] {
  const asking = { at: instantOf(looking.at), explain: looking.trace === true };
  const facts = serverFacts(server, organization, knobsOf(looking.policy));
  const connectors = sourcedConnectors(organization, looking.names ?? serverNames([server]));
  return endpointsOf(server, facts.fqdn, connectors).map((endpoint) => ask(facts, endpoint, asking));
}

/** The instant in milliseconds. An instant is checked where it enters; an unreadable one here is a fault. */
export function instantOf(at: string | number): number {
  const instant = typeof at === 'number' ? at : knownInstant(at);
  if (instant === undefined || Number.isNaN(instant)) throw new RangeError(`"${at}" is not an RFC 3339 instant.`);
  return instant;
}
