/**
 * Bytes to text: what an editor or PowerShell would show.
 *
 *   readInput(bytes): Input               what every format is given
 *   decodeText(bytes): string | null      null when the bytes are no text
 *   readableText(input, length?): string  for logs: what is not well formed reads as U+FFFD
 *   explainBadText(bytes): Refusal | null why bytes that look like text are none: the offset of the first wrong byte
 *   quoted(text): string                  a short, printable quotation for messages
 */
import type { Input, Refusal } from './report.js';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** The bytes with the text they hold, if they hold text. */
export function readInput(bytes: Uint8Array): Input {
  return { bytes, text: decodeText(bytes) };
}

/**
 * The text of UTF-8 or UTF-16 bytes, without byte order mark. UTF-16 without a mark is known by the zero byte beside its first
 * character. Both must be well formed, without halves of surrogate pairs: anything else is binary, or text in an encoding that cannot be told.
 */
export function decodeText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * The text of the first `length` bytes, or of all, in which U+FFFD stands for what is not well formed. For what programs print: a log holds
 * what strangers sent, a console's output the letters of an old code page, and the lines around them say what they say all the same.
 */
export function readableText({ bytes, text }: Input, length = bytes.length): string {
  if (text !== null) return text.slice(0, length);
  return new TextDecoder(encodingOf(bytes)).decode(bytes.subarray(0, length));
}

function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (alternates(bytes.subarray(0, 4))) return 'utf-16le';
  return bytes[0] === 0 && alternates(bytes.subarray(1, 4)) ? 'utf-16be' : 'utf-8';
}

/** A printable byte, zero, a printable byte, and zero if there is a fourth. */
function alternates(bytes: Uint8Array): boolean {
  return bytes.length >= 3 && bytes.every((byte, at) => (at % 2 === 0 ? isPrintable(byte) : byte === 0));
}

const LINE_BLANKS: readonly number[] = [0x09, 0x0a, 0x0d];

function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || LINE_BLANKS.includes(byte);
}

/** Bytes that begin like text but are not well formed: the refusal says where. Null for text, and for plainly binary bytes. */
export function explainBadText(bytes: Uint8Array): Refusal | null {
  const encoding = encodingOf(bytes);
  const start = bytes.subarray(bytes[0] === 0xef ? 3 : 0, 64);
  if (start.length === 0 || (encoding === 'utf-8' && !start.every(isPrintable)) || decodeText(bytes) !== null)
    return null;
  return {
    kind: 'malformed',
    place: `byte ${wellFormedLength(bytes, encoding)}`,
    message: `The file begins as text, but here it is no well-formed ${encoding.toUpperCase()}.`,
    remedy: 'Save the file as UTF-8 or UTF-16 and send it again whole; PowerShell: Export-Clixml -Encoding UTF8.',
  };
}

/** How many bytes from the start are well formed, give or take those of one unfinished character. */
function wellFormedLength(bytes: Uint8Array, encoding: Encoding): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isWellFormed(bytes.subarray(0, middle), encoding)) good = middle;
    else bad = middle;
  }
  return good;
}

function isWellFormed(beginning: Uint8Array, encoding: Encoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(beginning, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** At most 60 characters in quotation marks, with everything unprintable escaped: safe to stand in a message. */
export function quoted(text: string): string {
  const cut = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return JSON.stringify(cut).replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
