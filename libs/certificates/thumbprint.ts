import type { Unreadable } from './unreadable.js';

const BLANKS = /\s+/g;
const SHA1_HEX = /^[0-9A-F]{40}$/;

/** A thumbprint as answers write it: upper case, without blanks. Does not check that it is one (`parseThumbprint` does). @cite rulebook 3.4 */
export function normalizeThumbprint(text: string): string {
  return SHA1_HEX.test(text) ? text : text.replace(BLANKS, '').toUpperCase();
}

/** The thumbprint that a text holds, or what is wrong with it. */
export function parseThumbprint(text: string): string | Unreadable {
  const thumbprint = normalizeThumbprint(text);
  return SHA1_HEX.test(thumbprint) ? thumbprint : { unreadable: 'is not a SHA-1 thumbprint of 40 hex digits' };
}
