import { endWords } from '../../cli/words/alerts.js';
import { type Alert, MARKS, marksOf } from './groups.js';

const COLOURS: Readonly<Record<Alert['state'], string>> = {
  firing: 'bad',
  acknowledged: 'doubt',
  resolved: 'good',
};
const SIGNS: Readonly<Record<Alert['state'], string>> = { firing: '●', acknowledged: '◐', resolved: '✓' };

/** Where an alert stands in its life: a sign, a word and a colour of each. */
export function AlertState({ alert }: { readonly alert: Alert }) {
  const { state, corrected, resolved } = alert;
  const word = corrected !== null ? 'corrected' : state;
  return (
    <span className={`alert-state ${COLOURS[state]}`} title={resolved === null ? undefined : endWords(resolved.reason)}>
      <span aria-hidden="true">{SIGNS[state]}</span> {word}
    </span>
  );
}

/** What it is besides: silenced, not told, fired again. */
export function Marks({ alert }: { readonly alert: Alert }) {
  return (
    <>
      {marksOf(alert).map((mark) => (
        <span key={mark} className={`mark ${mark}`} title={titleOf(alert, mark)}>
          {MARKS[mark]}
          {mark === 'again' ? `, ${alert.episode} times in all` : ''}
        </span>
      ))}
    </>
  );
}

function titleOf({ heldBack }: Alert, mark: string): string | undefined {
  return mark === 'silenced' || mark === 'quiet' ? (heldBack ?? undefined) : undefined;
}
