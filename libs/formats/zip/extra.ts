import { uint16, uint32, uint64 } from './bytes.js';

/** The extra fields of an entry by their ids. What is cut off at the end is left out: some tools pad them. @cite APPNOTE.TXT 4.5 (A) */
export function extraFields(bytes: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const fields = new Map<number, Uint8Array>();
  for (let at = 0; at + 4 <= bytes.length;) {
    const id = uint16(bytes, at) ?? 0;
    const end = at + 4 + (uint16(bytes, at + 2) ?? 0);
    if (end > bytes.length) break;
    if (!fields.has(id)) fields.set(id, bytes.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

const ZIP64 = 0x0001;
const NTFS = 0x000a;
const UNIX_TIMES = 0x5455;

/** In a field of 32 bits: the number stands in the zip64 field. */
export const SEE_ZIP64 = 0xffffffff;

/**
 * Numbers of 32 bits, with those that stand in the zip64 field put in, in the order in which it holds them. Null: one of them is not
 * there. @cite APPNOTE.TXT 4.5.3 (A)
 */
export function withZip64(
  numbers: readonly number[],
  fields: ReadonlyMap<number, Uint8Array>,
): readonly number[] | null {
  const wide = fields.get(ZIP64) ?? new Uint8Array();
  let at = 0;
  const found = numbers.map((number) => {
    if (number !== SEE_ZIP64) return number;
    at += 8;
    return uint64(wide, at - 8);
  });
  return found.every((number) => number !== null) ? found : null;
}

const FILETIME_OF_1970 = 116_444_736_000_000_000;

/**
 * When the file was last changed, RFC 3339 UTC, if the archive says so with a zone. The time that every entry has is the local time of
 * an unknown zone, in steps of two seconds: it is not taken. @cite APPNOTE.TXT 4.5.5, Info-ZIP extrafld.txt (A)
 */
export function modifiedAt(fields: ReadonlyMap<number, Uint8Array>): string | undefined {
  return fromUnixTimes(fields.get(UNIX_TIMES)) ?? fromNtfs(fields.get(NTFS));
}

function fromUnixTimes(field: Uint8Array | undefined): string | undefined {
  if (field === undefined || ((field[0] ?? 0) & 1) === 0) return undefined;
  const seconds = uint32(field, 1);
  return seconds === null ? undefined : instant((seconds | 0) * 1000);
}

/** Reserved (4 bytes), then attribute 1 with three times of 100 nanoseconds since 1601, the change first. */
function fromNtfs(field: Uint8Array | undefined): string | undefined {
  if (field === undefined || uint16(field, 4) !== 1) return undefined;
  const ticks = uint64(field, 8);
  return ticks === null ? undefined : instant(Math.floor((ticks - FILETIME_OF_1970) / 10_000));
}

function instant(milliseconds: number): string | undefined {
  const isPossible = milliseconds > 0 && milliseconds < Date.UTC(2200, 0, 1);
  return isPossible ? new Date(milliseconds).toISOString() : undefined;
}
