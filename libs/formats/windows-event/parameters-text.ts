/**
 * The parameters of a cmdlet as the event log writes them: `-Identity "EX01\Default" -Bindings ("0.0.0.0:25","[::]:25") -Fqdn $null`, and
 * `{Identity=EX01\Default, Fqdn=}` on Exchange 2010. Quotation marks in a value are not escaped: a value ends where behind its mark the
 * next parameter, the next element or nothing follows. Of a longer value the log keeps 200 characters and `[...]`.
 *
 *   parametersOf(text): Map | null      by name in lower case; null: the text is none of this
 */
import type { Given } from '../cmdlet-log/ran.js';

const NAME = /\s*-([A-Za-z]\w{0,63}) /y;
/** What may follow a value: the end, or a blank and the next parameter. */
const NEXT = String.raw`(?=$| -[A-Za-z]\w{0,63} (?:["($@]|[\w+/=]))`;
const END_OF_TEXT = new RegExp(`"${NEXT}`, 'y');
const END_OF_ITEM = new RegExp(String.raw`"(?=,(?:"|\$null[,)])|\)${NEXT})`, 'y');
const END_OF_LIST = new RegExp(String.raw`\)${NEXT}`, 'y');
const END_OF_TABLE = new RegExp(String.raw`\}${NEXT}`, 'y');
const BARE = /[^\s"]{1,4096}/y;
const NULL = /\$null/y;

const MOST_PARAMETERS = 500;
const CUT = '[...]';

export function parametersOf(text: string): ReadonlyMap<string, Given> | null {
  const trimmed = text.trim();
  if (trimmed.startsWith('{') && trimmed.endsWith('}')) return bracedParameters(trimmed.slice(1, -1));
  const parameters = new Map<string, Given>();
  let at = 0;
  while (at < trimmed.length) {
    const name = matchAt(NAME, trimmed, at);
    if (name === null || parameters.size >= MOST_PARAMETERS) return null;
    const value = valueAt(trimmed, at + name[0].length);
    if (value === null) return null;
    parameters.set(name[1]?.toLowerCase() ?? '', value.given);
    at = value.end;
  }
  return parameters;
}

interface ValueAt {
  readonly given: Given;
  readonly end: number;
}

function valueAt(text: string, at: number): ValueAt | null {
  if (text.startsWith('"', at)) {
    const end = closing(END_OF_TEXT, text, at + 1, '"');
    return end === -1 ? null : { given: textGiven(text.slice(at + 1, end)), end: end + 1 };
  }
  if (text.startsWith('(', at)) return listAt(text, at + 1);
  if (text.startsWith('@{', at)) {
    const end = closing(END_OF_TABLE, text, at + 2, '}');
    return end === -1 ? null : { given: { kind: 'lost' }, end: end + 1 };
  }
  if (matchAt(NULL, text, at) !== null) return { given: { kind: 'unset' }, end: at + '$null'.length };
  const bare = matchAt(BARE, text, at)?.[0];
  return bare === undefined ? null : { given: textGiven(bare), end: at + bare.length };
}

function listAt(text: string, from: number): ValueAt | null {
  const texts: string[] = [];
  let at = from;
  if (matchAt(END_OF_LIST, text, at) !== null) return { given: { kind: 'list', texts }, end: at + 1 };
  for (;;) {
    if (text.startsWith('"', at)) {
      const end = closing(END_OF_ITEM, text, at + 1, '"');
      if (end === -1) return null;
      texts.push(text.slice(at + 1, end));
      at = end + 1;
    } else if (matchAt(NULL, text, at) === null) return null;
    else at += '$null'.length;
    if (text[at] !== ',') break;
    at += 1;
  }
  if (text[at] !== ')') return null;
  const isCut = texts.some((one) => one.endsWith(CUT));
  return { given: isCut ? { kind: 'lost' } : { kind: 'list', texts }, end: at + 1 };
}

function textGiven(text: string): Given {
  return text.endsWith(CUT) ? { kind: 'lost' } : { kind: 'text', text };
}

/** The offset of the first `mark` from `from` on at which the pattern holds, or -1. */
function closing(pattern: RegExp, text: string, from: number, mark: string): number {
  let at = text.indexOf(mark, from);
  while (at !== -1 && matchAt(pattern, text, at) === null) at = text.indexOf(mark, at + 1);
  return at;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** A comma, a blank, a name and an equals sign begin the next parameter, unless they stand in the braces of a list. */
function bracedParameters(inner: string): ReadonlyMap<string, Given> | null {
  const parameters = new Map<string, Given>();
  if (inner.trim() === '') return parameters;
  const names = bracedNames(inner);
  if (names[0]?.at !== 0 || names.length > MOST_PARAMETERS) return null;
  for (const [i, { name, end }] of names.entries())
    parameters.set(name, bracedGiven(inner.slice(end, names[i + 1]?.at ?? inner.length)));
  return parameters;
}

interface BracedName {
  readonly name: string;
  readonly at: number;
  readonly end: number;
}

function bracedNames(inner: string): readonly BracedName[] {
  const names: BracedName[] = [];
  let depth = 0;
  for (let at = 0; at < inner.length && names.length <= MOST_PARAMETERS; at++) {
    if (inner[at] === '{') depth++;
    else if (inner[at] === '}') depth--;
    if (depth !== 0 || (at !== 0 && inner[at] !== ',')) continue;
    const found = matchAt(at === 0 ? FIRST_NAME : BRACED_NAME, inner, at);
    if (found !== null) names.push({ name: found[1]?.toLowerCase() ?? '', at, end: at + found[0].length });
  }
  return names;
}

const FIRST_NAME = /([A-Za-z]\w{0,63})=/y;
const BRACED_NAME = /, ([A-Za-z]\w{0,63})=/y;

function bracedGiven(text: string): Given {
  if (text === '' || text === '$null') return { kind: 'unset' };
  if (!text.startsWith('{') || !text.endsWith('}')) return textGiven(text);
  return { kind: 'list', texts: text.slice(1, -1).split(', ') };
}
