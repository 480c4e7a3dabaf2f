/** Of `text`, in the catalog of every PostgreSQL. */
const TEXT_OID = 25;
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;

/**
 * A parameter of the type `text[]`, as PostgreSQL sends arrays itself: each text with its length before it. The driver would write an array as one
 * literal, in which every quote of a JSON text is escaped, and the server would read all of that again: that costs several times what writing
 * the rows costs.
 *
 * The statement must say `$n::text[]`, and casts the texts to what they are.
 */
export function textArray(texts: readonly (string | null)[]): Buffer {
  const sizes = texts.map((text) => (text === null ? 0 : Buffer.byteLength(text)));
  const size = sizes.reduce((sum, bytes) => sum + LENGTH_BYTES + bytes, HEADER_BYTES);
  const array = Buffer.allocUnsafe(size);
  const dimensions = texts.length === 0 ? 0 : 1;
  array.writeInt32BE(dimensions, 0);
  array.writeInt32BE(texts.includes(null) ? 1 : 0, 4);
  array.writeInt32BE(TEXT_OID, 8);
  if (dimensions === 0) return array.subarray(0, 12);
  array.writeInt32BE(texts.length, 12);
  array.writeInt32BE(1, 16); // the first index
  let at = HEADER_BYTES;
  for (const [index, text] of texts.entries()) {
    const bytes = sizes[index] ?? 0;
    array.writeInt32BE(text === null ? -1 : bytes, at);
    if (text !== null) array.write(text, at + LENGTH_BYTES);
    at += LENGTH_BYTES + bytes;
  }
  return array;
}
