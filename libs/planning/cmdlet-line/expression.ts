import { isBlank, isLineBreak, isQuote, isSingleQuote } from './characters.js';
import { fault, type LineFault } from './line-fault.js';

const CLOSES: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * The offset behind the variable or expression that begins at `at`: `$cert.Thumbprint`, `(Get-Credential).Password`, `@{Add="…"}`. Its
 * brackets must be balanced; what stands in them is not looked at.
 */
export function expressionEnd(line: string, at: number): number | LineFault {
  let i = at;
  while (i < line.length && !(i > at && isEnd(line.charAt(i)))) {
    const end = CLOSES[line.charAt(i)] === undefined ? i + 1 : closingBracket(line, i);
    if (typeof end !== 'number') return end;
    i = end;
  }
  return i;
}

/** The offset behind the bracket that closes the one at `open`, on the same line. */
export function closingBracket(line: string, open: number): number | LineFault {
  const closes: string[] = [];
  for (let i = open; i < line.length; i++) {
    const c = line.charAt(i);
    const close = CLOSES[c];
    if (close !== undefined) closes.push(close);
    else if (c === closes.at(-1)) closes.pop();
    else if (isQuote(c)) i = quoteEnd(line, i);
    else if (isLineBreak(c)) break;
    if (closes.length === 0) return i + 1;
  }
  return fault(open, 'This bracket is not closed.', 'Close it, or put the whole value into quotes.');
}

function isEnd(c: string): boolean {
  return isBlank(c) || isLineBreak(c) || isQuote(c) || /[,;|&)}\]<>]/.test(c);
}

/** The offset of the closing quote, or the last of the line. */
function quoteEnd(line: string, open: number): number {
  const single = isSingleQuote(line.charAt(open));
  let i = open + 1;
  while (i < line.length && !(isQuote(line.charAt(i)) && isSingleQuote(line.charAt(i)) === single))
    i += line.charAt(i) === '`' && !single ? 2 : 1;
  return i;
}
