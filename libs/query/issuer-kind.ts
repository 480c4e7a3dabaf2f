import type { Certificate } from '#libs/certificates/certificate.js';
import { knownFlag, knownText } from '#libs/certificates/known.js';

export const ISSUER_KINDS = ['self-signed', 'private', 'public'] as const;
export type IssuerKind = (typeof ISSUER_KINDS)[number];

/** `None` and `Unknown` say that Exchange found no root, which tells of no kind of issuer. */
const TELLS_NOTHING = new Set(['None', 'Unknown']);

/**
 * Who issued a certificate, as far as Exchange says: it signed itself, a root that everybody trusts stands above it (`ThirdParty`), or one
 * that only this company trusts. Undefined: unknown.
 */
export function issuerKind(certificate: Pick<Certificate, 'isSelfSigned' | 'rootCaType'>): IssuerKind | undefined {
  const selfSigned = knownFlag(certificate.isSelfSigned);
  if (selfSigned === undefined) return undefined;
  if (selfSigned) return 'self-signed';
  const root = knownText(certificate.rootCaType);
  if (root == null || TELLS_NOTHING.has(root)) return undefined;
  return root === 'ThirdParty' ? 'public' : 'private';
}
