import type { Comparison } from '#libs/views/comparison.js';
import { OUTCOME_WORDS } from './outcome.js';

/** What was seen beside what was predicted, as a person reads it: `prediction was 9F2A…C1 by STLS-9, high certainty: …`. */
export function comparisonWords(comparison: Comparison, short: (thumbprint: string) => string): string {
  const { verdict, predicted } = comparison;
  if (predicted === null) return 'nothing was predicted: this endpoint of the server is not known';
  if (verdict === 'agrees') return `agrees with the prediction (${predicted.rule})`;
  if (predicted.outcome === 'INDETERMINATE')
    return `nothing could be predicted: facts that ${predicted.rule} needs are unknown`;
  const { outcome, thumbprint, rule, certainty } = predicted;
  const what = outcome === 'PRESENTED' && thumbprint !== null ? short(thumbprint) : `“${OUTCOME_WORDS[outcome]}”`;
  const prediction = `prediction was ${what} by ${rule}, ${certainty} certainty`;
  return verdict === 'disagrees'
    ? `${prediction}: ${seenWords(comparison, short)}`
    : `${prediction}, but facts are unknown: ${seenWords(comparison, short)}`;
}

function seenWords({ seen, inStore, version }: Comparison, short: (thumbprint: string) => string): string {
  const who = version === null ? 'Exchange (version unknown)' : `Exchange ${version}`;
  if (seen === null) return `${who} showed no certificate`;
  return `${who} showed ${short(seen)}${inStore === false ? ', which it is not known to hold' : ''}`;
}
