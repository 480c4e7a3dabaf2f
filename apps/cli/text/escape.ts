/**
 * Characters that would act on a terminal or deceive its reader: control characters (with them every escape sequence, also the
 * one-byte CSI of C1), marks that turn the direction of writing, invisible and separator characters, lone surrogates.
 */
const DECEIVING =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** The text as it can be shown: what would act or deceive stands there as `\u{1b}`. */
export function shown(text: string): string {
  return text.replace(DECEIVING, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** JSON of a value, in which nothing acts on a terminal. The data stay the same: only their spelling is `\u001b`. */
export function json(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(DECEIVING_IN_JSON, (text) =>
    [...Array(text.length).keys()].map((i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  );
}

/** Lines of a file as they are, in which nothing acts on a terminal. */
export function inFile(text: string): string {
  return text.replace(DECEIVING, (character) => (/[\t\r\n]/.test(character) ? character : shown(character)));
}

/** JSON escapes the characters below the blank itself; the line breaks of its layout are its own. */
const DECEIVING_IN_JSON = new RegExp(DECEIVING.source.replace('\\u0000-\\u001f', ''), 'gu');

/** Colours as `paint` writes them; texts of strangers cannot hold any. */
const COLOUR = /\u001b\[\d+m/g;

/** Columns that a text takes on a terminal: two for East Asian wide characters and pictures, none for combining marks and colours. */
export function columns(text: string): number {
  let width = 0;
  for (const character of text.replace(COLOUR, '')) width += MARK.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

const MARK = /^\p{M}$/u;
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}
