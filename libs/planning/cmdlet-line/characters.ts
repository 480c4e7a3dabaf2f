/**
 * What PowerShell takes for a blank, a dash and a quote: the typographic forms too, which word processors and web pages make of them.
 */
const BLANK = /[^\S\r\n]|\u0085/;
const DASH = /[-\u2013-\u2015]/;
const SINGLE_QUOTE = /['\u2018-\u201b]/;
const DOUBLE_QUOTE = /["\u201c-\u201e]/;

/** A line break is none: it ends a statement. */
export function isBlank(character: string): boolean {
  return BLANK.test(character);
}

export function isLineBreak(character: string): boolean {
  return character === '\n' || character === '\r';
}

export function isDash(character: string): boolean {
  return DASH.test(character);
}

export function isSingleQuote(character: string): boolean {
  return SINGLE_QUOTE.test(character);
}

export function isDoubleQuote(character: string): boolean {
  return DOUBLE_QUOTE.test(character);
}

export function isQuote(character: string): boolean {
  return isSingleQuote(character) || isDoubleQuote(character);
}

/** The offset of the line break at or behind `from`, or of the end of the text. */
export function lineEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && !isLineBreak(text.charAt(end))) end++;
  return end;
}

/** The offset of the line behind the one that `from` stands in, or of the end of the text. */
export function nextLine(text: string, from: number): number {
  const end = lineEnd(text, from);
  return text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, text.length);
}
