import { EXCHANGE_SERVICES } from '#libs/certificates/certificate.js';
import type { Fields } from './field.js';
import { ISSUER_KINDS } from './issuer-kind.js';

/** What can be asked of a certificate. What only a store says (issuer.kind, key.provider, services) counts when one of the stores says it. */
export const CERTIFICATE_FIELDS = {
  thumbprint: { kind: 'text', means: 'SHA-1', named: true, sorts: true },
  subject: { kind: 'text', means: 'its subject', named: true, sorts: true },
  issuer: { kind: 'text', means: 'its issuer', sorts: true },
  'issuer.kind': {
    kind: 'choice',
    means: 'who issued it, as a store that holds it says',
    many: true,
    values: ISSUER_KINDS,
  },
  name: { kind: 'text', means: 'one of its subject alternative names', many: true, named: true, also: ['san'] },
  notBefore: { kind: 'instant', means: 'when it begins to be valid', sorts: true },
  notAfter: { kind: 'instant', means: 'when it expires', sorts: true, also: ['expires'] },
  'key.provider': { kind: 'choice', means: 'where a store keeps its key', many: true, values: ['CAPI', 'CNG'] },
  'key.algorithm': { kind: 'text', means: 'the algorithm of its key' },
  'key.size': { kind: 'number', means: 'the size of its key in bits', sorts: true },
  services: {
    kind: 'choice',
    means: 'an Exchange service that a server has it enabled for',
    many: true,
    values: EXCHANGE_SERVICES,
    also: ['service'],
  },
  server: { kind: 'text', means: 'a server whose store holds it, by its full name; none: no store does', many: true },
  presentedBy: { kind: 'text', means: 'a server that presents it, by its full name; none: no server does', many: true },
  presented: { kind: 'flag', means: 'whether some server presents it' },
} as const satisfies Fields;
export type CertificateField = keyof typeof CERTIFICATE_FIELDS;
