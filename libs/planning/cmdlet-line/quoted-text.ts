import { isDoubleQuote, isSingleQuote } from './characters.js';
import { fault, type LineFault } from './line-fault.js';

/** A stretch of a line that stands for a text. */
export interface Stretch {
  readonly text: string;
  /** The offset behind it. */
  readonly end: number;
  /** Where a variable or an expression stands in it, whose value only a session knows; null: nowhere. */
  readonly variableAt: number | null;
}

/** The text in the quotes that open at `open`. Any quote of a kind closes that kind; two stand for one. */
export function quotedText(line: string, open: number): Stretch | LineFault {
  return isSingleQuote(line.charAt(open)) ? singleQuoted(line, open) : doubleQuoted(line, open);
}

function singleQuoted(line: string, open: number): Stretch | LineFault {
  let text = '';
  for (let i = open + 1; i < line.length; i++) {
    if (isSingleQuote(line.charAt(i)) && !isSingleQuote(line.charAt(++i))) return { text, end: i, variableAt: null };
    text += line.charAt(i);
  }
  return unclosed(open);
}

function doubleQuoted(line: string, open: number): Stretch | LineFault {
  let text = '';
  let variableAt: number | null = null;
  for (let i = open + 1; i < line.length; i++) {
    const c = line.charAt(i);
    if (c === '`') {
      const bad = badEscape(line, i);
      if (bad !== null) return bad;
      i++;
    } else if (c === '$') {
      const constant = constantText(line, i);
      if (constant !== null) {
        text += constant.text;
        i = constant.end - 1;
        continue;
      }
      if (startsVariable(line, i)) variableAt ??= i;
    } else if (isDoubleQuote(c) && !isDoubleQuote(line.charAt(++i))) return { text, end: i, variableAt };
    text += line.charAt(i);
  }
  return unclosed(open);
}

function unclosed(open: number): LineFault {
  return fault(open, 'This quote is not closed.', 'Close it, or double a quote that belongs to the text.');
}

/** A backtick takes the next character literally. Those that stand for a control character are in no name. */
export function badEscape(line: string, backtick: number): LineFault | null {
  const escaped = line.charAt(backtick + 1);
  if (escaped === '')
    return fault(backtick, 'The line ends with a backtick.', 'Write what follows it, or leave it away.');
  return /[0abefnrtuv]/.test(escaped)
    ? fault(backtick, `\`${escaped} is a control character, and no value here has one.`, 'Leave it away.')
    : null;
}

/** Whether the `$` at `at` begins a variable or an expression; else it is an ordinary character. */
export function startsVariable(line: string, at: number): boolean {
  return /[\w:?^${(]/.test(line.charAt(at + 1));
}

const CONSTANT = /\$(true|false|null)(?![\w:])/iy;

/** What `$true`, `$false` or `$null` at `at` becomes in double quotes; null where none of them stands. */
function constantText(line: string, at: number): { readonly text: string; readonly end: number } | null {
  CONSTANT.lastIndex = at;
  const word = CONSTANT.exec(line)?.[1]?.toLowerCase();
  if (word === undefined) return null;
  const text = word === 'null' ? '' : word === 'true' ? 'True' : 'False';
  return { text, end: at + word.length + 1 };
}
