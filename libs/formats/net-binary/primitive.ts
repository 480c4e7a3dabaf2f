/** Primitive values of MS-NRBF, by their type number. @cite MS-NRBF 2.1.2.3 PrimitiveTypeEnumeration (A) */
import { fail, take, takeText, viewOf, type Cursor } from './cursor.js';
import type { NetValue } from './value.js';

interface Primitive {
  /** Bytes; null for those that carry their own length. */
  readonly size: number | null;
  readonly read: (cursor: Cursor) => NetValue;
}

function fixed(size: number, read: (view: DataView) => NetValue): Primitive {
  return {
    size,
    read: (cursor) => {
      const bytes = take(cursor, size, 'A value');
      return bytes.length === size ? read(viewOf(bytes)) : null;
    },
  };
}

const text: Primitive = { size: null, read: (cursor) => takeText(cursor, 'a text') };

const PRIMITIVES: ReadonlyMap<number, Primitive> = new Map([
  [1, fixed(1, (view) => view.getUint8(0) !== 0)],
  [2, fixed(1, (view) => view.getUint8(0))],
  [5, text], // Decimal, written as text
  [6, fixed(8, (view) => view.getFloat64(0, true))],
  [7, fixed(2, (view) => view.getInt16(0, true))],
  [8, fixed(4, (view) => view.getInt32(0, true))],
  [9, fixed(8, (view) => view.getBigInt64(0, true))],
  [10, fixed(1, (view) => view.getInt8(0))],
  [11, fixed(4, (view) => view.getFloat32(0, true))],
  [12, fixed(8, (view) => view.getBigInt64(0, true))], // TimeSpan, ticks
  [13, fixed(8, (view) => view.getBigInt64(0, true))], // DateTime, kind and ticks
  [14, fixed(2, (view) => view.getUint16(0, true))],
  [15, fixed(4, (view) => view.getUint32(0, true))],
  [16, fixed(8, (view) => view.getBigUint64(0, true))],
  [18, text],
]);

export function readPrimitive(cursor: Cursor, type: number): NetValue {
  const primitive = PRIMITIVES.get(type);
  if (primitive !== undefined) return primitive.read(cursor);
  fail(cursor, `Primitive type ${type} is not known`);
  return null;
}

/** Bytes that a value of the type takes at least: what an array's length is checked against. */
export function leastSize(type: number): number {
  return PRIMITIVES.get(type)?.size ?? 1;
}
