import type { Outcome, Selection } from '#libs/selection/selection.js';
import type { Paint } from '../text/paint.js';

/** The four answers as a person reads them. What is unknown has a word of its own: it never looks like "not advertised". */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  PRESENTED: 'presented',
  NOT_ADVERTISED: 'not advertised',
  HANDSHAKE_FAILS: 'handshake fails',
  INDETERMINATE: 'unknown',
};

export const OUTCOME_MARKS: Readonly<Record<Outcome, string>> = {
  PRESENTED: '\u25cf',
  NOT_ADVERTISED: '\u2013',
  HANDSHAKE_FAILS: '\u2717',
  INDETERMINATE: '?',
};

export function outcomePaint(outcome: Outcome, paint: Paint): (text: string) => string {
  const paints = {
    PRESENTED: paint.good,
    NOT_ADVERTISED: paint.dim,
    HANDSHAKE_FAILS: paint.bad,
    INDETERMINATE: paint.doubtful,
  };
  return paints[outcome];
}

/** An answer in one word and a mark: `● presented`. */
export function outcomeLabel(selection: Pick<Selection, 'outcome'>): string {
  return `${OUTCOME_MARKS[selection.outcome]} ${OUTCOME_WORDS[selection.outcome]}`;
}
