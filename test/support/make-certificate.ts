import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { generalizedTime, writeCertificate } from '#libs/certificates/certificate-writer.js';
import { commonName } from '#libs/certificates/der-writer.js';

export {
  commonName,
  der,
  integer,
  name,
  oid,
  sequence,
  set,
  utf8,
  type Attributes,
} from '#libs/certificates/der-writer.js';

/** Hand-made certificates for tests: any value in any place, right or wrong. */
export interface CertificateParts {
  readonly subject?: Uint8Array;
  readonly issuer?: Uint8Array;
  readonly dnsNames?: readonly string[];
  /** Further GeneralName elements. */
  readonly otherNames?: readonly Uint8Array[];
  readonly usages?: readonly string[];
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly key?: KeyObject;
  readonly publicKey?: KeyObject;
  readonly version1?: boolean;
}

let testKey: { readonly privateKey: KeyObject; readonly publicKey: KeyObject } | undefined;

export function rsaKey(): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  return (testKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }));
}

/** A signed certificate, self-signed unless a key of somebody else is given. */
export function makeCertificate(parts: CertificateParts = {}): Uint8Array {
  const {
    subject = commonName('EX01'),
    notBefore = '20260101000000Z',
    notAfter = '20310101000000Z',
    ...others
  } = parts;
  return writeCertificate({
    ...others,
    subject,
    issuer: parts.issuer ?? subject,
    serialNumber: [0x00, 0x9a, 0xbc],
    notBefore: generalizedTime(notBefore),
    notAfter: generalizedTime(notAfter),
    publicKey: parts.publicKey ?? rsaKey().publicKey,
    signedWith: parts.key ?? rsaKey().privateKey,
  });
}
