/**
 * A statement in its tokens, as PowerShell takes arguments apart. Quotes, backticks, lists and `-Name:value` are understood; variables and
 * expressions are kept as such, for only a session knows their values.
 */
import { isBlank, isDash, isLineBreak, isQuote, lineEnd, nextLine } from './characters.js';
import { closingBracket, expressionEnd } from './expression.js';
import { fault, isFault, type LineFault } from './line-fault.js';
import type { Constant, Expression, Mark, ParameterName, Statement, Token, Word } from './token.js';
import { badEscape, quotedText, startsVariable, type Stretch } from './quoted-text.js';

/**
 * The statement that begins at `from`: up to a line break that stands outside of quotes and behind neither a backtick, a pipe nor a comma.
 * Comments are left out; a statement of blanks and comments has no tokens.
 */
export function scanStatement(line: string, from: number): Statement | LineFault {
  const tokens: Token[] = [];
  for (let i = from; i < line.length;) {
    const c = line.charAt(i);
    if (isLineBreak(c)) {
      const last = tokens.at(-1)?.kind;
      if (last !== 'pipe' && last !== 'comma') return { tokens, end: nextLine(line, i) };
      i++;
    } else if (isBlank(c)) i++;
    else if (continuation(line, i) > 0) i += continuation(line, i);
    else if (c === '#') i = lineEnd(line, i);
    else {
      const token = scanToken(line, i);
      if (isFault(token)) return token;
      tokens.push(token);
      i = token.end;
    }
  }
  return { tokens, end: line.length };
}

/** How many characters a backtick before a line break takes with it; 0: there is none. */
function continuation(line: string, at: number): number {
  if (line.charAt(at) !== '`') return 0;
  if (line.startsWith('\r\n', at + 1)) return 3;
  return isLineBreak(line.charAt(at + 1)) ? 2 : 0;
}

const MARKS: Readonly<Record<string, Mark['kind']>> = { ',': 'comma', '|': 'pipe', ')': 'close' };

function scanToken(line: string, at: number): Token | LineFault {
  const c = line.charAt(at);
  const mark = MARKS[c];
  if (mark !== undefined) return { kind: mark, at, end: at + 1 };
  if (line.startsWith('@(', at)) return { kind: 'open', at, end: at + 2 };
  const strange = strangeSign(line, at);
  if (strange !== null) return strange;
  if (isDash(c) && /[\p{L}_?\-\u2013-\u2015]/u.test(line.charAt(at + 1))) return scanParameter(line, at);
  if (isQuote(c)) return scanQuoted(line, at);
  return /[({@]/.test(c) || (c === '$' && startsVariable(line, at)) ? scanExpression(line, at) : scanWord(line, at);
}

/** Signs that PowerShell gives a meaning of their own. */
function strangeSign(line: string, at: number): LineFault | null {
  const c = line.charAt(at);
  if (c === ';')
    return fault(
      at,
      'A semicolon ends the command and another follows.',
      'Give each command on its own; a semicolon that belongs to a value goes into quotes with it.',
    );
  if (/[<>]/.test(c))
    return fault(at, `${c} is a sign of PowerShell's own outside of quotes.`, 'Put the whole value into quotes.');
  return c === '&' || c === '}'
    ? fault(
        at,
        `${c} has no place in a cmdlet line.`,
        'Leave it away, or put the value that it belongs to into quotes.',
      )
    : null;
}

function scanParameter(line: string, at: number): ParameterName | LineFault {
  let end = at + 1;
  while (end < line.length && !/[\s\u0085:,;|&(){}<>#]/.test(line.charAt(end)) && !isQuote(line.charAt(end))) end++;
  const name = line.slice(at + 1, end);
  const next = line.charAt(end);
  if (isQuote(next) || /[({]/.test(next))
    return fault(end, `A blank is missing between -${name} and its value.`, 'Put a blank before the value.');
  const colon = next === ':';
  return { kind: 'parameter', name, colon, at, end: colon ? end + 1 : end };
}

function scanQuoted(line: string, at: number): Word | LineFault {
  const quoted = quotedText(line, at);
  if (isFault(quoted)) return quoted;
  return isParted(line, quoted.end)
    ? { kind: 'word', quoted: true, at, ...quoted }
    : fault(
        quoted.end,
        'A blank is missing behind the closing quote.',
        'Put a blank there, or the rest into the quotes.',
      );
}

/** Whether an argument may end here. */
function isParted(line: string, at: number): boolean {
  const c = line.charAt(at);
  return c === '' || isBlank(c) || isLineBreak(c) || /[,;|&)]/.test(c) || continuation(line, at) > 0;
}

function scanExpression(line: string, at: number): Expression | Constant | LineFault {
  const end = expressionEnd(line, at);
  if (isFault(end)) return end;
  const text = line.slice(at, end);
  const constant = CONSTANTS.get(text.toLowerCase());
  return constant === undefined
    ? { kind: 'expression', text, at, end }
    : { kind: 'constant', value: constant, at, end };
}

const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['$true', true],
  ['$false', false],
  ['$null', null],
]);

function scanWord(line: string, at: number): Word | LineFault {
  let text = '';
  let variableAt: number | null = null;
  let end = at;
  while (!isWordEnd(line, end)) {
    const part = partOfWord(line, end);
    if (isFault(part)) return part;
    text += part.text;
    variableAt ??= part.variableAt;
    end = part.end;
  }
  return isParted(line, end)
    ? { kind: 'word', text, quoted: false, at, end, variableAt }
    : fault(
        end,
        `${line.charAt(end)} is a sign of PowerShell's own outside of quotes.`,
        'Put the whole value into quotes.',
      );
}

function isWordEnd(line: string, at: number): boolean {
  const c = line.charAt(at);
  return c === '' || isBlank(c) || isLineBreak(c) || /[,;|&(){}<>]/.test(c) || continuation(line, at) > 0;
}

/** One character of a bare word, or quotes within it: `EX01\"Default Frontend EX01"` is one word. */
function partOfWord(line: string, at: number): Stretch | LineFault {
  const c = line.charAt(at);
  if (isQuote(c)) return quotedText(line, at);
  if (c === '`') return badEscape(line, at) ?? { text: line.charAt(at + 1), end: at + 2, variableAt: null };
  if (c !== '$' || !startsVariable(line, at)) return { text: c, end: at + 1, variableAt: null };
  const end = /[({]/.test(line.charAt(at + 1)) ? closingBracket(line, at + 1) : at + 1;
  return isFault(end) ? end : { text: line.slice(at, end), end, variableAt: at };
}
