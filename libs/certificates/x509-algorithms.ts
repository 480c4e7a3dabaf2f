/** Names of algorithms as Windows prints them (`SignatureAlgorithm.FriendlyName`, `PublicKey.Oid.FriendlyName`). */
export const SIGNATURE_ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.2', 'md2RSA'],
  ['1.2.840.113549.1.1.4', 'md5RSA'],
  ['1.2.840.113549.1.1.5', 'sha1RSA'],
  ['1.3.14.3.2.29', 'sha1RSA'],
  ['1.2.840.113549.1.1.11', 'sha256RSA'],
  ['1.2.840.113549.1.1.12', 'sha384RSA'],
  ['1.2.840.113549.1.1.13', 'sha512RSA'],
  ['1.2.840.113549.1.1.10', 'RSASSA-PSS'],
  ['1.2.840.10040.4.3', 'sha1DSA'],
  ['1.2.840.10045.4.1', 'sha1ECDSA'],
  ['1.2.840.10045.4.3.2', 'sha256ECDSA'],
  ['1.2.840.10045.4.3.3', 'sha384ECDSA'],
  ['1.2.840.10045.4.3.4', 'sha512ECDSA'],
]);

export const KEY_ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.1', 'RSA'],
  ['1.2.840.10045.2.1', 'ECC'],
  ['1.2.840.10040.4.1', 'DSA'],
  ['1.2.840.113549.1.1.10', 'RSASSA-PSS'],
]);
