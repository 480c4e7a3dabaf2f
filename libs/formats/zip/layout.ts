import { malformed, type Refused } from '../refusal.js';
import { quoted } from '../text.js';
import { sameBytes, uint16, uint32, uint64 } from './bytes.js';
import { MAKE_AGAIN, type Directory, type Entry } from './directory.js';
import { extraFields, withZip64 } from './extra.js';

/** An entry, and its packed bytes. */
export interface Packed {
  readonly entry: Entry;
  readonly bytes: Uint8Array;
}

export type Layout = { readonly ok: true; readonly packed: readonly Packed[] } | Refused;

const HEADER = 0x04034b50;
const HEADER_SIZE = 30;
/** Sizes and checksum follow the content instead of standing before it. */
const DESCRIBED_AFTERWARDS = 1 << 3;

/**
 * The packed bytes of every entry, in the order of the archive. Headers, contents and descriptors must lie one behind the other from the first
 * byte up to the directory, and each header must say what the directory says: then no two entries share bytes (which is how small archives
 * unpack to endless ones), nothing hides between them, and every reader finds the same files.
 */
export function layoutOf(archive: Uint8Array, { entries, start }: Directory): Layout {
  const inOrder = [...entries].sort((a, b) => a.at - b.at);
  const packed: Packed[] = [];
  let expected = 0;
  for (const [i, entry] of inOrder.entries()) {
    if (entry.at !== expected)
      return malformed(
        entry.name,
        `The zip holds bytes before the entry ${quoted(entry.name)} that belong to no file.`,
        MAKE_AGAIN,
      );
    const next = inOrder[i + 1]?.at ?? start;
    const content = contentBounds(archive, entry);
    if (content === null) return untrue(entry);
    if (content.end > next)
      return malformed(entry.name, `The entry ${quoted(entry.name)} reaches into what follows it.`, MAKE_AGAIN);
    if (content.described && !isDescriptor(archive.subarray(content.end, next), entry)) return untrue(entry);
    packed.push({ entry, bytes: archive.subarray(content.begin, content.end) });
    expected = content.described ? next : content.end;
  }
  if (expected !== start)
    return malformed(
      `byte ${expected}`,
      'The zip holds bytes before its directory that belong to no file.',
      MAKE_AGAIN,
    );
  return { ok: true, packed };
}

function untrue(entry: Entry): Refused {
  const message = `What the zip says of the entry ${quoted(entry.name)} in its directory and beside it is not the same.`;
  return malformed(entry.name, message, MAKE_AGAIN);
}

interface Bounds {
  readonly begin: number;
  readonly end: number;
  readonly described: boolean;
}

/** Null: there is no header of this entry. */
function contentBounds(archive: Uint8Array, entry: Entry): Bounds | null {
  const short = (offset: number) => uint16(archive, entry.at + offset) ?? -1;
  const long = (offset: number) => uint32(archive, entry.at + offset) ?? -1;
  const nameEnd = entry.at + HEADER_SIZE + short(26);
  const begin = nameEnd + short(28);
  const isHeader =
    long(0) === HEADER &&
    short(6) === entry.flags &&
    short(8) === entry.method &&
    sameBytes(archive.subarray(entry.at + HEADER_SIZE, nameEnd), entry.nameBytes);
  if (!isHeader || begin > archive.length) return null;
  const described = (entry.flags & DESCRIBED_AFTERWARDS) !== 0;
  const bounds = { begin, end: begin + entry.packed, described };
  if (described) return bounds;
  const [size, packed] = withZip64([long(22), long(18)], extraFields(archive.subarray(nameEnd, begin))) ?? [];
  return long(14) === entry.crc && size === entry.size && packed === entry.packed ? bounds : null;
}

const DESCRIPTOR = 0x08074b50;

/** Checksum and both sizes, these in 4 or 8 bytes, with or without a mark before them. @cite APPNOTE.TXT 4.3.9 (A) */
function isDescriptor(bytes: Uint8Array, { crc, packed, size }: Entry): boolean {
  const at = bytes.length === 16 || bytes.length === 24 ? 4 : 0;
  if (at === 4 && uint32(bytes, 0) !== DESCRIPTOR) return false;
  if (uint32(bytes, at) !== crc) return false;
  if (bytes.length - at === 12) return uint32(bytes, at + 4) === packed && uint32(bytes, at + 8) === size;
  return bytes.length - at === 20 && uint64(bytes, at + 4) === packed && uint64(bytes, at + 12) === size;
}
