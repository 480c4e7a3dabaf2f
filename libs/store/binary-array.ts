/** How a value of one type stands in an array of PostgreSQL's binary protocol. */
export interface Element<Value> {
  /** The number of the type, which is the same in every installation. */
  readonly type: number;
  readonly bytes: (value: Value) => number;
  /** How many bytes were written, as many as were told before. */
  readonly write: (array: Buffer, value: Value, offset: number) => number;
}

const hex = (type: number, length: number): Element<string> => ({
  type,
  bytes: () => length,
  write: (array, value, offset) => array.write(value, offset, length, 'hex'),
});

/** PostgreSQL counts microseconds from here. */
const EPOCH = Date.UTC(2000, 0, 1);

export const TEXT: Element<string> = {
  type: 25,
  bytes: (value) => Buffer.byteLength(value),
  write: (array, value, offset) => array.write(value, offset),
};
/** SHA-256 as hex digits. */
export const SHA256 = hex(17, 32);
/** A UUID as hex digits, without hyphens. */
export const UUID = hex(2950, 16);
export const SMALLINT: Element<number> = {
  type: 21,
  bytes: () => 2,
  write: (array, value, offset) => array.writeInt16BE(value, offset) - offset,
};
/** An instant as milliseconds since 1970. */
export const INSTANT: Element<number> = {
  type: 1184,
  bytes: () => 8,
  write: (array, value, offset) => array.writeBigInt64BE(BigInt(value - EPOCH) * 1000n, offset) - offset,
};

const EMPTY_BYTES = 12;
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;

/**
 * Values as an array that a statement takes as a parameter. The driver passes a Buffer on as it is, so that the values are neither quoted here nor read
 * from a text there: a quarter of the time of a large batch.
 */
export function binaryArray<Value>({ type, bytes, write }: Element<Value>, values: readonly Value[]): Buffer {
  let length = HEADER_BYTES;
  for (const value of values) length += LENGTH_BYTES + bytes(value);
  const array = Buffer.allocUnsafe(values.length === 0 ? EMPTY_BYTES : length);
  // Dimensions, whether there are nulls, the type; of the one dimension, how many and from which number they count.
  array.writeInt32BE(values.length === 0 ? 0 : 1, 0);
  array.writeInt32BE(0, 4);
  array.writeInt32BE(type, 8);
  if (values.length === 0) return array;
  array.writeInt32BE(values.length, 12);
  array.writeInt32BE(1, 16);
  let offset = HEADER_BYTES;
  for (const value of values) {
    const written = write(array, value, offset + LENGTH_BYTES);
    array.writeInt32BE(written, offset);
    offset += LENGTH_BYTES + written;
  }
  return array;
}
