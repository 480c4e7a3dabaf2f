import type { Decision } from './path.js';
import type { Certainty, SelectionNote } from './selection.js';

/** The caps that a note brings with it; any other note brings none. @cite rulebook 4.6 (D) */
const NOTE_CAPS: Readonly<Partial<Record<SelectionNote, Certainty>>> = {
  WILDCARD_SHADOWS_EXACT: 'medium',
  SHADOWED_BY_UNSERVICED_CERT: 'medium',
  EXPIRED_PKI_SKIPPED: 'medium',
  FRONTEND_PROXY: 'medium',
  TIE_BROKEN_ARBITRARILY: 'low',
  AMBIGUOUS_TLSCERTIFICATENAME: 'low',
  HTTPSYS_PRECEDENCE_CONFLICT: 'low',
  PROFILE_2007_SINGLE: 'low',
};

const HEIGHT: Readonly<Record<Certainty, number>> = { low: 0, medium: 1, high: 2 };

/** How sure the answer is: the lowest cap of its verdict, its path and its notes. */
export function certaintyOf({ verdict }: Decision, pathCap: Certainty, notes: readonly SelectionNote[]): Certainty {
  if (verdict.outcome === 'INDETERMINATE') return 'low';
  let certainty = lower(pathCap, verdict.cap ?? 'high');
  for (const note of notes) certainty = lower(certainty, NOTE_CAPS[note] ?? 'high');
  return certainty;
}

export function lower(one: Certainty, other: Certainty): Certainty {
  return HEIGHT[one] <= HEIGHT[other] ? one : other;
}
