import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a zip to be made; what is given beside the content is written as it is, true or not. */
export interface MadeEntry {
  readonly name: string | Uint8Array;
  readonly content: Uint8Array | string;
  readonly stored?: boolean;
  /** Sizes and checksum behind the content: with their mark, or without, in 4 or 8 bytes. */
  readonly descriptor?: 'marked' | 'bare' | 'marked-64' | 'bare-64';
  readonly flags?: number;
  readonly method?: number;
  readonly crc?: number;
  /** What directory and header state instead of the true sizes. */
  readonly statedSize?: number;
  readonly statedPacked?: number;
  /** Packed bytes to be used instead of the packed content. */
  readonly packed?: Uint8Array;
  readonly headerName?: string;
  readonly extra?: Uint8Array;
  /** Sizes and offset in the zip64 fields. */
  readonly zip64?: boolean;
  /** Offset that the directory states. */
  readonly statedAt?: number;
  /** Bytes before the header that belong to nothing. */
  readonly before?: Uint8Array;
}

export interface MadeEnd {
  readonly comment?: string;
  readonly count?: number;
  readonly disk?: number;
  readonly start?: number;
  readonly zip64?: boolean;
  readonly after?: Uint8Array;
}

const bytesOf = (content: Uint8Array | string) => Buffer.from(content);
const u16 = (...numbers: readonly number[]) =>
  Buffer.concat(numbers.map((n) => Buffer.from([n & 255, (n >> 8) & 255])));
const u32 = (...numbers: readonly number[]) =>
  Buffer.concat(numbers.map((n) => Buffer.from([n & 255, (n >>> 8) & 255, (n >>> 16) & 255, (n >>> 24) & 255])));
const u64 = (...numbers: readonly number[]) => Buffer.concat(numbers.map((n) => u32(n, 0)));
const field = (id: number, content: Uint8Array) => Buffer.concat([u16(id, content.length), content]);

/** An archive byte by byte, as `zip` would write it where nothing else is asked for. */
export function makeZip(entries: readonly MadeEntry[], end: MadeEnd = {}): Uint8Array {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const made = makeEntry(entry, at + (entry.before?.length ?? 0));
    files.push(bytesOf(entry.before ?? ''), made.file);
    directory.push(made.directory);
    at += (entry.before?.length ?? 0) + made.file.length;
  }
  const listed = Buffer.concat(directory);
  const start = end.start ?? at;
  const count = end.count ?? entries.length;
  const wide = end.zip64 ? [0xffff, 0xffffffff, 0xffffffff] : [count, listed.length, start];
  const [shownCount = 0, shownSize = 0, shownStart = 0] = wide;
  const record64 = Buffer.concat([
    u32(0x06064b50),
    u64(44),
    u16(45, 45),
    u32(0, 0),
    u64(count, count, listed.length, start),
  ]);
  const locator = Buffer.concat([u32(0x07064b50, 0), u64(at + listed.length), u32(1)]);
  const comment = bytesOf(end.comment ?? '');
  return new Uint8Array(
    Buffer.concat([
      ...files,
      listed,
      ...(end.zip64 ? [record64, locator] : []),
      u32(0x06054b50),
      u16(end.disk ?? 0, end.disk ?? 0, shownCount, shownCount),
      u32(shownSize, shownStart),
      u16(comment.length),
      comment,
      bytesOf(end.after ?? ''),
    ]),
  );
}

function makeEntry(entry: MadeEntry, at: number): { readonly file: Buffer; readonly directory: Buffer } {
  const content = bytesOf(entry.content);
  const packedContent = entry.stored ? content : deflateRawSync(content);
  const packed = bytesOf(entry.packed ?? packedContent);
  const name = bytesOf(entry.name);
  const headerName = bytesOf(entry.headerName ?? entry.name);
  const flags = (entry.flags ?? 0x0800) | (entry.descriptor ? 8 : 0);
  const method = entry.method ?? (entry.stored ? 0 : 8);
  const crc = entry.crc ?? crc32(content);
  const size = entry.statedSize ?? content.length;
  const packedSize = entry.statedPacked ?? packed.length;
  const shown = entry.zip64 ? [0xffffffff, 0xffffffff] : [packedSize, size];
  const wide = entry.zip64 ? field(1, u64(size, packedSize)) : Buffer.alloc(0);
  const widest = entry.zip64 ? field(1, u64(size, packedSize, entry.statedAt ?? at)) : Buffer.alloc(0);
  const extra = bytesOf(entry.extra ?? '');
  const inHeader = entry.descriptor ? [0, 0, 0] : [crc, ...shown];
  const file = Buffer.concat([
    u32(0x04034b50),
    u16(20, flags, method, 0, 0),
    u32(...inHeader),
    u16(headerName.length, entry.descriptor ? extra.length : wide.length + extra.length),
    headerName,
    ...(entry.descriptor ? [] : [wide]),
    extra,
    packed,
    descriptorOf(entry, [crc, packedSize, size]),
  ]);
  const directory = Buffer.concat([
    u32(0x02014b50),
    u16(20, 20, flags, method, 0, 0),
    u32(crc, ...shown),
    u16(name.length, widest.length + extra.length, 0, 0, 0),
    u32(0, entry.zip64 ? 0xffffffff : (entry.statedAt ?? at)),
    name,
    widest,
    extra,
  ]);
  return { file, directory };
}

function descriptorOf({ descriptor }: MadeEntry, [crc = 0, packed = 0, size = 0]: readonly number[]): Buffer {
  if (descriptor === undefined) return Buffer.alloc(0);
  const mark = descriptor.startsWith('marked') ? u32(0x08074b50) : Buffer.alloc(0);
  const sizes = descriptor.endsWith('-64') ? u64(packed, size) : u32(packed, size);
  return Buffer.concat([mark, u32(crc), sizes]);
}

/** The extra field by which Info-ZIP says when a file was changed, in UTC. */
export function unixTimes(instant: string): Uint8Array {
  return field(0x5455, Buffer.concat([Buffer.from([1]), u32(Date.parse(instant) / 1000)]));
}

/** The extra field by which Windows says it. */
export function ntfsTimes(instant: string): Uint8Array {
  const ticks = BigInt(Date.parse(instant)) * 10_000n + 116_444_736_000_000_000n;
  const time = Buffer.alloc(8);
  time.writeBigUInt64LE(ticks);
  return field(0x000a, Buffer.concat([u32(0), u16(1, 24), time, time, time]));
}
