/**
 * X.509 certificates to the words of `Get-ExchangeCertificate`. The only import of @peculiar/x509.
 *
 *   readCertificate(bytes, cache?): CertificateReading
 *
 *   { kind: 'read', certificate, der, doubts }        everything that DER can say
 *   { kind: 'unparsed', certificate, der, reason }    a certificate by its outer form: thumbprint and sha256 only
 *   { kind: 'not-a-certificate', reason }             cut off, or something else
 *
 * `der` is the certificate alone, without bytes that followed it: thumbprints are over these, as Windows takes them. Never throws.
 * Each distinct certificate is parsed once: the cache is keyed by SHA-256.
 *
 * What DER cannot say is absent: services, status, root, key provider, friendly name. `isSelfSigned` is false when subject and issuer
 * differ, true when they are the same and the certificate's own key made the signature, absent otherwise.
 */
import 'reflect-metadata';
import { ExtendedKeyUsageExtension, SubjectAlternativeNameExtension, X509Certificate } from '@peculiar/x509';
import type { Certificate } from './certificate.js';
import { contentOf, elementAt, toHex, wholeOf } from './der.js';
import { formatInstant } from './instant.js';
import { KEY_ALGORITHMS, SIGNATURE_ALGORITHMS } from './x509-algorithms.js';
import { storable, windowsName } from './x509-name.js';
import {
  hashOf,
  keySizeOf,
  openssl,
  opensslReadings,
  signedByOwnKey,
  type Openssl,
  type Readings,
} from './x509-openssl.js';
import { walkedKeySize, walkedReadings } from './x509-walk.js';
import { certificateShape, dnsNamesOf, isShape, type Shape } from './x509-shape.js';

export type CertificateReading =
  | {
      readonly kind: 'read';
      readonly certificate: Certificate;
      readonly der: Uint8Array;
      /** What was read with a doubt, in words. */
      readonly doubts: readonly string[];
    }
  | { readonly kind: 'unparsed'; readonly certificate: Certificate; readonly der: Uint8Array; readonly reason: string }
  | { readonly kind: 'not-a-certificate'; readonly reason: string };

/** Readings by SHA-256 of the DER. */
export type CertificateCache = Map<string, CertificateReading>;

/** Larger ones are not parsed: about 40,000 names. */
const MAX_DER = 1024 * 1024;
/** Above this (about 350 names) @peculiar/x509 takes hundreds of milliseconds; OpenSSL does not. */
const MAX_PECULIAR = 8 * 1024;
const CACHE_ENTRIES = 4096;
const CACHE_DER = 16 * 1024;
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';

const recent: CertificateCache = new Map();

/** What a certificate says of itself. The first bytes must be the certificate's; others may follow. */
export function readCertificate(bytes: Uint8Array, cache: CertificateCache = recent): CertificateReading {
  const der = bytes.subarray(0, elementAt(bytes, 0)?.end ?? 0);
  const sha256 = hashOf('sha256', der);
  const known = cache.get(sha256);
  if (known !== undefined) return known;
  const shape = certificateShape(bytes);
  if (!isShape(shape) && shape.der === null) return { kind: 'not-a-certificate', reason: shape.reason };
  // The caller's buffer may be large and may change: keep a copy.
  const own = der.slice();
  const bare: Certificate = { thumbprint: hashOf('sha1', own), sha256 };
  const reading = isShape(shape)
    ? parse({ ...shape, der: own }, bare)
    : ({ kind: 'unparsed', certificate: bare, der: own, reason: shape.reason } as const);
  if (own.length <= CACHE_DER) remember(cache, sha256, reading);
  return reading;
}

function remember(cache: CertificateCache, sha256: string, reading: CertificateReading): void {
  const oldest = cache.size >= CACHE_ENTRIES ? cache.keys().next().value : undefined;
  if (oldest !== undefined) cache.delete(oldest);
  cache.set(sha256, reading);
}

function parse(shape: Shape, bare: Certificate): CertificateReading {
  const { der } = shape;
  const unparsed = (reason: string) => ({ kind: 'unparsed', certificate: bare, der, reason }) as const;
  if (der.length > MAX_DER) return unparsed(`it is larger than ${MAX_DER} bytes`);
  const subject = windowsName(der, shape.subject);
  const issuer = windowsName(der, shape.issuer);
  if (subject === null || issuer === null) return unparsed('its subject or issuer is no X.500 name');
  let asked: Openssl | null | undefined;
  // Slow, and hardly ever needed.
  const opened = () => (asked ??= openssl(der));
  const readings = walkedReadings(shape) ?? peculiarReadings(der) ?? opensslReadings(opened(), dnsNames(shape));
  if (readings === null) return unparsed('neither @peculiar/x509 nor OpenSSL reads it');
  const doubts = new Set([...subject.doubts, ...issuer.doubts]);
  const keySize = walkedKeySize(shape) ?? keySizeOf(opened());
  const certificate: Certificate = {
    ...bare,
    subject: subject.text,
    issuer: issuer.text,
    subjectAlternativeNames: readings.dnsNames.map((name) => storable(name, 'A DNS name', doubts)),
    version: shape.version,
    notBefore: formatInstant(readings.notBefore),
    notAfter: formatInstant(readings.notAfter),
    keyAlgorithm: KEY_ALGORITHMS.get(shape.keyAlgorithm) ?? shape.keyAlgorithm,
    ...(keySize === undefined ? {} : { keySize }),
    signatureAlgorithm: SIGNATURE_ALGORITHMS.get(shape.signatureAlgorithm) ?? shape.signatureAlgorithm,
    extendedKeyUsages: readings.extendedKeyUsages,
    ...selfSigned(shape, opened),
    serialNumber: toHex(contentOf(der, shape.serialNumber)).replace(/^00(?=[89A-F])/, ''),
  };
  return { kind: 'read', certificate, der, doubts: [...doubts] };
}

function dnsNames(shape: Shape): readonly string[] {
  const names = shape.extensions.get(SUBJECT_ALTERNATIVE_NAME);
  return names === undefined ? [] : dnsNamesOf(shape.der, names);
}

function peculiarReadings(der: Uint8Array): Readings | null {
  if (der.length > MAX_PECULIAR) return null;
  try {
    const certificate = new X509Certificate(der.slice());
    const usages = certificate.getExtension(ExtendedKeyUsageExtension)?.usages;
    const names = certificate.getExtension(SubjectAlternativeNameExtension)?.names.items ?? [];
    const readings: Readings = {
      notBefore: certificate.notBefore.getTime(),
      notAfter: certificate.notAfter.getTime(),
      extendedKeyUsages: usages === undefined ? null : usages.map(String),
      dnsNames: names.filter(({ type }) => type === 'dns').map(({ value }) => value),
    };
    return Number.isNaN(readings.notBefore + readings.notAfter) ? null : readings;
  } catch {
    return null;
  }
}

function selfSigned(shape: Shape, opened: () => Openssl | null): { readonly isSelfSigned?: boolean } {
  const same = toHex(wholeOf(shape.der, shape.subject)) === toHex(wholeOf(shape.der, shape.issuer));
  if (!same) return { isSelfSigned: false };
  return signedByOwnKey(opened()) ? { isSelfSigned: true } : {};
}
