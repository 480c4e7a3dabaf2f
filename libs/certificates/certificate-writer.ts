/**
 * Makes signed X.509 certificates, for a demo and for tests. The keys come from outside and are kept nowhere.
 *
 *   writeCertificate(parts): Uint8Array      DER
 */
import { createSign, type KeyObject } from 'node:crypto';
import { der, encoded, integer, oid, sequence } from './der-writer.js';

export interface CertificateParts {
  /** Names as `name()` of the DER writer makes them. */
  readonly subject: Uint8Array;
  readonly issuer: Uint8Array;
  /** Big-endian; the first byte below 0x80. */
  readonly serialNumber: readonly number[];
  /** Times as elements: `utcTime()`, `generalizedTime()`, or anything else. */
  readonly notBefore: Uint8Array;
  readonly notAfter: Uint8Array;
  /** Of the subject. */
  readonly publicKey: KeyObject;
  /** Of the issuer: RSA, or on a curve of 256 bits. */
  readonly signedWith: KeyObject;
  readonly dnsNames?: readonly string[];
  /** Further GeneralName elements. */
  readonly otherNames?: readonly Uint8Array[];
  /** OIDs of the extended key usages. */
  readonly usages?: readonly string[];
  readonly version1?: boolean;
}

export function writeCertificate(parts: CertificateParts): Uint8Array {
  const elliptic = parts.signedWith.asymmetricKeyType === 'ec';
  const algorithm = elliptic ? sequence(oid('1.2.840.10045.4.3.2')) : sequence(oid('1.2.840.113549.1.1.11'), der(0x05));
  const signed = sequence(
    ...(parts.version1 === true ? [] : [der(0xa0, integer(2))]),
    integer(...parts.serialNumber),
    algorithm,
    parts.issuer,
    sequence(parts.notBefore, parts.notAfter),
    parts.subject,
    parts.publicKey.export({ type: 'spki', format: 'der' }),
    ...(parts.version1 === true ? [] : extensions(parts)),
  );
  const signature = createSign('sha256').update(signed).sign(parts.signedWith);
  return sequence(signed, algorithm, der(0x03, Uint8Array.of(0), signature));
}

/** `20260101000000Z` */
export const generalizedTime = (text: string) => der(0x18, encoded(text));

const LAST_YEAR_OF_UTC_TIME = 2049;

/** An instant as certificates write it: with two digits of the year until 2049, with four from then on. @cite RFC 5280, 4.1.2.5 (A) */
export function timeOf(instant: number): Uint8Array {
  const text = `${new Date(instant).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
  return Number(text.slice(0, 4)) <= LAST_YEAR_OF_UTC_TIME ? der(0x17, encoded(text.slice(2))) : generalizedTime(text);
}

function extensions(parts: CertificateParts): readonly Uint8Array[] {
  const names = [...(parts.dnsNames ?? []).map((text) => der(0x82, latin1(text))), ...(parts.otherNames ?? [])];
  const list = [
    ...(names.length === 0 ? [] : [sequence(oid('2.5.29.17'), der(0x04, sequence(...names)))]),
    ...(parts.usages === undefined ? [] : [sequence(oid('2.5.29.37'), der(0x04, sequence(...parts.usages.map(oid))))]),
  ];
  return list.length === 0 ? [] : [der(0xa3, sequence(...list))];
}

/** A byte for each character, as an IA5String has it. */
function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}
