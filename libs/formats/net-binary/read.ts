/**
 * Reads .NET binary streams (MS-NRBF) within bounds: the record types that stored objects use, every length checked against the bytes
 * that are left before anything is allocated. No type is ever loaded: the result is plain data (value.ts).
 *
 *   readNetBinary(bytes): NetRead        { ok: true, stream, signed } | { ok: false, at, message }
 *
 * The stream may stand in Exchange's signed envelope: `#sig#`, a length, the stream, a signature. The signature is not checked: the
 * key never leaves the server.
 * @cite MS-NRBF 2.1 to 2.6 (A); envelope: from exports (B)
 */
import { fail, remaining, startCursor, take, takeByte, takeInt32, takeText, type Cursor } from './cursor.js';
import { leastSize, readPrimitive } from './primitive.js';
import type { NetStream, NetValue } from './value.js';

export type NetRead =
  | { readonly ok: true; readonly stream: NetStream; readonly signed: boolean }
  | { readonly ok: false; readonly at: number; readonly message: string };

export const NET_BINARY_LIMITS = {
  bytes: 16 * 1024 * 1024,
  records: 100_000,
  /** Elements of all arrays together, runs of nulls included: a run of a billion takes five bytes to write. */
  elements: 1_000_000,
  members: 1000,
  depth: 64,
} as const;

const RECORD = {
  header: 0,
  classWithId: 1,
  systemClass: 4,
  class: 5,
  text: 6,
  array: 7,
  typedPrimitive: 8,
  reference: 9,
  null: 10,
  end: 11,
  library: 12,
  nulls256: 13,
  nulls: 14,
  primitives: 15,
  objects: 16,
  texts: 17,
} as const;

/** How a member or element is written: bare, as a primitive of a type, or as a record. */
type Slot = number | null;

const BYTE = 2;

interface ClassShape {
  readonly name: string;
  readonly members: readonly string[];
  readonly slots: readonly Slot[];
}

interface Reading {
  readonly cursor: Cursor;
  readonly objects: Map<number, NetValue>;
  readonly classes: Map<number, ClassShape>;
  records: number;
  elements: number;
  depth: number;
}

/** A record, or that many nulls in a row. */
type Item = { readonly value: NetValue } | { readonly nulls: number };

const ENVELOPE = Uint8Array.of(0x23, 0x73, 0x69, 0x67, 0x23);

/** True when the bytes begin as a .NET binary stream does, in its envelope or without. */
export function looksLikeNetBinary(bytes: Uint8Array): boolean {
  return isEnvelope(bytes) || (bytes.length >= 17 && [0, 1, 0, 0, 0].every((byte, at) => bytes[at] === byte));
}

function isEnvelope(bytes: Uint8Array): boolean {
  return ENVELOPE.every((byte, at) => bytes[at] === byte);
}

/** The objects of the stream, or the first thing that is wrong with it and the byte where it stands. Never throws. */
export function readNetBinary(bytes: Uint8Array): NetRead {
  const outer = startCursor(bytes);
  if (bytes.length > NET_BINARY_LIMITS.bytes) fail(outer, `The stream is larger than ${NET_BINARY_LIMITS.bytes} bytes`);
  const signed = isEnvelope(bytes);
  if (signed) take(outer, ENVELOPE.length, 'The envelope');
  const length = signed ? takeInt32(outer, 'The length of the envelope') : bytes.length;
  const start = outer.at;
  const body = take(outer, length, signed ? 'The envelope' : 'The stream');
  if (outer.fault !== null) return { ok: false, ...outer.fault };
  const cursor = startCursor(body);
  const stream = readStream(cursor);
  const fault: Cursor['fault'] = cursor.fault;
  return fault === null ? { ok: true, stream, signed } : { ok: false, at: start + fault.at, message: fault.message };
}

function readStream(cursor: Cursor): NetStream {
  const reading: Reading = { cursor, objects: new Map(), classes: new Map(), records: 0, elements: 0, depth: 0 };
  if (takeByte(cursor, 'The header') !== RECORD.header) fail(cursor, 'The stream does not begin with its header');
  const rootId = takeInt32(cursor, 'The header');
  take(cursor, 12, 'The header');
  while (cursor.fault === null && cursor.bytes[cursor.at] !== RECORD.end) {
    if (remaining(cursor) === 0) fail(cursor, 'The stream ends without its end record');
    else readItem(reading);
  }
  return { root: reading.objects.get(rootId) ?? null, objects: reading.objects };
}

/** One record where an object may stand. Libraries before it are read over. */
function readItem(reading: Reading): Item {
  const { cursor } = reading;
  const type = takeByte(cursor, 'A record');
  reading.records += 1;
  if (reading.records > NET_BINARY_LIMITS.records) fail(cursor, `More than ${NET_BINARY_LIMITS.records} records`);
  switch (type) {
    case RECORD.library:
      takeInt32(cursor, 'A library');
      takeText(cursor, 'the name of a library');
      return { nulls: 0 };
    case RECORD.null:
      return { value: null };
    case RECORD.nulls256:
      return { nulls: takeByte(cursor, 'A run of nulls') };
    case RECORD.nulls:
      return { nulls: takeInt32(cursor, 'A run of nulls') };
    case RECORD.reference:
      return { value: { referenceTo: takeInt32(cursor, 'A reference') } };
    case RECORD.typedPrimitive:
      return { value: readPrimitive(cursor, takeByte(cursor, 'A type')) };
    default:
      return { value: readObject(reading, type) };
  }
}

function readObject(reading: Reading, type: number): NetValue {
  const { cursor } = reading;
  switch (type) {
    case RECORD.text: {
      const id = takeInt32(cursor, 'A text');
      return keep(reading, id, takeText(cursor, 'a text'));
    }
    case RECORD.class:
    case RECORD.systemClass:
    case RECORD.classWithId:
      return readClass(reading, type);
    case RECORD.array:
    case RECORD.primitives:
    case RECORD.objects:
    case RECORD.texts:
      return readArray(reading, type);
    default:
      cursor.at -= 1;
      fail(cursor, `Record type ${type} is not one that stored objects use`);
      return null;
  }
}

function keep(reading: Reading, id: number, value: NetValue): NetValue {
  reading.objects.set(id, value);
  return value;
}

function readClass(reading: Reading, type: number): NetValue {
  const { cursor } = reading;
  const id = takeInt32(cursor, 'An object');
  const shape =
    type === RECORD.classWithId ? reading.classes.get(takeInt32(cursor, 'A class')) : newShape(cursor, type);
  if (shape === undefined) {
    fail(cursor, 'An object of a class that the stream has not described');
    return null;
  }
  reading.classes.set(id, shape);
  const members = new Map<string, NetValue>();
  const object = keep(reading, id, { className: shape.name, members });
  within(reading, () => {
    for (const [index, name] of shape.members.entries()) {
      if (cursor.fault !== null) return;
      members.set(name, readSlot(reading, shape.slots[index] ?? null));
    }
  });
  return object;
}

function within(reading: Reading, read: () => void): void {
  reading.depth += 1;
  if (reading.depth > NET_BINARY_LIMITS.depth)
    fail(reading.cursor, `Objects deeper than ${NET_BINARY_LIMITS.depth} levels`);
  else read();
  reading.depth -= 1;
}

/** A member: one value. Libraries may stand before it. */
function readSlot(reading: Reading, slot: Slot): NetValue {
  if (slot !== null) return readPrimitive(reading.cursor, slot);
  while (reading.cursor.fault === null) {
    const item = readItem(reading);
    if ('value' in item) return item.value;
    if (item.nulls !== 0) fail(reading.cursor, 'A run of nulls where one value stands');
  }
  return null;
}

function newShape(cursor: Cursor, type: number): ClassShape {
  const name = takeText(cursor, 'the name of a class');
  const count = takeInt32(cursor, 'A count of members');
  // A member takes two bytes at least: the length of its name and its type.
  if (count < 0 || count > NET_BINARY_LIMITS.members || count * 2 > remaining(cursor)) {
    fail(cursor, `A class with ${count} members`);
    return { name, members: [], slots: [] };
  }
  const members = Array.from({ length: count }, () => takeText(cursor, 'the name of a member'));
  const types = [...take(cursor, count, 'The types of members')];
  const slots = types.map((memberType) => readSlotType(cursor, memberType));
  if (type === RECORD.class) takeInt32(cursor, 'A library');
  return { name, members, slots };
}

/** The description of one member's or element's type. @cite MS-NRBF 2.1.2.2 BinaryTypeEnumeration (A) */
function readSlotType(cursor: Cursor, type: number): Slot {
  switch (type) {
    case 0: // primitive
      return takeByte(cursor, 'A type');
    case 7: // array of primitives, written as a record
      takeByte(cursor, 'A type');
      return null;
    case 3: // class of the system
      takeText(cursor, 'the name of a class');
      return null;
    case 4: // class of a library
      takeText(cursor, 'the name of a class');
      takeInt32(cursor, 'A library');
      return null;
    case 1: // text
    case 2: // object
    case 5: // array of objects
    case 6: // array of texts
      return null;
    default:
      fail(cursor, `Member type ${type} is not known`);
      return null;
  }
}

function readArray(reading: Reading, type: number): NetValue {
  const { cursor } = reading;
  const id = takeInt32(cursor, 'An array');
  if (type === RECORD.array && (takeByte(cursor, 'The kind of an array') !== 0 || takeInt32(cursor, 'A rank') !== 1)) {
    fail(cursor, 'An array of more than one dimension');
  }
  const length = takeInt32(cursor, 'The length of an array');
  if (length < 0) fail(cursor, `An array of ${length} elements`);
  const slot = slotOfArray(cursor, type);
  if (slot === BYTE) return keep(reading, id, take(cursor, length, 'An array'));
  reading.elements += Math.max(0, length);
  if (reading.elements > NET_BINARY_LIMITS.elements) fail(cursor, `More than ${NET_BINARY_LIMITS.elements} elements`);
  if (slot !== null) return keep(reading, id, readPrimitives(cursor, slot, length));
  const items: NetValue[] = [];
  keep(reading, id, items);
  within(reading, () => readItems(reading, items, length));
  return items;
}

function slotOfArray(cursor: Cursor, type: number): Slot {
  if (type === RECORD.primitives) return takeByte(cursor, 'A type');
  return type === RECORD.array ? readSlotType(cursor, takeByte(cursor, 'A type')) : null;
}

function readPrimitives(cursor: Cursor, type: number, length: number): NetValue {
  if (cursor.fault !== null || length * leastSize(type) > remaining(cursor)) {
    fail(cursor, `An array of ${length} values does not fit into the ${remaining(cursor)} bytes that are left`);
    return null;
  }
  return Array.from({ length }, () => readPrimitive(cursor, type));
}

function readItems(reading: Reading, items: NetValue[], length: number): void {
  while (items.length < length && reading.cursor.fault === null) {
    const item = readItem(reading);
    if ('value' in item) items.push(item.value);
    else if (item.nulls < 0 || item.nulls > length - items.length) fail(reading.cursor, `A run of ${item.nulls} nulls`);
    else for (let i = 0; i < item.nulls; i++) items.push(null);
  }
}
