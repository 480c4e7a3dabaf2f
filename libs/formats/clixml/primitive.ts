/**
 * The primitive elements of CLIXML and the text they hold.
 *
 *   isPrimitive(element): boolean
 *   readPrimitive(element, text): PsValue | undefined    undefined when the text does not fit the element
 *   unescape(text): string                               `_x000D_` and the like; unescapeName for names of types
 *
 * @cite MS-PSRP 2.2.5.1 (serialization of primitive type objects)
 */
import { decodeBase64 } from '#libs/certificates/base64.js';
import type { PsValue } from './value.js';

type Reader = (text: string) => PsValue | undefined;

const asWritten: Reader = (text) => text.trim();

/**
 * Whole numbers outside the range that a double keeps become bigint; a decimal stays text. Instants and durations stay text: they
 * are written in the XML Schema forms.
 */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['S', unescape],
  ['C', (text) => within(0n, 0xffffn, text, (unit) => String.fromCharCode(Number(unit)))],
  ['B', (text) => readBoolean(text.trim())],
  ['DT', asWritten],
  ['TS', asWritten],
  ['By', (text) => within(0n, 0xffn, text)],
  ['SB', (text) => within(-0x80n, 0x7fn, text)],
  ['U16', (text) => within(0n, 0xffffn, text)],
  ['I16', (text) => within(-0x8000n, 0x7fffn, text)],
  ['U32', (text) => within(0n, 0xffff_ffffn, text)],
  ['I32', (text) => within(-0x8000_0000n, 0x7fff_ffffn, text)],
  ['U64', (text) => within(0n, (1n << 64n) - 1n, text)],
  ['I64', (text) => within(-(1n << 63n), (1n << 63n) - 1n, text)],
  ['Sg', readFloat],
  ['Db', readFloat],
  ['D', (text) => (/^[+-]?\d{1,40}(\.\d{1,40})?$/.test(text.trim()) ? text.trim() : undefined)],
  ['BA', (text) => decodeBase64(text) ?? undefined],
  ['G', asWritten],
  ['URI', unescape],
  ['Version', asWritten],
  ['XD', unescape],
  ['SBK', unescape],
  ['SS', asWritten],
  ['Nil', (text) => (text.trim() === '' ? null : undefined)],
]);

export function isPrimitive(element: string): boolean {
  return READERS.has(element);
}

/** The value that a primitive element holds; undefined when its text does not fit it. */
export function readPrimitive(element: string, text: string): PsValue | undefined {
  return READERS.get(element)?.(text);
}

function readBoolean(text: string): boolean | undefined {
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  return undefined;
}

function within(
  least: bigint,
  most: bigint,
  text: string,
  shape: (n: bigint) => PsValue = plainNumber,
): PsValue | undefined {
  const digits = text.trim();
  if (!/^[+-]?\d{1,20}$/.test(digits)) return undefined;
  const number = BigInt(digits.replace('+', ''));
  return number >= least && number <= most ? shape(number) : undefined;
}

function plainNumber(number: bigint): number | bigint {
  const plain = Number(number);
  return Number.isSafeInteger(plain) ? plain : number;
}

function readFloat(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === 'NaN') return NaN;
  if (/^[+-]?(INF|Infinity)$/.test(trimmed)) return trimmed.startsWith('-') ? -Infinity : Infinity;
  return /^[+-]?(\d{1,400}\.?\d{0,400}|\.\d{1,400})([eE][+-]?\d{1,4})?$/.test(trimmed) ? Number(trimmed) : undefined;
}

/**
 * The text without PowerShell's `_xHHHH_` escapes, each of which stands for one UTF-16 unit. Exact: a NUL and half a surrogate pair
 * come out as they are. No log keeps those, so whoever records a text looks for them (../unkeepable.ts).
 */
export function unescape(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** For texts that end in messages: what no log keeps becomes U+FFFD. */
export function unescapeName(text: string): string {
  return unescape(text).replace(/\0|\p{Surrogate}/gu, '\ufffd');
}
