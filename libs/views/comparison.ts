import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { Entry } from '#libs/fleet/effective-order.js';
import type { ServerState } from '#libs/fleet/state.js';
import type { Selection } from '#libs/selection/selection.js';
import { momentsOf } from './moments.js';
import { checkPresentation, leafOf, type Agreement, type Seen } from './presentation-check.js';
import { selectionsOf } from './selections-of.js';

/** What an endpoint was seen to present, beside what was predicted for that instant. */
export interface Comparison {
  readonly verdict: Verdict;
  /** Thumbprint of the certificate that was seen; null: none was presented, or what was seen is not told by its thumbprint. */
  readonly seen: string | null;
  /** Whether what was seen is a certificate that the server is known to hold; null: that is unknown, or none was seen. */
  readonly inStore: boolean | null;
  /** Null: the endpoint is not one that is known of this server, so nothing was predicted. */
  readonly predicted: Prediction | null;
  /** Of Exchange on this server, for the rules differ; null: unknown. */
  readonly version: string | null;
}

/** `cannot-tell`: nothing was predicted, what was predicted could be otherwise by facts that are unknown, or what was seen has no thumbprint. */
export type Verdict = Agreement;

export type Prediction = Pick<Selection, 'outcome' | 'thumbprint' | 'certainty' | 'rule'>;

/** What somebody saw, by whatever means: a log of the server, a probe on the wire. */
export type Presented = Seen;

/**
 * Puts what was seen beside what was predicted, for any witness: an event `presentation.observed`, a live probe.
 *
 * @param presented the endpoint, and the chain of SHA-1 thumbprints with its leaf first; an empty chain says that no certificate was presented.
 * @param known the server's state just before, at the instant of seeing.
 * @param selections the answers for that state and that instant (`selectionsOf`); the one of this endpoint is looked up, its name in any
 *   case, as Exchange compares names.
 *
 * A certificate that was seen agrees when it is the one of a predicted `PRESENTED`. None seen agrees with any prediction but that one. A
 * prediction that is `INDETERMINATE`, or was made with the note `FACT_UNKNOWN`, is never said to be wrong.
 */
export function comparison(
  presented: Presented,
  known: Pick<ServerState, 'server' | 'partial'>,
  selections: readonly Selection[],
): Comparison {
  const seen = leafOf(presented);
  const selection = selectionFor(presented.endpoint, selections);
  return {
    verdict: checkPresentation(presented, selection ?? null).agreement,
    seen,
    inStore: isInStore(seen, known),
    predicted: selection === undefined ? null : predictionOf(selection),
    version: known.server.version ?? null,
  };
}

/**
 * The comparisons of events `presentation.observed` of a server, each at its own instant.
 *
 * @param own entries of the server, `organization` those of its organization, both in effective order.
 * @param positions the events that are asked about; those of other types are left out.
 */
export function comparisons(
  fqdn: string,
  own: readonly Entry[],
  organization: readonly Entry[],
  positions: ReadonlySet<number>,
): ReadonlyMap<number, Comparison> {
  const found = new Map<number, Comparison>();
  for (const { event, at, before } of momentsOf(fqdn, own, organization, positions)) {
    if (event.type !== 'presentation.observed') continue;
    const selections = selectionsOf(before.server, before.around.organization, { at });
    found.set(event.position, comparison(event.data, before.server, selections));
  }
  return found;
}

function selectionFor(endpoint: string, selections: readonly Selection[]): Selection | undefined {
  const lower = endpoint.toLowerCase();
  return (
    selections.find((one) => one.endpoint === endpoint) ??
    selections.find((one) => one.endpoint.toLowerCase() === lower)
  );
}

function predictionOf({ outcome, thumbprint, certainty, rule }: Selection): Prediction {
  return { outcome, thumbprint, certainty, rule };
}

function isInStore(seen: string | null, { server, partial }: Pick<ServerState, 'server' | 'partial'>): boolean | null {
  if (seen === null || server.certificates == null) return null;
  if (server.certificates.some(({ thumbprint }) => normalizeThumbprint(thumbprint) === seen)) return true;
  return partial.includes('certificates') ? null : false;
}
