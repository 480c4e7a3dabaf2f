/**
 * A zip of files, each of any other format, as `Compress-Archive`, Explorer and zip make it: its parts.
 *
 *   isZip(bytes): boolean                by content, as every format
 *   decodeZip(bytes, decodeFile): Decoded
 *
 * Nothing is written anywhere, and names are only shown, so no name can lead out of a folder. An archive that contradicts itself is refused
 * whole: the bytes that are kept of an upload are only those that could be searched for private keys. A file in it that cannot be read does
 * not stop the others.
 */
import { findPrivateKey } from '../private-key/find.js';
import { malformed, refused, type Refused } from '../refusal.js';
import type { Decoded, Part, Refusal } from '../report.js';
import { quoted } from '../text.js';
import { MAKE_AGAIN, readDirectory, type Directory, type Entry } from './directory.js';
import { layoutOf, type Packed } from './layout.js';
import { ZIP_LIMITS } from './limits.js';
import { isFolder, isHidden } from './name.js';
import { unpack, unreadable } from './unpack.js';

/** The header of a first entry, an archive without entries, or one that was split. */
export function isZip(bytes: Uint8Array): boolean {
  const [p, k, third, fourth] = bytes;
  return p === 0x50 && k === 0x4b && [0x0304, 0x0506, 0x0708].includes((third ?? 0) * 0x100 + (fourth ?? 0));
}

/** What the files of a zip say. Refused whole for what the archive is; of its files only if none can be read, or one holds a private key. */
export function decodeZip(bytes: Uint8Array, decodeFile: (bytes: Uint8Array) => Decoded): Decoded {
  const directory = readDirectory(bytes);
  if (!directory.ok) return directory;
  const immoderate = beyondLimits(directory);
  if (immoderate !== null) return immoderate;
  const layout = layoutOf(bytes, directory);
  if (!layout.ok) return layout;
  const closed = layout.packed.map(unreadable).find((one) => one !== null);
  if (closed !== undefined) return closed;
  const parts = partsOf(layout.packed, decodeFile);
  if ('refusal' in parts) return parts;
  const key = findPrivateKey(bytes);
  return key === null ? reportOf(parts) : { ok: false, refusal: key };
}

/** What is plain from the directory alone, before anything is inflated. */
function beyondLimits({ entries }: Directory): Refused | null {
  if (entries.length > ZIP_LIMITS.entries)
    return tooLarge('', `The zip holds ${entries.length} files; at most ${ZIP_LIMITS.entries} are taken.`);
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > ZIP_LIMITS.totalBytes)
    return tooLarge(
      '',
      `The files of the zip have ${megabytes(total)} together; at most ${megabytes(ZIP_LIMITS.totalBytes)} are taken.`,
    );
  return entries.map(immoderateEntry).find((one) => one !== null) ?? sameNames(entries);
}

function immoderateEntry({ name, nameBytes, packed, size }: Entry): Refused | null {
  if (nameBytes.length > ZIP_LIMITS.nameBytes)
    return malformed(quoted(name), 'The name of an entry of the zip is too long.', MAKE_AGAIN);
  if (size > ZIP_LIMITS.entryBytes)
    return tooLarge(
      name,
      `The entry ${quoted(name)} has ${megabytes(size)}; at most ${megabytes(ZIP_LIMITS.entryBytes)} are taken of a file.`,
    );
  if (size > ZIP_LIMITS.ratioFromBytes && size > packed * ZIP_LIMITS.ratio)
    return tooLarge(
      name,
      `The entry ${quoted(name)} is packed more than ${ZIP_LIMITS.ratio} times smaller than it is, as no export is.`,
    );
  if (isFolder(name) && size > 0)
    return malformed(name, `The entry ${quoted(name)} is named as a folder and has content.`, MAKE_AGAIN);
  return null;
}

function sameNames(entries: readonly Entry[]): Refused | null {
  const seen = new Set<string>();
  for (const { name } of entries) {
    if (seen.has(name)) return malformed(name, `Two entries of the zip are called ${quoted(name)}.`, MAKE_AGAIN);
    seen.add(name);
  }
  return null;
}

function tooLarge(place: string, message: string): Refused {
  return refused(
    'too-large',
    place,
    message,
    'Make several smaller zips, or send the files without one: certfleet import FOLDER.',
  );
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / (1024 * 1024))} MB`;
}

/** One after the other, so that only one of them is inflated at a time. */
function partsOf(packed: readonly Packed[], decodeFile: (bytes: Uint8Array) => Decoded): readonly Part[] | Refused {
  const parts: Part[] = [];
  for (const one of packed) {
    const { name, modifiedAt } = one.entry;
    if (isFolder(name)) continue;
    const unpacked = unpack(one);
    if (!unpacked.ok) return unpacked;
    const decoded = isHidden(name) ? hidden(unpacked.content) : decodeFile(unpacked.content);
    if (!decoded.ok && decoded.refusal.kind === 'private-key') return withKey(name, decoded.refusal);
    parts.push({ name, decoded, ...(modifiedAt === undefined ? {} : { modifiedAt }) });
  }
  return parts;
}

/** Searched for keys as every other: its bytes would be kept as well. */
function hidden(content: Uint8Array): Decoded {
  const key = findPrivateKey(content);
  if (key !== null) return { ok: false, refusal: key };
  return refused(
    'not-recognised',
    '',
    'It is a hidden file.',
    'Nothing needs to be done, unless it is an export: then give it a name that shows.',
  );
}

function withKey(name: string, refusal: Refusal): Refused {
  const message = `${quoted(name)}: ${refusal.message} Nothing of the whole zip was kept.`;
  return refused(refusal.kind, `${name}, ${refusal.place}`, message, refusal.remedy);
}

function reportOf(parts: readonly Part[]): Decoded {
  const [first] = parts;
  if (first === undefined)
    return refused('empty', '', 'The zip holds no file.', 'Put the exports into it and send it again.');
  if (!parts.some(({ decoded }) => decoded.ok)) return noneRead(parts);
  const byName = [...parts].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    ok: true,
    report: { format: 'zip', servers: [], organization: {}, events: [], warnings: [], parts: byName },
  };
}

/** The refusal that says most: one of a file that is of some format, else of any. */
function noneRead(parts: readonly Part[]): Refused {
  const refusals = parts.flatMap(({ name, decoded }) => (decoded.ok ? [] : [{ name, ...decoded.refusal }]));
  const telling = refusals.find(({ kind }) => kind !== 'not-recognised') ?? refusals[0];
  const { kind = 'not-recognised', name = '', place = '', message = '', remedy = '' } = telling ?? {};
  const where = place === '' ? name : `${name}, ${place}`;
  return refused(
    kind,
    where,
    `No file of the ${parts.length} in the zip can be read. ${quoted(name)}: ${message}`,
    remedy,
  );
}
