import { columns, padded } from './escape.js';
import type { Page } from './page.js';
import { wrapped } from './table.js';

/** A column: its heading and its paragraphs. */
export interface Column {
  readonly heading: string;
  readonly paragraphs: readonly string[];
}

const GAP = 3;

/** Two columns beside each other, each wrapped to its half of the page. */
export function sideBySide([left, right]: readonly [Column, Column], indent: number, page: Page): readonly string[] {
  const room = Math.max(24, Math.floor((page.width - indent - GAP) / 2));
  const [one, other] = [linesOf(left, room), linesOf(right, room)];
  const width = Math.min(room, Math.max(columns(left.heading), ...one.map(columns)));
  const start = ' '.repeat(indent);
  const line = (a: string, b: string): string => `${start}${padded(a, width)}${' '.repeat(GAP)}${b}`.trimEnd();
  return [
    page.paint.bold(line(left.heading, right.heading)),
    ...Array.from({ length: Math.max(one.length, other.length) }, (_, i) => line(one[i] ?? '', other[i] ?? '')),
  ];
}

/** A line that goes on is indented. */
function linesOf({ paragraphs }: Column, width: number): readonly string[] {
  return paragraphs.flatMap((text) => {
    const [first = '', ...rest] = wrapped(text, width);
    return [first, ...wrapped(rest.join(' '), width - 2).map((more) => `  ${more}`)];
  });
}
