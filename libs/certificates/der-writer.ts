/**
 * Writes DER, element by element: any value in any place, right or wrong.
 *
 *   der(tag, ...contents): Uint8Array
 *   sequence, set, integer, utf8, oid       the elements that certificates are made of
 *   name(...sets), commonName(text)         X.500 names
 */
export function der(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const length = contents.reduce((sum, { length: one }) => sum + one, 0);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  const header = length < 0x80 ? [tag, length] : [tag, 0x80 | bytes.length, ...bytes];
  const written = new Uint8Array(header.length + length);
  written.set(header);
  let at = header.length;
  for (const content of contents) {
    written.set(content, at);
    at += content.length;
  }
  return written;
}

export const sequence = (...contents: readonly Uint8Array[]) => der(0x30, ...contents);
export const set = (...contents: readonly Uint8Array[]) => der(0x31, ...contents);
export const integer = (...bytes: readonly number[]) => der(0x02, Uint8Array.from(bytes));
export const utf8 = (text: string) => der(0x0c, encoded(text));

/** The bytes of a text in UTF-8. */
export function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return der(0x06, Uint8Array.from(bytes));
}

/** One set of attributes: `[['2.5.4.3', utf8('EX01')]]`. */
export type Attributes = readonly (readonly [string, Uint8Array])[];

/** In encoded order, the most general first, as certificates have it. */
export function name(...sets: readonly Attributes[]): Uint8Array {
  return sequence(...sets.map((attributes) => set(...attributes.map(([type, value]) => sequence(oid(type), value)))));
}

export const commonName = (text: string) => name([['2.5.4.3', utf8(text)]]);
