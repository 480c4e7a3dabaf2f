import { parse } from './grammar.js';
import { fault, type QueryFault, read, type Read } from './query-fault.js';
import type { Syntax } from './syntax.js';

/** Characters of a query, parentheses in one another, values that are compared: far more than anybody types, and cheap to work on. */
export const MOST_CHARACTERS = 4_096;
const MOST_DEPTH = 32;
const MOST_VALUES = 200;

const SEE = 'docs/query.md has the language with examples.';

/** Reads a query; null when there is nothing in it. Work is bounded by the length of the text. */
export function parseQuery(text: string): Read<Syntax | null> {
  const hindrance = whyNotRead(text);
  if (hindrance !== null) return hindrance;
  try {
    const tree: Syntax | null = parse(text, {});
    const values = tree === null ? 0 : countValues(tree);
    if (values <= MOST_VALUES) return read(tree);
    return fault({
      message: `The query compares ${values} values; at most ${MOST_VALUES} are taken`,
      column: 1,
      remedy: 'Ask in several queries, or use a wildcard.',
    });
  } catch (error) {
    if (!isSyntaxProblem(error)) throw error;
    return fault(toFault(text, error));
  }
}

const UNREADABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Surrogate}/u;

function whyNotRead(text: string): ReturnType<typeof fault> | null {
  if (text.length > MOST_CHARACTERS)
    return fault({
      message: `The query has ${text.length} characters; at most ${MOST_CHARACTERS} are taken`,
      column: MOST_CHARACTERS + 1,
      remedy: 'Ask in several queries, or use a wildcard.',
    });
  const odd = text.search(UNREADABLE);
  if (odd >= 0)
    return fault({
      message: 'A control character or half of a surrogate pair stands here',
      column: odd + 1,
      remedy: 'Leave it out, or put * in its place.',
    });
  const deep = tooDeepAt(text);
  if (deep === null) return null;
  return fault({
    message: `Parentheses stand in one another deeper than ${MOST_DEPTH} times`,
    column: deep + 1,
    remedy: 'Take away those that change nothing.',
  });
}

/** Where a parenthesis opens that is one too many; outside of quotes each is one. */
function tooDeepAt(text: string): number | null {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted && character === '\\') i += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '(' && ++depth > MOST_DEPTH) return i;
    else if (!quoted && character === ')') depth -= 1;
  }
  return null;
}

interface SyntaxProblem {
  readonly expected: readonly { readonly description?: string }[] | null;
  readonly found: string | null;
  readonly location: { readonly start: { readonly offset: number } };
}

function isSyntaxProblem(error: unknown): error is SyntaxProblem {
  return error instanceof SyntaxError && 'expected' in error && 'found' in error && 'location' in error;
}

function toFault(text: string, { expected, found, location }: SyntaxProblem): QueryFault {
  const column = location.start.offset + 1;
  if (found === '"') return { message: 'A quoted text does not end', column, remedy: 'Close it with ".' };
  const wanted = new Set((expected ?? []).map(({ description }) => description));
  const what = found === null ? 'The query ends here' : `${JSON.stringify(wordAt(text, column - 1))} cannot stand here`;
  if (wanted.has('a value'))
    return {
      message: `${what}: a value is missing`,
      column,
      remedy: `Write it like role:starttls, without a blank. ${SEE}`,
    };
  if (wanted.has('a word') && !wanted.has('and'))
    return { message: `${what}: a term such as role:starttls is missing`, column, remedy: SEE };
  if (found === null && open(text))
    return { message: 'A parenthesis is not closed', column, remedy: 'Close it with ).' };
  if (found === ')')
    return {
      message: 'A parenthesis is closed that was not opened',
      column,
      remedy: 'Take it away, or put it in quotes.',
    };
  const hint = found !== null && ':<>=,'.includes(found) ? 'What belongs to a text is put in quotes. ' : '';
  return { message: what, column, remedy: hint + SEE };
}

function wordAt(text: string, at: number): string {
  return /^(?:[A-Za-z]{1,20}|.)/su.exec(text.slice(at))?.[0] ?? '';
}

/** True when more parentheses are opened than closed. */
function open(text: string): boolean {
  const bare = text.replace(/"(?:\\.|[^"\\])*"/gs, '');
  return bare.split('(').length > bare.split(')').length;
}

function countValues(tree: Syntax): number {
  if (tree.kind === 'not') return countValues(tree.of);
  if (tree.kind === 'and' || tree.kind === 'or') return tree.of.reduce((sum, one) => sum + countValues(one), 0);
  return tree.kind === 'field' ? tree.tests.length : 1;
}
