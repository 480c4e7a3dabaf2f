/**
 * Which kind of private key bytes begin as, by the first elements of its ASN.1 structure. 48 bytes decide.
 *
 * @cite RFC 5208 and 5958 (PKCS#8), RFC 8017 A.1.2 (PKCS#1), RFC 5915 (SEC1), RFC 7292 (PKCS#12) (A)
 */
const OID_PKCS7 = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];
/** Password based encryption: PKCS#5 (…1.5.n) and PKCS#12 (…1.12.1.n). */
const OID_PKCS5 = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05];
const OID_PKCS12_PBE = [0x06, 0x0a, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01];

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OCTETS = 0x04;
const OID = 0x06;

/** The name of the structure, or null. The bytes may be cut off. */
export function keyStructureOf(bytes: Uint8Array): string | null {
  const content = inside(bytes, 0, SEQUENCE);
  if (content === null) return null;
  if (bytes[content] === SEQUENCE) {
    const algorithm = inside(bytes, content, SEQUENCE);
    const encrypted = algorithm !== null && (has(bytes, algorithm, OID_PKCS5) || has(bytes, algorithm, OID_PKCS12_PBE));
    return encrypted ? 'PKCS#8, encrypted' : null;
  }
  if (bytes[content] !== INTEGER || bytes[content + 1] !== 1) return null;
  return afterVersion(bytes, content + 3, bytes[content + 2] ?? -1);
}

function afterVersion(bytes: Uint8Array, at: number, version: number): string | null {
  const inner = inside(bytes, at, SEQUENCE);
  if (version === 3 && inner !== null && has(bytes, inner, OID_PKCS7)) return 'PKCS#12';
  if (version <= 1 && inner !== null && isShort(bytes[inner + 1]) && bytes[inner] === OID) return 'PKCS#8';
  if (version === 1 && isSec1(bytes, at)) return 'SEC1';
  return version <= 1 && isLongInteger(bytes, at) ? 'PKCS#1' : null;
}

/** An object identifier of 3 to 16 bytes. */
function isShort(length: number | undefined): boolean {
  return length !== undefined && length >= 3 && length <= 16;
}

/** The private number of a curve has 20 to 66 bytes. */
function isSec1(bytes: Uint8Array, at: number): boolean {
  const length = bytes[at + 1] ?? 0;
  return bytes[at] === OCTETS && length >= 20 && length <= 66;
}

/** A modulus of at least 512 bits. */
function isLongInteger(bytes: Uint8Array, at: number): boolean {
  const length = bytes[at + 1] ?? 0;
  const long = length === 0x81 || length === 0x82 || (length >= 0x40 && length < 0x80);
  return bytes[at] === INTEGER && long;
}

/** Where the content of the element begins, if it has that tag; lengths of BER, the indefinite one too, are taken. */
function inside(bytes: Uint8Array, at: number, tag: number): number | null {
  const length = bytes[at + 1];
  if (bytes[at] !== tag || length === undefined) return null;
  const extra = length < 0x80 ? 0 : length & 0x7f;
  return extra > 4 ? null : at + 2 + extra;
}

function has(bytes: Uint8Array, at: number, expected: readonly number[]): boolean {
  return expected.every((byte, index) => bytes[at + index] === byte);
}
