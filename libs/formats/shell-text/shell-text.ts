/**
 * Text as the Exchange Management Shell prints it and people paste it: `Get-ExchangeCertificate | Format-List` (and lists of the other
 * cmdlets), and the table `Get-ExchangeCertificate`. The same kinds read each object that read CLIXML.
 *
 * The Shell prints instants in the form of its culture, without a zone, and cuts lists after four elements: such values stay unknown.
 */
import { reportSaid } from '../exchange-object/report-said.js';
import { recordsSaid, type RawRecord } from '../exchange-object/shaped-record.js';
import { isToldBy } from '../exchange-object/told-by-properties.js';
import { refused } from '../refusal.js';
import type { Decoded, Format, Input } from '../report.js';
import { listsIn, type ListedObject } from './read-list.js';
import { hasTable, tableRowsIn } from './read-table.js';

export const shellText: Format = {
  name: 'shell-text',
  recognises: ({ text }) => text !== null && looksLikeShell(text.slice(0, LOOK_AT)),
  decode: decodeText,
};

/** UTF-16 units: some ten certificates. */
const LOOK_AT = 65_536;
const LONGEST_TEXT = 8 * 1024 * 1024;

function looksLikeShell(text: string): boolean {
  if (/^\s*(?:<|\{|\[\s*[{\]])/.test(text)) return false;
  return hasTable(text) || listsIn(text).some(isExchange);
}

function isExchange({ properties, doubts }: ListedObject): boolean {
  return isToldBy(new Set([...properties.keys(), ...doubts.keys()]));
}

function decodeText({ text }: Input): Decoded {
  const whole = text ?? '';
  if (whole.length > LONGEST_TEXT)
    return refused(
      'too-large',
      '',
      `The text is longer than ${LONGEST_TEXT} characters.`,
      'Send the output of fewer servers at a time.',
    );
  // Lists of anything else, such as an explanation between two outputs, say nothing to us.
  const records = [...listsIn(whole).filter(isExchange), ...tableRowsIn(whole)].map(
    ({ line, ...record }): RawRecord => ({ ...record, place: `line ${line}` }),
  );
  return reportSaid(shellText.name, recordsSaid(records), []);
}
