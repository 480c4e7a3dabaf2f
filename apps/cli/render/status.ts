import type { StatusAnswer } from '../status-answer.js';
import { shown } from '../text/escape.js';
import { distanceWords, instantWords } from '../text/instant.js';
import { counted, hanging } from '../text/lines.js';
import type { Page } from '../text/page.js';

/** How far everything has come, a line for each step, and what keeps it. */
export function statusLines(answer: StatusAnswer, page: Page): readonly string[] {
  const { version, organization, asOf, log } = answer;
  return [
    ...verdict(answer, page),
    '',
    line('Sent', sent(answer), page),
    line('Recorded', recorded(answer), page),
    line('Shown', shownWords(answer), page),
    line('Told', told(answer), page),
    line('Heard of', heard(answer), page),
    line('Log', `head ${log.hash}`, page),
    '',
    page.paint.dim(`Certfleet ${version}, organization ${shown(organization)}, as of ${instantWords(asOf)}`),
  ];
}

function verdict({ state, wrong }: StatusAnswer, { paint, width }: Page): readonly string[] {
  if (state === 'well') return [paint.good('✓ Everything that was sent is in the answers.')];
  if (state === 'busy') return ['… Something came a moment ago and is being worked on.'];
  return wrong.flatMap((text) => hanging('✗ ', shown(text), width).map((one) => paint.bad(one)));
}

const LABEL = 10;

function line(label: string, text: string, { width }: Page): string {
  return hanging(label.padEnd(LABEL), text, width).join('\n');
}

function sent({ inbox, asOf }: StatusAnswer): string {
  const { waiting, oldestWaiting, recorded: kept, duplicate, conflict, quarantined } = inbox;
  return [
    waiting === 0 ? 'nothing waits' : `${counted(waiting, 'upload')} wait`,
    oldestWaiting === null ? '' : `the oldest since ${distanceWords(asOf, oldestWaiting)}`,
    `${counted(kept, 'upload')} recorded`,
    `${duplicate} known already`,
    conflict === 0 ? '' : `${conflict} in conflict`,
    quarantined === 0 ? '' : `${quarantined} in quarantine`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function recorded({ log, asOf }: StatusAnswer): string {
  const last = log.lastRecordedAt;
  return last === null
    ? 'no event yet'
    : `${counted(log.position, 'event')}, the last ${distanceWords(asOf, last)}, ${instantWords(last)}`;
}

function shownWords({ projection: { behind, worker } }: StatusAnswer): string {
  const what = behind === 0 ? 'all of them' : `${counted(behind, 'event')} not yet`;
  return worker === null ? `${what}; nobody is at work` : `${what}, by ${shown(worker.name)}`;
}

function told({ alerts: { behind, due, undelivered, comparedAt }, asOf }: StatusAnswer): string {
  return [
    due === 0 ? 'no message waits' : `${counted(due, 'message')} wait`,
    undelivered === 0 ? '' : `${undelivered} given up`,
    behind === 0 ? '' : `${counted(behind, 'event')} to be looked at`,
    comparedAt === null ? 'never looked' : `looked ${distanceWords(asOf, comparedAt)}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function heard({ servers: { known, silent, silentSince } }: StatusAnswer): string {
  const quiet = silent === null ? 'how many are silent is unknown' : `${silent} silent`;
  return `${counted(known, 'server')}, ${quiet} since ${silentSince.slice(0, 10)}`;
}
