import type { Certificate } from './certificate.js';

/** What is written in a certificate itself, the same for ever and wherever it is read, as opposed to what one server's store makes of it. */
export const WRITTEN_FACTS = [
  'thumbprint',
  'subject',
  'issuer',
  'subjectAlternativeNames',
  'version',
  'notBefore',
  'notAfter',
  'keyAlgorithm',
  'keySize',
  'signatureAlgorithm',
  'extendedKeyUsages',
  'isSelfSigned',
  'serialNumber',
  'sha256',
] as const satisfies readonly (keyof Certificate)[];

export type WrittenFacts = Pick<Certificate, (typeof WRITTEN_FACTS)[number]>;
