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

/** The offset of the next line of a text, or its end. */
export function nextLine(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  return feed === -1 ? text.length : feed + 1;
}
