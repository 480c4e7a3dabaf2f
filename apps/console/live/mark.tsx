import { instantWords } from '../../cli/text/instant.js';
import { isNow, useMoment } from '../session/moment.js';
import { useLiveState } from './state.js';

const WORDS = { live: 'Live', waiting: 'Connecting', off: 'Paused' } as const;

/** Whether the page follows the log, and how far it has come. */
export function LiveMark() {
  const { state, position, at } = useLiveState();
  if (!isNow(useMoment())) return null;
  const heard = position === null ? '' : ` #${position}`;
  const since = at === null ? 'no event since this page was opened' : `last event recorded ${instantWords(at)}`;
  return (
    <span className={`live ${state}`} title={`${WORDS[state]}${heard}: ${since}`}>
      <span className="lamp" aria-hidden="true" /> {WORDS[state]}
      <span className="dim">{heard}</span>
    </span>
  );
}
