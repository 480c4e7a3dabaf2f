import type { Organization } from '#libs/fleet/document.js';
import { findingIdentity, type Finding } from '#libs/rules/finding.js';
import { fleetOf, type Fleet } from '#libs/rules/fleet.js';
import type { Neighbour } from '#libs/rules/neighbour.js';
import { standingFindings } from '#libs/rules/standing-findings.js';
import { answersOf } from '#libs/rules/subject.js';
import { sourcedConnectors, type SourcedConnector } from '#libs/selection/endpoints.js';
import type { ServerFacts } from '#libs/selection/server-facts.js';
import { judgedServer } from './judged-server.js';
import type { KnownServer } from './selections-of.js';

/** All that the findings of a server depend on beside itself. It does not depend on an instant. */
export interface Surroundings {
  /** As `judgedOrganization` gives it. */
  readonly organization: Organization;
  readonly fleet: Fleet;
  readonly connectors: readonly SourcedConnector[];
}

/** @param neighbours of every server of the organization, in the order of their canonical names. */
export function surroundingsOf(neighbours: Iterable<Neighbour>, organization: Organization): Surroundings {
  const fleet = fleetOf(neighbours, organization);
  return { organization, fleet, connectors: sourcedConnectors(organization, fleet.names) };
}

/** A server that was read once, to be judged at one instant after the other. */
export interface Judged {
  readonly facts: ServerFacts;
  /** Its standing findings at an instant in milliseconds, as far as its events tell. Each identity occurs once. */
  readonly at: (instant: number) => readonly Finding[];
}

/** The findings of a server: those of the rules, read over what is known for certain. What may just be unreported is no finding. */
export function findingsOf(known: KnownServer, { organization, fleet, connectors }: Surroundings): Judged {
  const facts = judgedServer(known, organization);
  const everyBinding = !known.partial.includes('iisBindings');
  const at = (instant: number): readonly Finding[] => {
    const answers = answersOf(facts, connectors, instant);
    const found = standingFindings({ facts, at: instant, answers, fleet });
    const certain = everyBinding ? found : found.filter((finding) => !needsEveryBinding(finding));
    return [...new Map(certain.map((finding) => [findingIdentity(finding), finding])).values()];
  };
  return { facts, at };
}

/**
 * What one would only find if no further https binding existed: that there is none of a kind, and what the *first* one presents. Of the
 * others each is about a binding that is there.
 */
function needsEveryBinding({ id, endpoint }: Finding): boolean {
  if (id === 'RO-12' || id === 'RO-29' || id === 'RO-32') return true;
  return (id === 'RO-14' || id === 'RO-15') && endpoint === null;
}
