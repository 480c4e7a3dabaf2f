import type { Entry } from '#libs/fleet/effective-order.js';
import { evolveOrganization, evolveServer } from '#libs/fleet/evolve.js';
import { unknownOrganization, unknownServer, type OrganizationState, type ServerState } from '#libs/fleet/state.js';
import type { Outcome, Selection } from '#libs/selection/selection.js';
import { selectionsOf } from './selections-of.js';

/** What an event changed at one endpoint; null: the endpoint is not there on that side. */
export interface Effect {
  readonly endpoint: string;
  readonly before: Shown | null;
  readonly after: Shown | null;
  /** The rule that decides now; of an endpoint that is gone, the one that did. */
  readonly rule: string;
}

/** What an endpoint shows to the world. */
export interface Shown {
  readonly outcome: Outcome;
  readonly thumbprint: string | null;
}

/**
 * What events changed of what a server presents, each looked at just before and just after, at its own instant, so that nothing is put down
 * to an event that time alone did.
 *
 * @param own entries of the server, `organization` those of its organization, both in effective order.
 * @param positions the events that are asked about; those of neither history are left out.
 */
export function effects(
  fqdn: string,
  own: readonly Entry[],
  organization: readonly Entry[],
  positions: ReadonlySet<number>,
): ReadonlyMap<number, readonly Effect[]> {
  const found = new Map<number, readonly Effect[]>();
  let server: ServerState = unknownServer(fqdn);
  let around: OrganizationState = unknownOrganization();
  for (const { of, entry } of merged(own, organization)) {
    const { event, at, again } = entry;
    const nextServer = of === 'server' ? evolveServer(server, event, at) : server;
    const nextAround = of === 'organization' ? evolveOrganization(around, event, at) : around;
    if (!again && positions.has(event.position)) {
      const before = selectionsOf(server, around.organization, { at });
      found.set(event.position, differences(before, selectionsOf(nextServer, nextAround.organization, { at })));
    }
    server = nextServer;
    around = nextAround;
  }
  return found;
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

/** Where two answers of the same server differ in what is shown, by endpoint in the order of the answers. */
export function differences(before: readonly Selection[], after: readonly Selection[]): readonly Effect[] {
  const then = new Map(before.map((selection) => [selection.endpoint, selection]));
  const now = new Map(after.map((selection) => [selection.endpoint, selection]));
  return [...new Set([...now.keys(), ...then.keys()])].flatMap((endpoint) => {
    const [was, is] = [then.get(endpoint), now.get(endpoint)];
    if (was?.outcome === is?.outcome && was?.thumbprint === is?.thumbprint) return [];
    return [{ endpoint, before: shown(was), after: shown(is), rule: (is ?? was)?.rule ?? '' }];
  });
}

function shown(selection: Selection | undefined): Shown | null {
  return selection === undefined ? null : { outcome: selection.outcome, thumbprint: selection.thumbprint };
}
