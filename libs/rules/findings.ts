import type { FleetDocument } from '#libs/fleet/document.js';
import { sourcedConnectors } from '#libs/selection/endpoints.js';
import { knobsOf } from '#libs/selection/policy.js';
import { instantOf } from '#libs/selection/select-server.js';
import { serverFacts } from '#libs/selection/server-facts.js';
import type { Finding } from './finding.js';
import { fleetOf } from './fleet.js';
import { neighbourOf } from './neighbour.js';
import { standingFindings } from './standing-findings.js';
import { answersOf } from './subject.js';

/**
 * The standing risks of a fleet at an instant: server by server in document order, each in the order of the rulebook.
 * @param at RFC 3339, or milliseconds since 1970
 * @throws RangeError if `at` is no instant
 */
export function findings(document: FleetDocument, at: string | number): readonly Finding[] {
  const instant = instantOf(at);
  const knobs = knobsOf(document.policy);
  const facts = (document.servers ?? []).map((server) => serverFacts(server, document.organization, knobs));
  const fleet = fleetOf(facts.map(neighbourOf), document.organization);
  const connectors = sourcedConnectors(document.organization, fleet.names);
  return facts.flatMap((one) =>
    standingFindings({ facts: one, at: instant, answers: answersOf(one, connectors, instant), fleet }),
  );
}
