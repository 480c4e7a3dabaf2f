/**
 * Dates, names, purposes and the size of the key, read straight from the DER in one bounded walk: no copies, no recursion, no exceptions.
 *
 *   walkedReadings(shape): Readings | null           null: something is not just as RFC 5280 has it, ask a full parser
 *   walkedKeySize(shape): number | undefined         undefined: ask OpenSSL
 *
 * It reads only what leaves no doubt, so that it never says anything else than @peculiar/x509 and OpenSSL do: x509-walk.spec.ts holds it
 * against both, on certificates and on broken ones. It takes a fiftieth of their time.
 * @cite RFC 5280 4.1.2.5, 4.2.1.6, 4.2.1.12; RFC 8017 A.1.1; RFC 5480 2.1.1 (A)
 */
import { childrenOf, contentOf, elementAt, oidOf, TAG, type Element } from './der.js';
import { byteText } from './x509-name.js';
import type { Readings } from './x509-openssl.js';
import type { Shape } from './x509-shape.js';

const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;
const DNS_NAME = 0x82;
/** otherName, rfc822Name, x400Address, directoryName, ediPartyName, uniformResourceIdentifier, iPAddress, registeredID */
const OTHER_NAMES: ReadonlySet<number> = new Set([0xa0, 0x81, 0xa3, 0xa4, 0xa5, 0x86, 0x87, 0x88]);
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
const EXTENDED_KEY_USAGE = '2.5.29.37';

export function walkedReadings(shape: Shape): Readings | null {
  const valid = validityOf(shape);
  const extensions = strictExtensions(shape);
  if (valid === null || extensions === null) return null;
  const { der } = shape;
  const names = extensions.get(SUBJECT_ALTERNATIVE_NAME);
  const purposes = extensions.get(EXTENDED_KEY_USAGE);
  const dnsNames = names === undefined ? [] : strictDnsNames(der, names);
  if (dnsNames === null) return null;
  if (purposes === undefined) return { ...valid, dnsNames, extendedKeyUsages: null };
  const extendedKeyUsages = strictPurposes(der, purposes);
  return extendedKeyUsages === null ? null : { ...valid, dnsNames, extendedKeyUsages };
}

function validityOf({ der, validity }: Shape): Pick<Readings, 'notBefore' | 'notAfter'> | null {
  const [from, until, more] = (validity.tag === TAG.sequence ? childrenOf(der, validity) : null) ?? [];
  if (from === undefined || until === undefined || more !== undefined) return null;
  const notBefore = instantOf(der, from);
  const notAfter = instantOf(der, until);
  return notBefore === null || notAfter === null ? null : { notBefore, notAfter };
}

/** Milliseconds since 1970 of a time with seconds and a Z, that there is in the calendar. */
function instantOf(der: Uint8Array, time: Element): number | null {
  const text = time.end - time.content > 15 ? '' : byteText(contentOf(der, time));
  const whole = time.tag === UTC_TIME && /^\d{12}Z$/.test(text) ? `${text < '5' ? '20' : '19'}${text}` : text;
  if (time.tag !== UTC_TIME && time.tag !== GENERALIZED_TIME) return null;
  if (!/^[1-9]\d{13}Z$/.test(whole)) return null;
  const part = (from: number, until: number) => whole.slice(from, until);
  const written = `${part(0, 4)}-${part(4, 6)}-${part(6, 8)}T${part(8, 10)}:${part(10, 12)}:${part(12, 14)}.000Z`;
  const instant = Date.parse(written);
  return Number.isNaN(instant) || new Date(instant).toISOString() !== written ? null : instant;
}

/** Contents of the extension values, by dotted OID; null when one of them is not built as an extension, or is there twice. */
function strictExtensions({ der, extensionsWrapper: wrapper }: Shape): ReadonlyMap<string, Element> | null {
  const found = new Map<string, Element>();
  if (wrapper === undefined) return found;
  const list = onlyChild(der, wrapper, TAG.sequence);
  for (const extension of (list === null ? null : childrenOf(der, list)) ?? [wrapper]) {
    const read = strictExtension(der, extension);
    if (read === null || found.has(read.name)) return null;
    found.set(read.name, read.value);
  }
  return found;
}

function strictExtension(der: Uint8Array, extension: Element) {
  const parts = (extension.tag === TAG.sequence ? childrenOf(der, extension) : null) ?? [];
  const [oid, value] = [parts[0], parts.at(-1)];
  const isPlain = parts.length === 2 || (parts.length === 3 && isTrue(der, parts[1]));
  if (!isPlain || oid?.tag !== TAG.oid || value?.tag !== TAG.octetString) return null;
  const name = strictOid(der, oid);
  return name === null ? null : { name, value };
}

function isTrue(der: Uint8Array, element: Element | undefined): boolean {
  return element?.tag === TAG.boolean && element.end - element.content === 1 && der[element.content] === 0xff;
}

/** The element that fills another one by itself. */
function onlyChild(der: Uint8Array, parent: Element, tag: number): Element | null {
  const child = elementAt(der, parent.content, parent.end);
  return child?.tag === tag && child.end === parent.end ? child : null;
}

function strictDnsNames(der: Uint8Array, value: Element): readonly string[] | null {
  const list = onlyChild(der, value, TAG.sequence);
  const names: string[] = [];
  for (const name of (list === null ? null : childrenOf(der, list)) ?? [value]) {
    if (name.tag === DNS_NAME) {
      const content = contentOf(der, name);
      if (content.some((byte) => byte === 0 || byte >= 0x80)) return null;
      names.push(byteText(content));
    } else if (!OTHER_NAMES.has(name.tag)) return null;
  }
  return names;
}

function strictPurposes(der: Uint8Array, value: Element): readonly string[] | null {
  const list = onlyChild(der, value, TAG.sequence);
  const purposes: string[] = [];
  for (const purpose of (list === null ? null : childrenOf(der, list)) ?? [value]) {
    const name = purpose.tag === TAG.oid ? strictOid(der, purpose) : null;
    if (name === null) return null;
    purposes.push(name);
  }
  return purposes.length === 0 ? null : purposes;
}

/** Null for one that breaks off, is padded, or has an arc too large to count. */
function strictOid(der: Uint8Array, oid: Element): string | null {
  const content = contentOf(der, oid);
  if (content.length === 0 || content.length > 64 || (content.at(-1) ?? 0) >= 0x80) return null;
  for (let at = 0; at < content.length; at += 1)
    if (content[at] === 0x80 && (at === 0 || (content[at - 1] ?? 0) < 0x80)) return null;
  const name = oidOf(der, oid);
  return name.endsWith('…') ? null : name;
}

const RSA = '1.2.840.113549.1.1.1';
const ELLIPTIC = '1.2.840.10045.2.1';
const CURVE_BITS: ReadonlyMap<string, number> = new Map([
  ['1.2.840.10045.3.1.7', 256],
  ['1.3.132.0.10', 256],
  ['1.3.132.0.34', 384],
  ['1.3.132.0.35', 521],
]);

/** Bits of the modulus, or of the curve that is named; whether the key is of any use is not asked. */
export function walkedKeySize({ der, key, keyAlgorithm }: Shape): number | undefined {
  const [algorithm, bits, more] = childrenOf(der, key) ?? [];
  if (algorithm === undefined || bits?.tag !== TAG.bitString || more !== undefined) return undefined;
  if (der[bits.content] !== 0) return undefined;
  if (keyAlgorithm === ELLIPTIC) return curveBits(der, algorithm, bits);
  return keyAlgorithm === RSA ? modulusBits(der, bits) : undefined;
}

function modulusBits(der: Uint8Array, bits: Element): number | undefined {
  const numbers = elementAt(der, bits.content + 1, bits.end);
  if (numbers?.tag !== TAG.sequence || numbers.end !== bits.end) return undefined;
  const [modulus, exponent, more] = childrenOf(der, numbers) ?? [];
  if (modulus?.tag !== TAG.integer || exponent?.tag !== TAG.integer || more !== undefined) return undefined;
  return isPositive(der, exponent) ? bitsOf(der, modulus) : undefined;
}

function isPositive(der: Uint8Array, integer: Element): boolean {
  return bitsOf(der, integer) !== undefined;
}

/** How many bits a positive INTEGER in its shortest form has. */
function bitsOf(der: Uint8Array, integer: Element): number | undefined {
  const content = contentOf(der, integer);
  const [first = 0, second = 0] = content;
  if (first >= 0x80 || (first === 0 && second < 0x80)) return undefined;
  const [lead, rest] = first === 0 ? [second, content.length - 2] : [first, content.length - 1];
  return 32 - Math.clz32(lead) + 8 * rest;
}

/** With a point as long as such points are. */
function curveBits(der: Uint8Array, algorithm: Element, bits: Element): number | undefined {
  const [, curve, more] = childrenOf(der, algorithm) ?? [];
  if (curve?.tag !== TAG.oid || more !== undefined) return undefined;
  const size = CURVE_BITS.get(oidOf(der, curve));
  const isUncompressed = size !== undefined && bits.end - bits.content === 2 + 2 * Math.ceil(size / 8);
  return isUncompressed && der[bits.content + 1] === 0x04 ? size : undefined;
}
