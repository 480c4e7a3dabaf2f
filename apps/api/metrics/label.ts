import { createHash } from 'node:crypto';

/** Longer values are cut: a name of a server, a connector or a certificate may be as long as a stranger likes. */
export const LONGEST_LABEL = 200;

const ORDINARY = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;
/** What ends a line somewhere, moves a cursor, turns text round or is no character. */
const UNFIT = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Surrogate}\p{Noncharacter_Code_Point}]/gu;

/**
 * A stranger's text as the value of a label, escaped as the text format wants it. What is unfit becomes U+FFFD and what is too long is cut;
 * then a hash of the whole follows, so that different names stay different series.
 */
export function labelValue(text: string): string {
  if (text.length <= LONGEST_LABEL && ORDINARY.test(text)) return text;
  const fit = text.replace(UNFIT, '\ufffd');
  const told = fit === text && text.length <= LONGEST_LABEL ? text : marked(fit, text);
  return told.replace(/\\/g, '\\\\').replace(/"/g, '\\"');
}

function marked(fit: string, whole: string): string {
  const hash = createHash('sha256').update(whole, 'utf16le').digest('hex').slice(0, 12);
  const cut = fit.slice(0, LONGEST_LABEL - hash.length - 1);
  // Never half of a character at the cut.
  return `${cut.replace(/[\ud800-\udbff]$/, '')}~${hash}`;
}
