import { OUTCOME_MARKS, OUTCOME_WORDS } from '../../cli/words/outcome.js';

type Known = keyof typeof OUTCOME_WORDS;

const COLOURS: Readonly<Record<Known, string>> = {
  PRESENTED: 'good',
  NOT_ADVERTISED: 'quiet',
  HANDSHAKE_FAILS: 'bad',
  INDETERMINATE: 'doubt',
};

/** The answer in a mark, a word and a colour. Unknown has its own of each. */
export function Outcome({ outcome }: { readonly outcome: Known }) {
  return (
    <span className={`outcome ${COLOURS[outcome]}`}>
      <span aria-hidden="true">{OUTCOME_MARKS[outcome]}</span> {OUTCOME_WORDS[outcome]}
    </span>
  );
}
