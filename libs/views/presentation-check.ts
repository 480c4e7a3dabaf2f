import { parseThumbprint } from '#libs/certificates/thumbprint.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import type { EventData } from '#libs/fleet/event.js';
import type { Selection } from '#libs/selection/selection.js';

/** What somebody saw an endpoint present. */
export type Seen = EventData['presentation.observed'];
/** `NO_CERTIFICATE`: none was presented, and it is not told why. */
export type SeenOutcome = 'PRESENTED' | 'NOT_ADVERTISED' | 'HANDSHAKE_FAILS' | 'NO_CERTIFICATE';

/** What was foretold for it, for the instant at which it was seen. */
export type Predicted = Pick<Selection, 'outcome' | 'thumbprint'> & Partial<Pick<Selection, 'notes'>>;

export type Agreement = 'agrees' | 'disagrees' | 'cannot-tell';
export type CheckReason =
  | 'same-certificate'
  | 'same-outcome'
  | 'other-certificate'
  | 'other-outcome'
  /** Nothing is foretold, because a fact is unknown. */
  | 'prediction-unknown'
  /** Nothing is foretold for that instant: there is no such endpoint, or what is known of the server has changed since. */
  | 'no-prediction'
  /** What was seen says nothing of the certificate: no common TLS version, no TLS at all, no answer in time. */
  | 'seen-unknown';

export interface Check {
  readonly agreement: Agreement;
  readonly reason: CheckReason;
}

/**
 * Whether what was seen is what was foretold. A prediction that is `INDETERMINATE`, or was made with the note FACT_UNKNOWN, is never said to be
 * wrong.
 */
export function checkPresentation(seen: Seen, predicted: Predicted | null): Check {
  const outcome = outcomeSeen(seen);
  if (outcome === null) return { agreement: 'cannot-tell', reason: 'seen-unknown' };
  if (predicted === null) return { agreement: 'cannot-tell', reason: 'no-prediction' };
  if (predicted.outcome === 'INDETERMINATE') return { agreement: 'cannot-tell', reason: 'prediction-unknown' };
  if (!isSame(outcome, predicted.outcome)) return otherwise(predicted, 'other-outcome');
  if (outcome !== 'PRESENTED') return { agreement: 'agrees', reason: 'same-outcome' };
  return leafOf(seen) === predicted.thumbprint
    ? { agreement: 'agrees', reason: 'same-certificate' }
    : otherwise(predicted, 'other-certificate');
}

function isSame(seen: SeenOutcome, predicted: Predicted['outcome']): boolean {
  return seen === 'NO_CERTIFICATE' ? predicted !== 'PRESENTED' : seen === predicted;
}

function otherwise({ notes }: Predicted, reason: CheckReason): Check {
  if (notes?.includes('FACT_UNKNOWN')) return { agreement: 'cannot-tell', reason: 'prediction-unknown' };
  return { agreement: 'disagrees', reason };
}

/** Failures of the server itself: it refused, hung up, or said no in TLS. Others may be this client's. */
const SERVERS_OWN: ReadonlySet<string> = new Set(['refused', 'closed', 'alert']);

/** What was seen, in the words of a selection; null: it says nothing of the certificate. */
export function outcomeSeen(seen: Seen): SeenOutcome | null {
  const { outcome, reason, chain } = seen;
  if (outcome === undefined && chain.length === 0) return 'NO_CERTIFICATE';
  if (outcome === undefined || outcome === 'PRESENTED') return leafOf(seen) === null ? null : 'PRESENTED';
  if (outcome === 'HANDSHAKE_FAILS') return reason === undefined || SERVERS_OWN.has(reason) ? outcome : null;
  return outcome;
}

/** The thumbprint of the leaf. Witnesses may have kept the certificates themselves: these are not compared. */
export function leafOf({ chain: [leaf] }: Pick<Seen, 'chain'>): string | null {
  const read = leaf === undefined ? null : parseThumbprint(leaf);
  return isUnreadable(read) ? null : read;
}

/** What was foretold by one rule, for one version of Exchange, and how often it was so. */
export interface RuleCount {
  readonly rule: string;
  /** Null: unknown. */
  readonly version: string | null;
  readonly agrees: number;
  readonly disagrees: number;
  readonly cannotTell: number;
}

/** How often each rule was right, by version; by rule, then version. What no rule foretold is not counted. */
export function countsByRule(
  checks: readonly { readonly rule: string | null; readonly version: string | null; readonly check: Check }[],
): readonly RuleCount[] {
  const counts = new Map<
    string,
    { rule: string; version: string | null; agrees: number; disagrees: number; cannotTell: number }
  >();
  for (const { rule, version, check } of checks) {
    if (rule === null) continue;
    const key = `${rule} ${version ?? ''}`;
    const count = counts.get(key) ?? { rule, version, agrees: 0, disagrees: 0, cannotTell: 0 };
    counts.set(key, count);
    if (check.agreement === 'agrees') count.agrees++;
    else if (check.agreement === 'disagrees') count.disagrees++;
    else count.cannotTell++;
  }
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, count]) => count);
}
