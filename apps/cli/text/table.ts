import { columns, padded } from './escape.js';
import type { Paint } from './paint.js';

/** A cell: its text, already escaped, and how it is coloured. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string };

/** An aligned table with a line of headings. Nothing is cut: a long cell makes its column wide. */
export function table(headings: readonly string[], rows: readonly (readonly Cell[])[], paint: Paint): string {
  const widths = headings.map((heading, i) =>
    Math.max(columns(heading), ...rows.map((row) => columns(textOf(row[i] ?? '')))),
  );
  const last = headings.length - 1;
  const line = (cells: readonly Cell[]): string =>
    cells
      .map((cell, i) => {
        const text = textOf(cell);
        const shown = typeof cell === 'string' ? text : cell.paint(text);
        return i === last ? shown : shown + ' '.repeat(Math.max(0, (widths[i] ?? 0) - columns(text)));
      })
      .join('  ')
      .trimEnd();
  return [
    paint.bold(line(headings.map((heading, i) => (i === last ? heading : padded(heading, widths[i] ?? 0))))),
    ...rows.map(line),
  ].join('\n');
}

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}

/** Breaks a text at blanks so that no line is longer than `width`, where its words allow it. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && columns(line) + 1 + columns(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
