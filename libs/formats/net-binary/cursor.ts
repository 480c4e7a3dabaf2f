/**
 * A place in bytes that never reads past their end: what does not fit sets `fault`, once, and every later read gives nothing.
 */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
  /** What is wrong and where; null while all is well. */
  fault: { readonly at: number; readonly message: string } | null;
}

export function startCursor(bytes: Uint8Array): Cursor {
  return { bytes, at: 0, fault: null };
}

export function fail(cursor: Cursor, message: string): void {
  cursor.fault ??= { at: cursor.at, message };
  cursor.at = cursor.bytes.length;
}

export function remaining(cursor: Cursor): number {
  return cursor.bytes.length - cursor.at;
}

/** A view of that many bytes; empty after a fault. */
export function take(cursor: Cursor, length: number, what: string): Uint8Array {
  if (cursor.fault !== null) return new Uint8Array();
  if (length < 0 || length > remaining(cursor)) {
    fail(cursor, `${what} of ${length} bytes does not fit into the ${remaining(cursor)} bytes that are left`);
    return new Uint8Array();
  }
  cursor.at += length;
  return cursor.bytes.subarray(cursor.at - length, cursor.at);
}

export function takeByte(cursor: Cursor, what: string): number {
  return take(cursor, 1, what)[0] ?? 0;
}

/** Little endian, signed. */
export function takeInt32(cursor: Cursor, what: string): number {
  const bytes = take(cursor, 4, what);
  return bytes.length === 4 ? viewOf(bytes).getInt32(0, true) : 0;
}

/** A length in groups of seven bits, then so many bytes of UTF-8. */
export function takeText(cursor: Cursor, what: string): string {
  let length = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = takeByte(cursor, `The length of ${what}`);
    length += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
    if (shift === 28) {
      fail(cursor, `The length of ${what} has more than five bytes`);
      break;
    }
  }
  return new TextDecoder().decode(take(cursor, length, what)).replaceAll('\0', '\ufffd');
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
