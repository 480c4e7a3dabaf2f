import type { ListName } from '#libs/query/lists.js';
import { cellOf } from './columns.js';
import type { FileFormat } from './formats.js';

/** How the rows of a file are written: what stands before them, each of them, and what is said when there are more than were written. */
export interface Writer {
  readonly head: string;
  readonly row: (item: unknown) => string;
  /** Says that these are not all. */
  readonly cut: (written: number, total: number) => string;
}

/** The writer of a list in a format, with these columns. */
export function writer(format: FileFormat, list: ListName, columns: readonly string[]): Writer {
  const cells = (item: unknown) => columns.map((column) => cellOf(list, column, item));
  switch (format) {
    case 'csv':
      return {
        head: csvLine(columns),
        row: (item) => csvLine(cells(item)),
        cut: (written, total) => csvLine([cutWords(written, total)]),
      };
    case 'md':
      return {
        head: `${markdownLine(columns)}${markdownLine(columns.map(() => '---'))}`,
        row: (item) => markdownLine(cells(item)),
        cut: (written, total) => `\n**${cutWords(written, total)}**\n`,
      };
    case 'ndjson':
      return {
        head: '',
        row: (item) => `${JSON.stringify(item)}\n`,
        cut: (written, total) => `${JSON.stringify({ cut: { written, total } })}\n`,
      };
  }
}

function cutWords(written: number, total: number): string {
  return `CUT: these are ${written} of ${total} rows; narrow the query for the others`;
}

/** A line of RFC 4180. What a spreadsheet would take for a formula gets an apostrophe before it, which makes it a text. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

const FORMULA = /^[\s\p{C}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;

function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A row of a table of Markdown, in which nothing is markup: every character that could be is written as a reference. */
function markdownLine(cells: readonly string[]): string {
  return `| ${cells.map(markdownCell).join(' | ')} |\n`;
}

const MARKUP = /[&<>|\\`*_{}[\]()#!~$^"]|\p{C}|\p{Z}/gu;

function markdownCell(text: string): string {
  return text === '---'
    ? text
    : text.replace(MARKUP, (found) => (found === ' ' ? ' ' : `&#${found.codePointAt(0) ?? 0};`));
}
