import { decidableServer } from '#libs/fleet/decidable-server.js';
import type { Organization } from '#libs/fleet/document.js';
import { patched } from '#libs/fleet/patched.js';
import type { OrganizationState } from '#libs/fleet/state.js';
import { knobsOf } from '#libs/selection/policy.js';
import { serverFacts, type ServerFacts } from '#libs/selection/server-facts.js';
import { neighbourOf, type Neighbour } from '#libs/rules/neighbour.js';
import type { KnownServer } from './selections-of.js';

const KNOBS = knobsOf(undefined);

/** The server as rules may read it: what is known in parts only is unknown, but for its bindings (see `needsEveryBinding`). */
export function judgedServer(known: KnownServer, organization: Organization | undefined): ServerFacts {
  return serverFacts(decidableServer(known), organization, KNOBS);
}

/** What the rules of other servers may ask of it. A client front among bindings of which some are not known is unknown. */
export function judgedNeighbour(known: KnownServer): Neighbour {
  const made = neighbours.get(known);
  if (made !== undefined) return made;
  const { server, partial } = known;
  const bound = partial.includes('iisBindings') ? patched(server, { iisBindings: undefined }) : server;
  const neighbour = neighbourOf(judgedServer({ server: bound, partial }, undefined));
  neighbours.set(known, neighbour);
  return neighbour;
}

/** A state never changes, and its neighbour is asked for when it is written and when others are judged beside it. */
const neighbours = new WeakMap<KnownServer, Neighbour>();

/**
 * The organization as rules may read it: subscriptions of which only parts are known, and none is left of these, are not known to be none.
 * All else that is known in parts is only asked for what it holds.
 */
export function judgedOrganization({
  organization,
  partial,
}: Pick<OrganizationState, 'organization' | 'partial'>): Organization {
  const noneKnown = organization.edgeSubscriptions?.length === 0 && partial.includes('edgeSubscriptions');
  return noneKnown ? patched(organization, { edgeSubscriptions: undefined }) : organization;
}
