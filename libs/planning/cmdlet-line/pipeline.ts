import { fault, isFault, type LineFault } from './line-fault.js';
import type { Constant, Expression, ParameterName, Token, Word } from './token.js';

/** One cmdlet of a pipeline with its arguments in the order in which they stand. */
export interface Invocation {
  readonly cmdlet: Word;
  readonly parts: readonly Part[];
}

export type Part = ParameterName | Value;

/** An argument: one item, or a list of them. */
export interface Value {
  readonly kind: 'value';
  readonly at: number;
  readonly items: readonly Item[];
  /** Written as a list: with a comma, or as `@(…)`. */
  readonly list: boolean;
}

export type Item = Word | Constant | Expression;

/** The cmdlets of a statement, parted at the pipes. */
export function invocationsOf(tokens: readonly Token[]): readonly [Invocation, ...Invocation[]] | LineFault {
  const first = invocation(tokens, 0);
  if (isFault(first)) return first;
  const all: [Invocation, ...Invocation[]] = [first];
  for (const [i, token] of tokens.entries()) {
    if (token.kind !== 'pipe') continue;
    const next = invocation(tokens, i + 1);
    if (isFault(next)) return next;
    all.push(next);
  }
  return all;
}

function invocation(tokens: readonly Token[], from: number): Invocation | LineFault {
  const cmdlet = tokens[from];
  if (cmdlet === undefined || cmdlet.kind === 'pipe') return noCmdlet(tokens, from);
  if (cmdlet.kind !== 'word' || cmdlet.quoted || cmdlet.variableAt !== null)
    return fault(
      cmdlet.at,
      'A line begins with the name of a cmdlet.',
      'Write a cmdlet such as Enable-ExchangeCertificate here.',
    );
  const parts: Part[] = [];
  for (let i = from + 1; i < tokens.length;) {
    const token = tokens[i];
    if (token === undefined || token.kind === 'pipe') break;
    if (token.kind === 'parameter') {
      parts.push(token);
      i++;
      continue;
    }
    const value = token.kind === 'open' ? arrayAt(tokens, i, token.at) : listAt(tokens, i);
    if (isFault(value)) return value;
    parts.push(value.value);
    i = value.next;
  }
  return { cmdlet, parts };
}

function noCmdlet(tokens: readonly Token[], from: number): LineFault {
  const before = tokens[from - 1];
  return before === undefined
    ? fault(
        0,
        'The line holds no cmdlet.',
        'Write a cmdlet line such as Enable-ExchangeCertificate -Thumbprint … -Services SMTP.',
      )
    : fault(before.at, 'No cmdlet follows the pipe.', 'Write the cmdlet that takes what comes through it.');
}

interface Read {
  readonly value: Value;
  /** Index of the token behind it. */
  readonly next: number;
}

/** `a`, or `a, b`: items parted by commas. */
function listAt(tokens: readonly Token[], from: number): Read | LineFault {
  const items: Item[] = [];
  let i = from;
  for (;;) {
    const item = tokens[i];
    if (!isItem(item)) return noItem(tokens, i);
    items.push(item);
    if (tokens[++i]?.kind !== 'comma') break;
    i++;
  }
  const at = tokens[from]?.at ?? 0;
  return { value: { kind: 'value', at, items, list: items.length > 1 }, next: i };
}

/** `@()` or `@('a', 'b')`, whose items must be quoted: a bare word in it would be run. */
function arrayAt(tokens: readonly Token[], from: number, at: number): Read | LineFault {
  if (tokens[from + 1]?.kind === 'close')
    return { value: { kind: 'value', at, items: [], list: true }, next: from + 2 };
  const inside = listAt(tokens, from + 1);
  if (isFault(inside)) return inside;
  const { items } = inside.value;
  const bare = items.find((item) => item.kind === 'word' && !item.quoted);
  if (bare !== undefined)
    return fault(bare.at, 'A bare word in @( ) would be run as a command.', 'Put it into quotes.');
  return tokens[inside.next]?.kind === 'close'
    ? { value: { kind: 'value', at, items, list: true }, next: inside.next + 1 }
    : fault(at, 'This bracket is not closed.', 'Close it behind the last value.');
}

function isItem(token: Token | undefined): token is Item {
  return token?.kind === 'word' || token?.kind === 'constant' || token?.kind === 'expression';
}

function noItem(tokens: readonly Token[], i: number): LineFault {
  const token = tokens[i];
  if (token?.kind === 'close')
    return fault(
      token.at,
      'This bracket closes none.',
      'Leave it away, or put the value that it belongs to into quotes.',
    );
  const comma = tokens[i - 1]?.kind === 'comma' ? tokens[i - 1] : token;
  return fault(
    comma?.at ?? tokens.at(-1)?.at ?? 0,
    'A value is missing beside this comma.',
    'Write the value, or leave the comma away.',
  );
}
