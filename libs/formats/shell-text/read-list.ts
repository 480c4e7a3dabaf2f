/**
 * Reads what `Format-List` prints: `Name : value` a line, the colons of one object below each other, long values going on in indented lines.
 *
 *   listsIn(text): readonly ListedObject[]
 *
 * Prompts and other lines between objects are passed over. A value that was wrapped is put together again where it is certain how.
 */
import type { Doubt } from '../exchange-object/doubt.js';
import { rejoin } from './rejoin.js';

export interface ListedObject {
  /** Of its first property, from 1. */
  readonly line: number;
  readonly properties: ReadonlyMap<string, string | null>;
  /** Properties that were wrapped so that their value is not certain. */
  readonly doubts: ReadonlyMap<string, Doubt>;
}

/** An object while its lines are read: the lines of each value. */
interface Open {
  readonly line: number;
  readonly indent: number;
  readonly colon: number;
  readonly first: string;
  readonly values: Map<string, string[]>;
  last: string;
  afterBlank: boolean;
}

/** More than any object has. */
const MOST_PROPERTIES = 2000;

export function listsIn(text: string): readonly ListedObject[] {
  const objects: ListedObject[] = [];
  let open: Open | null = null;
  for (const [i, line] of linesOf(text).entries()) {
    const next: Open | null = open === null ? startOf(line, i + 1) : step(open, line, i + 1);
    if (open !== null && next !== open) objects.push(closed(open));
    open = next;
  }
  return open === null ? objects : [...objects, closed(open)];
}

export function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/);
}

/** The object after one more line: itself, another one that begins here, or none. */
function step(open: Open, line: string, number: number): Open | null {
  if (line.trim() === '') {
    open.afterBlank = true;
    return open;
  }
  if (isContinuation(open, line)) {
    open.values.get(open.last)?.push(line.slice(open.colon + 2));
    return open;
  }
  const start = startOf(line, number);
  if (start === null || start.colon !== open.colon || start.indent !== open.indent) return start;
  const isNew = open.values.has(start.first) || (open.afterBlank && start.first === open.first);
  if (isNew || open.values.size >= MOST_PROPERTIES) return start;
  open.values.set(start.first, start.values.get(start.first) ?? []);
  open.last = start.first;
  open.afterBlank = false;
  return open;
}

function isContinuation(open: Open, line: string): boolean {
  return line.length > open.colon + 2 && line.slice(0, open.colon + 2).trim() === '';
}

/** A property line begins an object, or goes on with one. */
function startOf(line: string, number: number): Open | null {
  const found = /^( *)([A-Za-z]\w*) *:(?: (.*))?$/.exec(line);
  if (found === null) return null;
  const [, indent = '', name = '', value = ''] = found;
  const colon = line.indexOf(':');
  const values = new Map([[name, [value]]]);
  return { line: number, indent: indent.length, colon, first: name, values, last: name, afterBlank: false };
}

/** Some consoles fill every line with blanks when it is copied: those are no part of the values. */
function closed({ line, values }: Open): ListedObject {
  const all = [...values.values()].flat();
  const padded = all.every((part) => part.length === all[0]?.length);
  const widest = all.reduce((most, part) => Math.max(most, part.trimEnd().length), 0);
  const doubts = new Map<string, Doubt>();
  const properties = new Map<string, string | null>();
  for (const [name, parts] of values) {
    const value = rejoin(padded ? parts.map((part) => part.trimEnd()) : parts, widest);
    if (value === null) doubts.set(name, 'wrapped');
    else properties.set(name, value === '' ? null : value);
  }
  return { line, properties, doubts };
}
