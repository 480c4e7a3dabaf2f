/**
 * The parts of an X.509 certificate, by their place in the DER. Decides nothing about what stands in them.
 *
 *   certificateShape(bytes): Shape | NoCertificate
 *
 * @cite RFC 5280 4.1 (A)
 */
import { childrenOf, contentOf, elementAt, integerOf, oidOf, TAG, type Element } from './der.js';
import { byteText } from './x509-name.js';

export interface Shape {
  /** The certificate alone, without bytes that follow it. */
  readonly der: Uint8Array;
  readonly version: number;
  readonly serialNumber: Element;
  readonly issuer: Element;
  readonly subject: Element;
  readonly validity: Element;
  /** The whole SubjectPublicKeyInfo. */
  readonly key: Element;
  /** Dotted. */
  readonly signatureAlgorithm: string;
  readonly keyAlgorithm: string;
  /** Contents of the extension values, by dotted OID. */
  readonly extensions: ReadonlyMap<string, Element>;
  /** What stands around the extensions, if there are any. */
  readonly extensionsWrapper: Element | undefined;
}

export interface NoCertificate {
  /** The certificate's bytes as far as they can be told, null when there is no beginning of one. */
  readonly der: Uint8Array | null;
  readonly reason: string;
}

const EXPLICIT_VERSION = 0xa0;
const EXPLICIT_EXTENSIONS = 0xa3;
const DNS_NAME = 0x82;

export function isShape(shape: Shape | NoCertificate): shape is Shape {
  return 'subject' in shape;
}

/** The parts, or why these bytes have none. Bytes after the outer element are left away. */
export function certificateShape(bytes: Uint8Array): Shape | NoCertificate {
  const outer = elementAt(bytes, 0);
  if (outer === null || outer.tag !== TAG.sequence) {
    const cut = bytes[0] === TAG.sequence && bytes.length > 1;
    return { der: null, reason: cut ? 'the DER is cut off' : 'it does not begin as DER does' };
  }
  const der = bytes.subarray(0, outer.end);
  const [signed, algorithm, signature] = childrenOf(der, outer) ?? [];
  const fields = signed?.tag === TAG.sequence ? childrenOf(der, signed) : null;
  if (fields === null || signature?.tag !== TAG.bitString)
    return { der: null, reason: 'it is DER, but no certificate' };
  const shape = shapeOf(der, fields, algorithm);
  return shape ?? { der, reason: 'the parts of the certificate are not in their places' };
}

function shapeOf(der: Uint8Array, fields: readonly Element[], algorithm: Element | undefined): Shape | null {
  const versioned = fields[0]?.tag === EXPLICIT_VERSION;
  const [serialNumber, , issuer, validity, subject, key] = versioned ? fields.slice(1) : fields;
  if (serialNumber?.tag !== TAG.integer || issuer === undefined || validity === undefined) return null;
  if (subject === undefined || key === undefined) return null;
  const [signatureAlgorithm, keyAlgorithm] = [algorithmOf(der, algorithm), keyAlgorithmOf(der, key)];
  if (signatureAlgorithm === null || keyAlgorithm === null) return null;
  const version = versioned ? versionOf(der, fields[0]) : 1;
  const extensionsWrapper = fields.find(({ tag }) => tag === EXPLICIT_EXTENSIONS);
  const extensions = extensionsOf(der, extensionsWrapper);
  const names = { issuer, subject, validity };
  return { der, version, serialNumber, ...names, key, signatureAlgorithm, keyAlgorithm, extensions, extensionsWrapper };
}

function versionOf(der: Uint8Array, wrapper: Element | undefined): number {
  const version = wrapper === undefined ? null : elementAt(der, wrapper.content, wrapper.end);
  return version === null ? 1 : (integerOf(der, version) ?? 0) + 1;
}

function keyAlgorithmOf(der: Uint8Array, key: Element): string | null {
  return algorithmOf(der, childrenOf(der, key)?.[0]);
}

function algorithmOf(der: Uint8Array, identifier: Element | undefined): string | null {
  const oid = identifier?.tag === TAG.sequence ? elementAt(der, identifier.content, identifier.end) : null;
  return oid?.tag === TAG.oid ? oidOf(der, oid) : null;
}

function extensionsOf(der: Uint8Array, wrapper: Element | undefined): ReadonlyMap<string, Element> {
  const found = new Map<string, Element>();
  const list = wrapper === undefined ? null : elementAt(der, wrapper.content, wrapper.end);
  for (const extension of (list === null ? null : childrenOf(der, list)) ?? []) {
    const parts = childrenOf(der, extension) ?? [];
    const [oid, value] = [parts[0], parts.at(-1)];
    if (oid?.tag !== TAG.oid || value?.tag !== TAG.octetString) continue;
    const content = elementAt(der, value.content, value.end);
    if (content !== null && !found.has(oidOf(der, oid))) found.set(oidOf(der, oid), content);
  }
  return found;
}

/** The dNSName entries of a subject alternative name, byte by byte. */
export function dnsNamesOf(der: Uint8Array, names: Element): readonly string[] {
  const dns = (childrenOf(der, names) ?? []).filter(({ tag }) => tag === DNS_NAME);
  return dns.map((name) => byteText(contentOf(der, name)));
}
