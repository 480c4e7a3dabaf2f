/**
 * What Node's OpenSSL says of a certificate: hashes, the size of its key, whether it signed itself, and, for the odd ones that
 * @peculiar/x509 refuses, the dates and purposes too. It reads 100,000 names in one certificate; @peculiar/x509 stops at 10,000 nodes.
 */
import { hash, X509Certificate as Openssl } from 'node:crypto';

export type { Openssl };

/** What is read by @peculiar/x509 first and by OpenSSL otherwise. Milliseconds since 1970; null: no such extension. */
export interface Readings {
  readonly notBefore: number;
  readonly notAfter: number;
  readonly extendedKeyUsages: readonly string[] | null;
  readonly dnsNames: readonly string[];
}

/** The certificate as OpenSSL reads it; null when it does not. */
export function openssl(der: Uint8Array): Openssl | null {
  try {
    return new Openssl(der);
  } catch {
    return null;
  }
}

export function hashOf(algorithm: 'sha1' | 'sha256', bytes: Uint8Array): string {
  return hash(algorithm, bytes).toUpperCase();
}

/** Dates and purposes; null when one of them cannot be told. */
export function opensslReadings(certificate: Openssl | null, dnsNames: readonly string[]): Readings | null {
  if (certificate === null) return null;
  try {
    const notBefore = Date.parse(certificate.validFrom);
    const notAfter = Date.parse(certificate.validTo);
    if (Number.isNaN(notBefore + notAfter)) return null;
    // Date.parse takes the year 49 for 2049.
    if (!/ [1-9]\d{3} GMT$/.test(certificate.validFrom) || !/ [1-9]\d{3} GMT$/.test(certificate.validTo)) return null;
    // `keyUsage` is what Node calls the extended key usages.
    const usages: readonly string[] | undefined = certificate.keyUsage;
    return { notBefore, notAfter, extendedKeyUsages: usages ?? null, dnsNames };
  } catch {
    return null;
  }
}

const CURVE_BITS: ReadonlyMap<string, number> = new Map([
  ['prime256v1', 256],
  ['secp256k1', 256],
  ['secp384r1', 384],
  ['secp521r1', 521],
]);

/** Bits of the public key: the modulus, or the order of the curve. Undefined where that is not known. */
export function keySizeOf(certificate: Openssl | null): number | undefined {
  if (certificate === null) return undefined;
  try {
    const { modulusLength, namedCurve } = certificate.publicKey.asymmetricKeyDetails ?? {};
    if (modulusLength !== undefined) return modulusLength;
    return CURVE_BITS.get(namedCurve ?? '') ?? brainpoolBits(namedCurve);
  } catch {
    return undefined;
  }
}

function brainpoolBits(curve: string | undefined): number | undefined {
  const bits = /^brainpoolP(\d{3})[rt]1$/.exec(curve ?? '')?.[1];
  return bits === undefined ? undefined : Number(bits);
}

/** True when the certificate's signature is by its own key. Says nothing about names. */
export function signedByOwnKey(certificate: Openssl | null): boolean {
  if (certificate === null) return false;
  try {
    return certificate.verify(certificate.publicKey);
  } catch {
    return false;
  }
}
