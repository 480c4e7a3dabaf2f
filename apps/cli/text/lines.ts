import { columns } from './escape.js';
import { wrapped } from './table.js';

const NARROWEST = 24;

/** A text that begins after `first` and goes on, wrapped, below it. Nothing is cut. */
export function hanging(first: string, text: string, width: number): readonly string[] {
  const indent = columns(first);
  const lines = wrapped(text, Math.max(NARROWEST, width - indent));
  if (lines.length === 0) return first.trim() === '' ? [] : [first.trimEnd()];
  return lines.map((line, i) => `${i === 0 ? first : ' '.repeat(indent)}${line}`);
}

/** A text, wrapped and indented. */
export function paragraph(indent: number, text: string, width: number): readonly string[] {
  return hanging(' '.repeat(indent), text, width);
}

/** `1 change`, `2 changes`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
