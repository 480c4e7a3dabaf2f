/**
 * Finds private keys, so that a file with one is refused before anything of it is stored, queued or logged.
 *
 *   findPrivateKey(bytes): Refusal | null
 *
 * Looks at the whole file, in any of UTF-8, UTF-16 and UTF-32, for keys in PEM (every label, also inside JSON and XML), PuTTY and .NET
 * XML form, for base64 or lists of numbers that begin as PKCS#8, PKCS#1, SEC1 or PKCS#12, and for the same in DER and in key blobs at the beginning of
 * the file or one after another. Linear in the size of the file. The refusal never quotes what was found.
 *
 * It does not see keys that are compressed, encrypted as a whole, or deep inside another binary format. A zip is opened before, and each
 * file in it searched (zip/zip.ts); an archive inside it has the whole upload refused.
 */
import { decodeBase64 } from '#libs/certificates/base64.js';
import { elementAt } from '#libs/certificates/der.js';
import type { Refusal } from '../report.js';
import { keyStructureOf } from './structure.js';

type Found = { readonly what: string; readonly at: number } | null;

/** A refusal of kind `private-key`, or null when no key was found. */
export function findPrivateKey(bytes: Uint8Array): Refusal | null {
  const found = inBinary(bytes) ?? inText(textWithoutZeros(bytes));
  if (found === null) return null;
  return {
    kind: 'private-key',
    place: `about byte ${found.at}`,
    message: `The file holds a private key (${found.what}). Certfleet takes none, and nothing of this file was kept.`,
    remedy:
      'Export the certificate without its key: Export-Certificate, or the -----BEGIN CERTIFICATE----- part alone.',
  };
}

/** Beginnings of key files that are neither text nor DER. */
const ANY = null;
const MAGICS: readonly (readonly [string, readonly (number | null)[]])[] = [
  ['PVK', [0x1e, 0xf1, 0xb5, 0xb0]],
  ['CryptoAPI PRIVATEKEYBLOB', [0x07, 0x02, 0x00, 0x00]],
  ['CNG RSA private key', [0x52, 0x53, 0x41, 0x32, ANY, ANY, 0, 0]],
  ['CNG RSA private key', [0x52, 0x53, 0x41, 0x33, ANY, ANY, 0, 0]],
  ['Java key store', [0xfe, 0xed, 0xfe, 0xed]],
  ['Java key store', [0xce, 0xce, 0xce, 0xce]],
];

const MAX_STRUCTURES = 100_000;

function inBinary(bytes: Uint8Array): Found {
  const magic = MAGICS.find(([, start]) => start.every((byte, at) => byte === ANY || bytes[at] === byte));
  if (magic !== undefined) return { what: magic[0], at: 0 };
  let at = 0;
  for (let count = 0; at < bytes.length && count < MAX_STRUCTURES; count++) {
    const what = keyStructureOf(bytes.subarray(at, at + 96));
    if (what !== null) return { what, at };
    const element = elementAt(bytes, at);
    if (element === null) return null;
    at = element.end;
  }
  return null;
}

const SLICE = 1024 * 1024;

/** Every byte but zeros as one character: the letters of a text in any of the encodings with zeros come out side by side. */
function textWithoutZeros(bytes: Uint8Array): string {
  const decoder = new TextDecoder('latin1');
  const slices: string[] = [];
  for (let at = 0; at < bytes.length; at += SLICE) {
    const slice = bytes.subarray(at, at + SLICE);
    slices.push(decoder.decode(slice.includes(0) ? slice.filter((byte) => byte !== 0) : slice));
  }
  return slices.join('');
}

const MARKS: readonly (readonly [string, RegExp])[] = [
  ['PEM', /-{2,5} ?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/],
  ['PuTTY', /PuTTY-User-Key-File-\d/],
  ['.NET XML', /<InverseQ>/],
];

function inText(text: string): Found {
  for (const [what, mark] of MARKS) {
    const at = text.search(mark);
    if (at >= 0) return { what, at };
  }
  return inJsonWebKey(text) ?? inBase64(text) ?? inNumbers(text);
}

/** A key type and a private number in one neighbourhood. */
const JSON_WEB_KEY_SPAN = 8192;

function inJsonWebKey(text: string): Found {
  let type = -Infinity;
  let secret = -Infinity;
  for (const match of text.matchAll(/"kty"\s{0,8}:|"d"\s{0,8}:\s{0,8}"[A-Za-z0-9_-]{20}/g)) {
    if (match[0].startsWith('"kty"')) type = match.index;
    else secret = match.index;
    if (Math.abs(type - secret) < JSON_WEB_KEY_SPAN) return { what: 'JSON Web Key', at: Math.min(type, secret) };
  }
  return null;
}

/**
 * Base64 of a SEQUENCE begins with `M`. Only the beginning is decoded: 28 characters are enough, so they stand on its first line.
 * JSON may write `/` as `\/`; `-` and `_` are the URL form.
 */
function inBase64(text: string): Found {
  const token = /(?<![A-Za-z0-9+/])M[A-P](?:[A-Za-z0-9+/_-]|\\\/){26,126}/g;
  for (const match of text.matchAll(token)) {
    const letters = match[0].replaceAll('\\', '').replaceAll('-', '+').replaceAll('_', '/');
    const beginning = decodeBase64(letters.slice(0, letters.length & ~3));
    const what = beginning === null ? null : keyStructureOf(beginning);
    if (what !== null) return { what: `${what} in base64`, at: match.index };
  }
  return null;
}

/** Bytes as numbers: `ConvertTo-Json` writes a byte array so, and CLIXML a list of bytes. 48 is the tag of a SEQUENCE. */
const NUMBERS = /\[\s{0,80}48(?:\s{0,8},\s{0,80}\d{1,3}){20,60}|<By>48<\/By>(?:\s{0,80}<By>\d{1,3}<\/By>){20,60}/g;

function inNumbers(text: string): Found {
  for (const match of text.matchAll(NUMBERS)) {
    const what = keyStructureOf(Uint8Array.from(match[0].match(/\d+/g) ?? [], Number));
    if (what !== null) return { what: `${what} as numbers`, at: match.index };
  }
  return null;
}
