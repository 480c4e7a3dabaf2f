/**
 * Records of Windows event logs as XML (`wevtutil qe LOG /f:xml /e:Events`): cmdlets that ran (MSExchange Management), and what servers
 * met.
 */
import type { Logged, Ran } from '../moments.js';
import { typed } from './parameters.js';
import { xmlText } from './xml.js';

export interface WindowsRecord {
  readonly told: Ran | Logged;
  /** Counts within the log of the computer. */
  readonly number: number;
}

export function windowsEvents(records: readonly WindowsRecord[]): string {
  return [
    '<?xml version="1.0" encoding="utf-8" standalone="yes"?>',
    '<Events>',
    ...records.map(recordText),
    '</Events>',
    '',
  ].join('\n');
}

/** The log that a record stands in. */
export function channelOf(told: Ran | Logged): string {
  return told.kind === 'ran' ? 'MSExchange Management' : 'Application';
}

const INFORMATION = 4;
const ERROR = 2;

function recordText({ told, number }: WindowsRecord): string {
  const { provider, eventId, level, words } =
    told.kind === 'ran'
      ? { provider: 'MSExchange CmdletLogs', eventId: 1, level: INFORMATION, words: wordsOf(told) }
      : { ...told, level: ERROR };
  return (
    `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="${xmlText(provider)}"/>` +
    `<EventID Qualifiers="49156">${eventId}</EventID><Level>${level}</Level><Task>1</Task><Keywords>0x80000000000000</Keywords>` +
    `<TimeCreated SystemTime="${told.at}"/><EventRecordID>${number}</EventRecordID><Channel>${channelOf(told)}</Channel>` +
    `<Computer>${told.on.toLowerCase()}.contoso.com</Computer><Security/></System><EventData>` +
    `${words.map((word) => `<Data>${xmlText(word)}</Data>`).join('')}</EventData></Event>`
  );
}

/** What the provider of cmdlets writes, in its order; the sixth is the application. */
function wordsOf({ command, by }: Ran): readonly string[] {
  const { cmdlet, parameters } = typed(command);
  const text = Object.entries(parameters)
    .map(([name, value]) => `-${name} "${value}"`)
    .join(' ');
  const application = by.kind === 'service' ? 'Local-ConsoleHost-Unknown' : 'Remote-ManagementShell-Unknown';
  const account = 'S-1-5-21-1004336348-1177238915-682003330-1104';
  return [cmdlet, text, by.name, account, account, application, '8120 w3wp', '', '38', '00:00:02.2964781'];
}
