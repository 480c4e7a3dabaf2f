/**
 * What one certificate in one server's store is, in the words of `Get-ExchangeCertificate`.
 *
 * A key that is absent is **unknown**; `null` means **known to be unset** (a boolean: false, a list: empty, a text: unset).
 * `null` has no meaning of its own for `version`, `status` and the two instants: there it counts as unknown.
 */
export interface Certificate {
  /** SHA-1 of the DER, 40 upper-case hex digits. */
  readonly thumbprint: string;
  /** X.500 text as Windows prints it: `CN=mail.contoso.com, O="Contoso, Inc."`. */
  readonly subject?: string | null;
  readonly issuer?: string | null;
  /** DNS names only, in the order of the certificate. */
  readonly subjectAlternativeNames?: readonly string[] | null;
  /** X.509 version, 1 to 3. */
  readonly version?: number | null;
  /** RFC 3339 UTC. */
  readonly notBefore?: string | null;
  /** RFC 3339 UTC; the first instant at which the certificate is expired. */
  readonly notAfter?: string | null;
  readonly hasPrivateKey?: boolean | null;
  readonly keyProvider?: KeyProvider | null;
  /** `RSA`, `ECC`, … */
  readonly keyAlgorithm?: string | null;
  /** Bits. */
  readonly keySize?: number | null;
  /** As Windows names it: `sha256RSA`. */
  readonly signatureAlgorithm?: string | null;
  /** OIDs; `null`: the certificate has no such extension. */
  readonly extendedKeyUsages?: readonly string[] | null;
  readonly isSelfSigned?: boolean | null;
  /** `Status` as Exchange judged it when the report was made. */
  readonly status?: CertificateStatus | null;
  readonly rootCaType?: RootCaType | null;
  readonly services?: readonly ExchangeService[] | null;
  readonly friendlyName?: string | null;
  /** Upper-case hex. Not an input of any decision. */
  readonly serialNumber?: string | null;
  /** SHA-256 of the DER, upper-case hex. Not an input of any decision. */
  readonly sha256?: string | null;
}

export type KeyProvider = 'CAPI' | 'CNG';

export const CERTIFICATE_STATUSES = [
  'Valid',
  'Invalid',
  'Revoked',
  'DateInvalid',
  'Untrusted',
  'PendingRequest',
  'RevocationCheckFailure',
  'Unknown',
] as const;
export type CertificateStatus = (typeof CERTIFICATE_STATUSES)[number];

export const EXCHANGE_SERVICES = ['SMTP', 'IIS', 'POP', 'IMAP', 'UM', 'UMCallRouter', 'Federation'] as const;
export type ExchangeService = (typeof EXCHANGE_SERVICES)[number];

export type RootCaType = string;
