import type { Plan } from '#libs/planning/plan-answer.js';
import { counted } from '../text/lines.js';
import { endpointsIn, type Digest } from './digest.js';

/** What a plan comes to, in one line: `1 risky, 2 changed, 38 unchanged`. The numbers of endpoints add up to those that were searched. */
export function countsOf(digest: Digest): string {
  const beside = digest.riskyOnly.length;
  return [
    `${endpointsIn(digest.risky)} risky`,
    `${endpointsIn(digest.changed)} changed`,
    ...(digest.unknown.length === 0 ? [] : [`${endpointsIn(digest.unknown)} unknown`]),
    `${digest.unchanged} unchanged`,
    ...(beside === 0 ? [] : [`${counted(beside, 'risk')} where nothing presented changes`]),
  ].join(', ');
}

/** The last line of a screen. */
export function summaryOf(
  digest: Digest,
  { searched, outcome, refused }: Plan,
  { followUps, stillUnknown }: { readonly followUps: number; readonly stillUnknown: number },
): string {
  const counts = [
    countsOf(digest),
    ...(refused.length === 0 ? [] : [`${counted(refused.length, 'command')} refused`]),
    ...(followUps === 0 ? [] : [counted(followUps, 'follow-up')]),
  ];
  const certain = outcome !== 'indeterminate' && stillUnknown === 0;
  const place = `${counted(searched.endpoints, 'endpoint')} on ${counted(searched.servers, 'server')}`;
  return `Plan: ${counts.join(', ')}. Searched ${place}: ${certain ? 'nothing else changes' : 'nothing else is known to change'}.`;
}
