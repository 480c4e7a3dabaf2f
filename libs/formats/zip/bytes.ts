/** Little-endian numbers of an archive. What lies outside the bytes is null: the caller says what that means there. */
export function uint16(bytes: Uint8Array, at: number): number | null {
  return fits(bytes, at, 2) ? viewOf(bytes).getUint16(at, true) : null;
}

export function uint32(bytes: Uint8Array, at: number): number | null {
  return fits(bytes, at, 4) ? viewOf(bytes).getUint32(at, true) : null;
}

/** As a number: what is too large to be exact is far larger than any file here, too. */
export function uint64(bytes: Uint8Array, at: number): number | null {
  return fits(bytes, at, 8) ? Number(viewOf(bytes).getBigUint64(at, true)) : null;
}

function fits(bytes: Uint8Array, at: number, length: number): boolean {
  return at >= 0 && at + length <= bytes.length;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
