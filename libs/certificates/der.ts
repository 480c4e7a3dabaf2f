/**
 * A bounded reader of DER (and of the outermost BER) elements: places in the bytes, never copies, never recursion.
 *
 *   elementAt(bytes, at, limit?): Element | null    null when none fits there
 *   childrenOf(bytes, element): Element[] | null    null when the content is no row of elements
 *   oidOf(bytes, element): string                   dotted
 *   integerOf(bytes, element): number | null        null when it does not fit 32 bits
 *   contentOf(bytes, element), wholeOf(bytes, element): Uint8Array (views)
 */
export interface Element {
  /** The first byte: class, constructed bit and number. Tags of more than one byte are not read. */
  readonly tag: number;
  /** First byte of the element, first byte of its content, first byte after it. */
  readonly at: number;
  readonly content: number;
  readonly end: number;
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
} as const;

/** More elements than any certificate has in one place; 100,000 names still pass. */
const MAX_CHILDREN = 200_000;

/** The element that begins at a place and ends before the limit. Lengths of at most four bytes; no indefinite lengths. */
export function elementAt(bytes: Uint8Array, at: number, limit: number = bytes.length): Element | null {
  const tag = bytes[at];
  if (tag === undefined || (tag & 0x1f) === 0x1f || at + 2 > limit) return null;
  const length = lengthAt(bytes, at + 1, limit);
  if (length === null || length.next + length.value > limit) return null;
  return { tag, at, content: length.next, end: length.next + length.value };
}

function lengthAt(bytes: Uint8Array, at: number, limit: number): { value: number; next: number } | null {
  const first = bytes[at] ?? 0x80;
  if (first < 0x80) return { value: first, next: at + 1 };
  const count = first & 0x7f;
  if (count === 0 || count > 4 || at + 1 + count > limit) return null;
  let value = 0;
  for (const byte of bytes.subarray(at + 1, at + 1 + count)) value = value * 256 + byte;
  return { value, next: at + 1 + count };
}

/** The elements that fill another one. */
export function childrenOf(bytes: Uint8Array, parent: Element): Element[] | null {
  const children: Element[] = [];
  let at = parent.content;
  while (at < parent.end) {
    const child = elementAt(bytes, at, parent.end);
    if (child === null || children.length === MAX_CHILDREN) return null;
    children.push(child);
    at = child.end;
  }
  return children;
}

export function contentOf(bytes: Uint8Array, element: Element): Uint8Array {
  return bytes.subarray(element.content, element.end);
}

export function wholeOf(bytes: Uint8Array, element: Element): Uint8Array {
  return bytes.subarray(element.at, element.end);
}

/** A small INTEGER; null when it needs more than 32 bits, is negative or empty. */
export function integerOf(bytes: Uint8Array, element: Element): number | null {
  const content = contentOf(bytes, element);
  if (content.length === 0 || content.length > 5 || (content[0] ?? 0) >= 0x80) return null;
  const number = content.reduce((sum, byte) => sum * 256 + byte, 0);
  return number > 0xffff_ffff ? null : number;
}

/** The dotted text of an object identifier; arcs too large to count are cut off with `…`. */
export function oidOf(bytes: Uint8Array, element: Element): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of contentOf(bytes, element).subarray(0, 128)) {
    arc = arc * 128 + (byte & 0x7f);
    if (arc > Number.MAX_SAFE_INTEGER / 128) return `${arcs.join('.')}.…`;
    if (byte >= 0x80) continue;
    if (arcs.length === 0) arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)));
    else arcs.push(arc);
    arc = 0;
  }
  return arcs.join('.');
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0').toUpperCase());

export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte] ?? '';
  return text;
}
