import type { Entry } from '#libs/fleet/effective-order.js';
import type { Outcome, Selection } from '#libs/selection/selection.js';
import { momentsOf, type Known } from './moments.js';
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
  for (const { event, at, before, after } of momentsOf(fqdn, own, organization, positions)) {
    const answers = ({ server, around }: Known) => selectionsOf(server, around.organization, { at });
    found.set(event.position, differences(answers(before), answers(after)));
  }
  return found;
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
