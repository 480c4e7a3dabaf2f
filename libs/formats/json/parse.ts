import { malformed, type Refused } from '../refusal.js';
import { jsonPath, type JsonStep } from './path.js';

export type ParsedJson = { readonly ok: true; readonly value: unknown } | Refused;

/** Deeper than any document, event or `ConvertTo-Json` output goes, and shallow enough for every later walk. */
const DEEPEST = 128;

/** Reads a JSON text. Says where it breaks (line and column), and refuses what a database or a log could not keep. */
export function parseJson(text: string): ParsedJson {
  const deep = tooDeepAt(text);
  if (deep !== null)
    return malformed(
      lineAndColumn(text, deep),
      `The JSON is nested deeper than ${DEEPEST} levels.`,
      'Export it again: no supported file is nested so deep.',
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (fault) {
    return brokenJson(text, fault);
  }
  const unfit = MAY_BE_UNFIT.test(text) ? unfitText(value) : null;
  if (unfit !== null)
    return malformed(jsonPath(unfit.steps), unfit.message, 'Remove the character, or export the file again.');
  return { ok: true, value };
}

function brokenJson(text: string, fault: unknown): Refused {
  const message = fault instanceof Error ? fault.message : 'unreadable';
  const at = /at position (\d+)/.exec(message)?.[1];
  const place = lineAndColumn(text, at === undefined ? text.length : Number(at));
  const what = at === undefined && /end of/i.test(message) ? 'The JSON ends too early.' : 'This is not valid JSON.';
  return malformed(place, what, 'Check that the file is complete and was not edited by hand, or export it again.');
}

export function lineAndColumn(text: string, offset: number): string {
  let line = 1;
  let start = 0;
  for (let next = text.indexOf('\n'); next !== -1 && next < offset; next = text.indexOf('\n', next + 1)) {
    line++;
    start = next + 1;
  }
  return `line ${line}, column ${offset - start + 1}`;
}

/** Only an escape can put such a character into a parsed text: one look at the source spares the walk of almost every file. */
const MAY_BE_UNFIT = /\\u(?:0000|[dD][89a-fA-F])/;

/** The offset of the first bracket that goes too deep, or null. Strings are skipped; broken JSON is somebody else's finding. */
function tooDeepAt(text: string): number | null {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) {
      i = endOfString(text, i);
      if (i === -1) return null;
    } else if (c === OPEN_OBJECT || c === OPEN_LIST) {
      if (++depth > DEEPEST) return i;
    } else if (c === CLOSE_OBJECT || c === CLOSE_LIST) depth--;
  }
  return null;
}

/** The offset of the quote that closes the string opened at `open`, or -1. */
export function endOfString(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close !== -1 && escaped(text, close)) close = text.indexOf('"', close + 1);
  return close;
}

function escaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;

interface Unfit {
  readonly steps: readonly JsonStep[];
  readonly message: string;
}

/** The first text that holds a NUL or half of a surrogate pair: PostgreSQL keeps neither, and no name, subject or note needs one. */
export function unfitText(value: unknown): Unfit | null {
  if (typeof value === 'string') {
    const message = unfitReason(value);
    return message === null ? null : { steps: [], message };
  }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return null;
  return Array.isArray(value) ? unfitInList(value) : unfitInObject(value);
}

function unfitInList(list: readonly unknown[]): Unfit | null {
  for (let i = 0; i < list.length; i++) {
    const found = unfitText(list[i]);
    if (found !== null) return { ...found, steps: [i, ...found.steps] };
  }
  return null;
}

function unfitInObject(object: object): Unfit | null {
  for (const key of Object.keys(object)) {
    const message = unfitReason(key);
    if (message !== null) return { steps: [], message };
    const found = unfitText(Reflect.get(object, key));
    if (found !== null) return { ...found, steps: [key, ...found.steps] };
  }
  return null;
}

/** Any surrogate, paired or not: most texts have none, and need no closer look. */
const SUSPECT = /[\0\ud800-\udfff]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

function unfitReason(text: string): string | null {
  if (!SUSPECT.test(text)) return null;
  if (text.includes('\0')) return 'The text holds a NUL character.';
  return LONE_SURROGATE.test(text) ? 'The text holds half of a surrogate pair (no valid Unicode).' : null;
}
