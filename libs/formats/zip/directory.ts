import { malformed, type Refused } from '../refusal.js';
import { uint16, uint32, uint64 } from './bytes.js';
import { extraFields, modifiedAt, SEE_ZIP64, withZip64 } from './extra.js';
import { nameOf } from './name.js';

/** An entry as the directory at the end of the archive states it. */
export interface Entry {
  readonly name: string;
  readonly nameBytes: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  /** Bytes in the archive, and inflated. */
  readonly packed: number;
  readonly size: number;
  /** Where its own header begins. */
  readonly at: number;
  /** RFC 3339 UTC; absent: the archive does not say it with a zone. */
  readonly modifiedAt?: string;
}

export interface Directory {
  readonly ok: true;
  readonly entries: readonly Entry[];
  /** Where the directory begins, and with it the files end. */
  readonly start: number;
}

const END = 0x06054b50;
const END_SIZE = 22;
const LONGEST_COMMENT = 0xffff;
const LOCATOR64 = 0x07064b50;
const LOCATOR64_SIZE = 20;
const END64 = 0x06064b50;
const END64_SIZE = 56;
const ENTRY = 0x02014b50;
const ENTRY_SIZE = 46;

export const MAKE_AGAIN =
  'Make the zip again, with Compress-Archive or zip; or send its files without it: certfleet import FOLDER.';

/**
 * The directory of an archive. It must stand at its very end, once, and hold as many entries as it says: of two readings of the same bytes
 * one would be somebody's trick. @cite APPNOTE.TXT 4.3 (A)
 */
export function readDirectory(bytes: Uint8Array): Directory | Refused {
  const ends = endsOf(bytes);
  const [end] = ends;
  if (end === undefined)
    return malformed(
      `byte ${bytes.length}`,
      'The zip has no directory at its end: it is cut off, or something was appended to it.',
      'Copy it again whole, or make it again.',
    );
  if (ends.length > 1) return damaged(end, 'The zip has two directories, and it cannot be told which one counts.');
  const bounds = boundsOf(bytes, end);
  if ('refusal' in bounds) return bounds;
  const { count, size, start, endsBefore } = bounds;
  if (start + size !== endsBefore) return damaged(start, 'The directory of the zip does not stand where the zip says.');
  const entries: Entry[] = [];
  let at = start;
  while (at < endsBefore) {
    const read = readEntry(bytes, at, endsBefore);
    if (read === null) return damaged(at, 'An entry in the directory of the zip is damaged.');
    entries.push(read.entry);
    at = read.end;
  }
  if (entries.length !== count)
    return damaged(end, `The zip says that it has ${count} entries, and its directory holds ${entries.length}.`);
  return { ok: true, entries, start };
}

function damaged(at: number, message: string): Refused {
  return malformed(`byte ${at}`, message, MAKE_AGAIN);
}

/** Every place where the end record of the archive, with a comment of the length it states, would reach exactly to the end. */
function endsOf(bytes: Uint8Array): readonly number[] {
  const found: number[] = [];
  const last = bytes.length - END_SIZE;
  for (let at = last; at >= 0 && at >= last - LONGEST_COMMENT; at--) {
    if (bytes[at] !== 0x50 || uint32(bytes, at) !== END) continue;
    if (uint16(bytes, at + 20) === last - at) found.push(at);
  }
  return found;
}

interface Bounds {
  readonly count: number;
  readonly size: number;
  readonly start: number;
  /** Where the directory has to end. */
  readonly endsBefore: number;
}

function boundsOf(bytes: Uint8Array, end: number): Bounds | Refused {
  const [disk, firstDisk, here] = [4, 6, 8].map((offset) => uint16(bytes, end + offset) ?? 0);
  const bounds = {
    count: uint16(bytes, end + 10) ?? 0,
    size: uint32(bytes, end + 12) ?? 0,
    start: uint32(bytes, end + 16) ?? 0,
    endsBefore: end,
  };
  if (uint32(bytes, end - LOCATOR64_SIZE) === LOCATOR64) return boundsOf64(bytes, end - LOCATOR64_SIZE, bounds);
  if (disk === 0 && firstDisk === 0 && here === bounds.count) return bounds;
  return malformed(
    `byte ${end}`,
    'The zip is one part of several.',
    'Join the parts to one zip, or send its files without it: certfleet import FOLDER.',
  );
}

/** What the end record states itself must be the same here; all ones in it mean to look here. */
function boundsOf64(bytes: Uint8Array, locator: number, stated: Omit<Bounds, 'endsBefore'>): Bounds | Refused {
  const at = uint64(bytes, locator + 8) ?? -1;
  // Its own size is stated without the first 12 bytes; it may hold more than is known of today.
  const ends = at + 12 + (uint64(bytes, at + 4) ?? 0);
  if (uint32(bytes, at) !== END64 || ends !== locator || ends - at < END64_SIZE)
    return damaged(locator, 'The zip64 record at the end of the zip is damaged.');
  const long = (offset: number) => uint64(bytes, at + offset) ?? -1;
  const bounds = { count: long(32), size: long(40), start: long(48), endsBefore: at };
  const isWhole = uint32(bytes, at + 16) === 0 && uint32(bytes, at + 20) === 0 && long(24) === bounds.count;
  const agrees =
    [0xffff, bounds.count].includes(stated.count) &&
    [SEE_ZIP64, bounds.size].includes(stated.size) &&
    [SEE_ZIP64, bounds.start].includes(stated.start);
  return isWhole && agrees ? bounds : damaged(at, 'The two records at the end of the zip contradict each other.');
}

function readEntry(
  bytes: Uint8Array,
  at: number,
  limit: number,
): { readonly entry: Entry; readonly end: number } | null {
  if (at + ENTRY_SIZE > limit || uint32(bytes, at) !== ENTRY) return null;
  const short = (offset: number) => uint16(bytes, at + offset) ?? 0;
  const long = (offset: number) => uint32(bytes, at + offset) ?? 0;
  const [nameEnd, extraEnd] = [at + ENTRY_SIZE + short(28), at + ENTRY_SIZE + short(28) + short(30)];
  const end = extraEnd + short(32);
  if (end > limit) return null;
  const fields = extraFields(bytes.subarray(nameEnd, extraEnd));
  const [size, packed, offset] = withZip64([long(24), long(20), long(42)], fields) ?? [];
  if (size === undefined || packed === undefined || offset === undefined) return null;
  const nameBytes = bytes.subarray(at + ENTRY_SIZE, nameEnd);
  const changed = modifiedAt(fields);
  const entry = {
    name: nameOf(nameBytes),
    nameBytes,
    flags: short(8),
    method: short(10),
    crc: long(16),
    packed,
    size,
    at: offset,
    ...(changed === undefined ? {} : { modifiedAt: changed }),
  };
  return { entry, end };
}
