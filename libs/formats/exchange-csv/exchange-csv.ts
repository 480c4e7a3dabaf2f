/**
 * Output of Exchange's cmdlets as `Export-Csv` writes it: with or without its `#TYPE` line, separated by commas, semicolons or tabs. The
 * names in the header, or the type, tell the cmdlet; the same kinds read each line that read CLIXML.
 *
 * A cell says less than an object: an empty one is "unset", lists may have been put out as the name of their type, and instants in the
 * form of the exporter's culture. What cannot be read from a cell stays unknown, with a warning.
 */
import { KINDS } from '../exchange-object/kinds.js';
import { reportSaid } from '../exchange-object/report-said.js';
import { recordsSaid, type RawRecord } from '../exchange-object/shaped-record.js';
import { isToldBy } from '../exchange-object/told-by-properties.js';
import { malformed, refused } from '../refusal.js';
import type { Decoded, Format, Input } from '../report.js';
import { quoted } from '../text.js';
import { rowsOf } from './read-csv.js';

export const exchangeCsv: Format = {
  name: 'exchange-csv',
  recognises: ({ text }) => text !== null && headerOf(text.slice(0, LOOK_AT)) !== null,
  decode: decodeCsv,
};

/** UTF-16 units; a header of Exchange takes some 3,000. */
const LOOK_AT = 65_536;
const LONGEST_TEXT = 64 * 1024 * 1024;
const MOST_ROWS = 200_000;
const SEPARATORS = [',', ';', '\t'] as const;

const REMEDY = 'Export it again with Export-Csv and send it unchanged and whole; Export-Clixml keeps more.';
const REMEDY_SMALLER = 'Export fewer objects per file.';

interface Header {
  readonly names: readonly string[];
  readonly separator: string;
  /** What the `#TYPE` line says. */
  readonly type?: string | undefined;
  /** Where the line of the header begins. */
  readonly at: number;
  readonly line: number;
}

/** The header of an export of Exchange; null: this is something else. */
function headerOf(text: string): Header | null {
  const typed = /^\uFEFF?#TYPE ([^\r\n]{1,500})(\r\n|\r|\n)/.exec(text);
  const [at, line, type] = typed === null ? [0, 1, undefined] : [typed[0].length, 2, typed[1]?.trim()];
  const headers = SEPARATORS.map((separator): Header => {
    const [row] = rowsOf(text, { at, line, separator });
    return { names: (row?.cells ?? []).map((name) => name.trim()), separator, type, at, line };
  });
  const told = headers.filter(({ names }) => isToldBy(new Set(names)) || isOfAKind(type, names));
  // A wrong separator leaves the header in fewer pieces.
  return told.sort((one, other) => other.names.length - one.names.length)[0] ?? null;
}

function isOfAKind(type: string | undefined, names: readonly string[]): boolean {
  if (type === undefined || names.length === 0) return false;
  const object = { typeNames: [type], text: null, properties: new Map(names.map((name) => [name, null])) };
  return KINDS.some((kind) => kind.is(object));
}

function decodeCsv({ text }: Input): Decoded {
  const whole = text ?? '';
  const header = headerOf(whole.slice(0, LOOK_AT));
  if (header === null) return malformed('line 1', 'The line of names cannot be read.', REMEDY);
  if (whole.length > LONGEST_TEXT)
    return refused('too-large', '', `The file is longer than ${LONGEST_TEXT} characters.`, REMEDY_SMALLER);
  const records: RawRecord[] = [];
  let names: readonly string[] | null = null;
  for (const row of rowsOf(whole, header)) {
    const place = `line ${row.line}`;
    if ('fault' in row) return malformed(place, `${row.fault}.`, REMEDY);
    if (names === null) {
      names = row.cells.map((name) => name.trim());
      const twice = names.find((name, i) => name !== '' && names?.indexOf(name) !== i);
      if (twice !== undefined) return malformed(place, `The column ${quoted(twice)} is there twice.`, REMEDY);
      continue;
    }
    if (row.cells.length !== names.length)
      return malformed(place, `The line has ${row.cells.length} cells, the header names ${names.length}.`, REMEDY);
    if (records.length === MOST_ROWS)
      return refused('too-large', place, `More than ${MOST_ROWS} lines.`, REMEDY_SMALLER);
    records.push({ properties: propertiesOf(names, row.cells), place, type: header.type });
  }
  return reportSaid(exchangeCsv.name, recordsSaid(records), []);
}

/** `Export-Csv` writes nothing at all for null, and for an empty text: either is "unset". */
function propertiesOf(names: readonly string[], cells: readonly string[]): ReadonlyMap<string, unknown> {
  return new Map(names.map((name, i) => [name, cells[i] === '' ? null : cells[i]]));
}
