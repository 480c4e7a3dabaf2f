/**
 * The value of a parameter in the forms that parameters have. Everywhere `undefined` means that the log does not hold the value, null
 * that the parameter was given as unset.
 */
import type { Given } from './ran.js';

export type Read<T> = T | null | undefined;

export function oneText(given: Given): Read<string> {
  switch (given.kind) {
    case 'unset':
      return null;
    case 'text':
    case 'joined':
      return given.text.trim() === '' ? null : given.text.trim();
    case 'list':
      return given.texts.length === 1 ? given.texts[0]?.trim() : undefined;
    case 'lost':
      return undefined;
  }
}

/** The elements of a list; `split` parts those that the log joined by semicolons. */
export function manyTexts(
  given: Given,
  split: (joined: string) => readonly string[] = bySemicolon,
): Read<readonly string[]> {
  switch (given.kind) {
    case 'unset':
      return null;
    case 'text':
      return filled([given.text]);
    case 'joined':
      return filled(split(given.text));
    case 'list':
      return filled(given.texts);
    case 'lost':
      return undefined;
  }
}

/** `True`, `$true`, `Force:True`; anything else is unknown. */
export function flagOf(given: Given): Read<boolean> {
  const text = oneText(given);
  if (text === null || text === undefined) return text;
  if (/^\$?true$/i.test(text)) return true;
  return /^\$?false$/i.test(text) ? false : undefined;
}

/** `SMTP, IIS` and the like: words that commas or semicolons separate, or the elements of a list. */
export function wordsOf(given: Given): Read<readonly string[]> {
  const texts = manyTexts(given);
  return texts?.flatMap((text) => filled(text.split(','))) ?? (texts === null ? null : undefined);
}

/** `smtp:*;1` is one address space: a number behind a semicolon is the cost of what stands before it. */
export function addressSpaces(joined: string): readonly string[] {
  const spaces: string[] = [];
  for (const part of bySemicolon(joined)) {
    const last = spaces.length - 1;
    if (last >= 0 && /^\s*\d+\s*$/.test(part)) spaces[last] = `${spaces[last]};${part.trim()}`;
    else spaces.push(part);
  }
  return spaces;
}

function bySemicolon(joined: string): readonly string[] {
  return joined.split(';');
}

function filled(texts: readonly string[]): readonly string[] {
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}
