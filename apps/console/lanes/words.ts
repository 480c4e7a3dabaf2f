import { endpointWords } from '#libs/selection/endpoint-words.js';
import { shown } from '../../cli/text/escape.js';
import { instantWords } from '../../cli/text/instant.js';
import { OUTCOME_WORDS } from '../../cli/words/outcome.js';
import type { Schemas } from '../client/api.js';
import { toldOf } from '../parts/certificate.js';
import { shortThumbprint } from '../parts/short-thumbprint.js';
import type { Bar, Lane } from './bars.js';

export type Facts = ReadonlyMap<string, Schemas['Certificate']>;

/** The name of a certificate on a bar: its first name and the ends of its thumbprint. */
export function certificateLabel(thumbprint: string, facts: Facts): string {
  const { subject } = toldOf(facts.get(thumbprint));
  return `${subject === null ? 'subject unknown' : shown(subject.slice(0, 80))} ${shortThumbprint(thumbprint)}`;
}

/** What stands on a bar. */
export function barLabel({ range, what }: Bar, facts: Facts): string {
  if (range === null) return 'nothing known';
  if (range.thumbprint !== null && what === 'presented') return certificateLabel(range.thumbprint, facts);
  if (range.thumbprint !== null) return `${OUTCOME_WORDS[range.outcome]}: ${certificateLabel(range.thumbprint, facts)}`;
  return OUTCOME_WORDS[range.outcome];
}

/** A bar in a sentence, for who hears it or points at it. */
export function barWords(lane: Lane, bar: Bar, facts: Facts): string {
  const { range } = bar;
  const place = `${shown(lane.server)}, ${shown(endpointWords(lane.endpoint).slice(0, 200))}`;
  if (range === null) return `${place}: there was no such endpoint, or nothing was known of it`;
  const until = range.until === null ? 'with no end known' : `to ${instantWords(range.until)}`;
  const expired = bar.expiredFrom === null ? '' : `; the certificate expires within it`;
  return `${place}: ${OUTCOME_WORDS[range.outcome]}${range.thumbprint === null ? '' : ` ${certificateLabel(range.thumbprint, facts)}`}, from ${instantWords(range.from)} ${until}${expired}`;
}
