import { malformed, refused, type Refused } from '../refusal.js';
import { quoted } from '../text.js';
import { crc32 } from './crc32.js';
import { MAKE_AGAIN } from './directory.js';
import { inflate, type InflateFault } from './inflate.js';
import type { Packed } from './layout.js';

export type Unpacked = { readonly ok: true; readonly content: Uint8Array } | Refused;

const STORED = 0;
const DEFLATED = 8;

const METHODS: Readonly<Record<number, string>> = {
  9: 'Deflate64',
  12: 'BZIP2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'XZ',
  98: 'PPMd',
  99: 'AES encryption',
};

/** Encrypted, with or without strong encryption, or with its header masked. @cite APPNOTE.TXT 4.4.4 (A) */
const ENCRYPTED = (1 << 0) | (1 << 6) | (1 << 13);
const PATCH = 1 << 5;

/** Why an entry cannot be unpacked, whatever its bytes are; null when it can. */
export function unreadable({ entry: { name, flags, method, packed, size } }: Packed): Refused | null {
  if ((flags & ENCRYPTED) !== 0 || method === 99)
    return malformed(
      name,
      `The entry ${quoted(name)} is encrypted.`,
      'Make the zip without a password: nothing in it may be a secret, for Certfleet takes no private keys.',
    );
  if ((flags & PATCH) !== 0 || (method !== STORED && method !== DEFLATED))
    return malformed(
      name,
      `The entry ${quoted(name)} is packed by ${METHODS[method] ?? `method ${method}`}, which is not read here.`,
      'Make the zip with Deflate, as Compress-Archive and zip do, or send its files without it: certfleet import FOLDER.',
    );
  if (method === STORED && packed !== size)
    return malformed(name, `The two sizes of the entry ${quoted(name)} contradict each other.`, MAKE_AGAIN);
  return null;
}

const FAULTS: Readonly<Record<InflateFault, string>> = {
  damaged: 'cannot be inflated: its bytes are damaged',
  'longer-than-stated': 'is larger than the zip says',
  'shorter-than-stated': 'is smaller than the zip says',
  'bytes-left-over': 'has bytes behind its end that belong to no file',
};

/** The content of an entry: exactly as long as the directory states, with the checksum that it states. */
export function unpack({ entry: { name, method, size, crc }, bytes }: Packed): Unpacked {
  const inflated = method === STORED ? { ok: true as const, content: bytes } : inflate(bytes, size);
  if (!inflated.ok)
    return malformed(
      name,
      `The entry ${quoted(name)} ${FAULTS[inflated.fault]}.`,
      'Copy the zip again, or make it again.',
    );
  if (crc32(inflated.content) !== crc)
    return malformed(
      name,
      `The entry ${quoted(name)} is not what was packed: its checksum does not fit.`,
      'Copy the zip again, or make it again.',
    );
  return archiveWithin(name, inflated.content) ?? { ok: true, content: inflated.content };
}

/** How archives begin. What they hold cannot be searched for private keys here. */
const ARCHIVES: readonly (readonly [name: string, start: readonly number[]])[] = [
  ['a zip, or a document that is one', [0x50, 0x4b, 0x03, 0x04]],
  ['a zip', [0x50, 0x4b, 0x05, 0x06]],
  ['a zip', [0x50, 0x4b, 0x07, 0x08]],
  ['a gzip file', [0x1f, 0x8b]],
  ['a 7-Zip archive', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['a RAR archive', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ['a cabinet file', [0x4d, 0x53, 0x43, 0x46, 0, 0, 0, 0]],
  ['an XZ file', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['a bzip2 file', [0x42, 0x5a, 0x68]],
  ['a Zstandard file', [0x28, 0xb5, 0x2f, 0xfd]],
];

function archiveWithin(name: string, content: Uint8Array): Refused | null {
  const found = ARCHIVES.find(([, start]) => start.every((byte, at) => content[at] === byte));
  if (found === undefined) return null;
  return refused(
    'malformed',
    name,
    `The entry ${quoted(name)} is ${found[0]}: archives within archives are not opened.`,
    'Unpack it, or leave it out, and make the zip again.',
  );
}
