import type { Entry } from '#libs/fleet/effective-order.js';
import type { RecordedEvent } from '#libs/fleet/event.js';
import { evolveOrganization, evolveServer } from '#libs/fleet/evolve.js';
import { unknownOrganization, unknownServer, type OrganizationState, type ServerState } from '#libs/fleet/state.js';

/** What was known of a server, and around it, at one instant. */
export interface Known {
  readonly server: ServerState;
  readonly around: OrganizationState;
}

/** An event at its effective instant, with what was known just before and just after it. */
export interface Moment {
  readonly event: RecordedEvent;
  readonly at: string;
  readonly before: Known;
  readonly after: Known;
}

/**
 * The moments of the events that are asked about, in effective order.
 *
 * @param own entries of the server, `organization` those of its organization, both in effective order.
 * @param positions the events that are asked about; those of neither history are left out.
 */
export function* momentsOf(
  fqdn: string,
  own: readonly Entry[],
  organization: readonly Entry[],
  positions: ReadonlySet<number>,
): Generator<Moment> {
  let known: Known = { server: unknownServer(fqdn), around: unknownOrganization() };
  for (const { of, entry } of merged(own, organization)) {
    const { event, at, again } = entry;
    const after: Known =
      of === 'server'
        ? { ...known, server: evolveServer(known.server, event, at) }
        : { ...known, around: evolveOrganization(known.around, event, at) };
    if (!again && positions.has(event.position)) yield { event, at, before: known, after };
    known = after;
  }
}

interface Step {
  readonly of: 'server' | 'organization';
  readonly entry: Entry;
}

/** Two histories as one, by effective instant; at the same instant the organization's goes first. */
function* merged(own: readonly Entry[], organization: readonly Entry[]): Generator<Step> {
  let next = 0;
  for (const entry of own) {
    for (let other = organization[next]; other !== undefined && other.at <= entry.at; other = organization[next]) {
      yield { of: 'organization', entry: other };
      next += 1;
    }
    yield { of: 'server', entry };
  }
  for (const entry of organization.slice(next)) yield { of: 'organization', entry };
}
