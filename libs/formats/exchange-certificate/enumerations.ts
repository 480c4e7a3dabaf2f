/**
 * The numbers that Exchange stores for a certificate's services, status and root, and their names.
 * @cite corpus: IMAP 1, POP 2, IIS 8, SMTP 16, Valid 1, None 0, Registry 3 (A); the other numbers by general knowledge (C)
 */
import type { CertificateStatus, ExchangeService, RootCaType } from '#libs/certificates/certificate.js';

/** In rising order: a flags enumeration prints so. */
const SERVICE_BITS: readonly (readonly [number, ExchangeService])[] = [
  [1, 'IMAP'],
  [2, 'POP'],
  [4, 'UM'],
  [8, 'IIS'],
  [16, 'SMTP'],
  [32, 'Federation'],
  [64, 'UMCallRouter'],
];
const KNOWN_BITS = SERVICE_BITS.reduce((all, [bit]) => all | bit, 0);

const STATUSES: ReadonlyMap<number, CertificateStatus> = new Map([
  [0, 'Unknown'],
  [1, 'Valid'],
  [2, 'Revoked'],
  [3, 'DateInvalid'],
  [4, 'Untrusted'],
  [5, 'Invalid'],
  [6, 'RevocationCheckFailure'],
  [7, 'PendingRequest'],
]);

/** `GroupPolicy` and `Unknown` have numbers that nobody has shown: a number above 3 stays unknown. */
const ROOT_CA_TYPES: ReadonlyMap<number, RootCaType> = new Map([
  [0, 'None'],
  [1, 'ThirdParty'],
  [2, 'Enterprise'],
  [3, 'Registry'],
]);

/** The services of a bit field; null when it has bits that no service is known for. `None` is the empty list. */
export function servicesOf(bits: number): readonly ExchangeService[] | null {
  if (bits < 0 || (bits & ~KNOWN_BITS) !== 0) return null;
  return SERVICE_BITS.filter(([bit]) => (bits & bit) !== 0).map(([, service]) => service);
}

/** Services by their names, in the order of the bit field; null when one of the words is no service. `None` is the empty list. */
export function servicesNamed(words: readonly string[]): readonly ExchangeService[] | null {
  const named = SERVICE_BITS.filter(([, service]) => words.includes(service)).map(([, service]) => service);
  const known = words.every((word) => word === 'None' || named.some((service) => service === word));
  return known ? named : null;
}

export function statusOf(number: number): CertificateStatus | null {
  return STATUSES.get(number) ?? null;
}

export function rootCaTypeOf(number: number): RootCaType | null {
  return ROOT_CA_TYPES.get(number) ?? null;
}
