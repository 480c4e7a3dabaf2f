/**
 * Reads comma separated values as `Export-Csv` writes them, strictly: quotation marks are balanced and surround whole cells, every row has
 * the cells that the header names. Anything else is a file that was cut or edited, and is refused with its line.
 *
 *   rowsOf(text, from, separator): Generator<CsvRow | CsvFault>     one after another; a fault is the last
 *
 * One pass; nothing in a cell has a meaning (no formulas, no escapes but the doubled quotation mark).
 */
export interface CsvRow {
  /** Of its first cell, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvFault {
  readonly line: number;
  readonly fault: string;
  /** What was read of the row before. */
  readonly cells: readonly string[];
}

/** More than any cmdlet has properties, ten times over. */
const MOST_CELLS = 2000;

type CellFault = Omit<CsvFault, 'cells'>;

interface Cursor {
  readonly text: string;
  readonly separator: string;
  at: number;
  line: number;
}

/** The rows from an offset on, which is in line `line`. Lines without anything are passed over. */
export function* rowsOf(
  text: string,
  { at, line, separator }: { readonly at: number; readonly line: number; readonly separator: string },
): Generator<CsvRow | CsvFault> {
  const cursor: Cursor = { text, separator, at, line };
  while (cursor.at < text.length) {
    if (endLine(cursor)) continue;
    const row = rowAt(cursor);
    yield row;
    if ('fault' in row) return;
  }
}

function rowAt(cursor: Cursor): CsvRow | CsvFault {
  const { line } = cursor;
  const cells: string[] = [];
  for (;;) {
    if (cells.length === MOST_CELLS) return { line, cells, fault: `The line has more than ${MOST_CELLS} cells` };
    const cell = cellAt(cursor);
    if (typeof cell !== 'string') return { ...cell, cells };
    cells.push(cell);
    if (cursor.text[cursor.at] === cursor.separator) cursor.at++;
    else if (endLine(cursor) || cursor.at >= cursor.text.length) return { line, cells };
    else return { line: cursor.line, cells, fault: 'A closing quotation mark is followed by more text' };
  }
}

/** The cell at the cursor, which afterwards stands behind it. */
function cellAt(cursor: Cursor): string | CellFault {
  const { text, separator, line } = cursor;
  if (text[cursor.at] === '"') return quotedCell(cursor);
  const start = cursor.at;
  while (cursor.at < text.length && text[cursor.at] !== separator && !isLineEnd(text[cursor.at])) cursor.at++;
  const cell = text.slice(start, cursor.at);
  return cell.includes('"')
    ? { line, fault: 'A quotation mark stands inside a cell that does not begin with one' }
    : cell;
}

function quotedCell(cursor: Cursor): string | CellFault {
  const { text, line } = cursor;
  const start = cursor.at + 1;
  let close = text.indexOf('"', start);
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close === -1) return { line, fault: 'The quotation mark that opens here is never closed' };
  const inner = text.slice(start, close);
  cursor.at = close + 1;
  cursor.line += lineEndsIn(inner);
  return inner.replaceAll('""', '"');
}

function lineEndsIn(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

function isLineEnd(unit: string | undefined): boolean {
  return unit === '\n' || unit === '\r';
}

/** Passes over one end of a line, if the cursor stands at one. */
function endLine(cursor: Cursor): boolean {
  if (!isLineEnd(cursor.text[cursor.at])) return false;
  cursor.at += cursor.text.startsWith('\r\n', cursor.at) ? 2 : 1;
  cursor.line++;
  return true;
}
