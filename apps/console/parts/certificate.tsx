import type { Certificate } from '#libs/certificates/certificate.js';
import { commonName, issuerWords } from '../../cli/text/certificate-label.js';
import type { Schemas } from '../client/api.js';
import { Brief } from './foreign.js';
import { Thumbprint } from './thumbprint.js';

/** What of a certificate is told beside its name. */
export interface Told {
  readonly subject: string | null;
  readonly issuer: string | null;
  readonly notAfter: string | null;
}

/** The facts of an answer's certificate that a line has room for; what is absent is unknown. */
export function toldOf(certificate: Schemas['Certificate'] | Certificate | null | undefined): Told {
  if (certificate == null) return { subject: null, issuer: null, notAfter: null };
  const { subject, issuer, notAfter, isSelfSigned } = { ...certificate };
  return {
    subject: typeof subject === 'string' ? commonName(subject) : null,
    issuer: issuerOf(issuer, isSelfSigned),
    notAfter: typeof notAfter === 'string' ? notAfter : null,
  };
}

function issuerOf(issuer: unknown, isSelfSigned: unknown): string | null {
  if (isSelfSigned === true) return 'self-signed';
  return typeof issuer === 'string' ? issuerWords({ thumbprint: '', issuer }) : null;
}

/** Its name for people, and the ends of its thumbprint; the whole of it is told to who points at it or has it read. */
export function CertificateName({
  thumbprint,
  certificate,
}: {
  readonly thumbprint: string;
  readonly certificate: Schemas['Certificate'] | Certificate | null | undefined;
}) {
  const { subject } = toldOf(certificate);
  return (
    <span className="certificate" title={thumbprint}>
      {subject === null ? <span className="doubt">subject unknown</span> : <Brief text={subject} />}{' '}
      <Thumbprint thumbprint={thumbprint} />
    </span>
  );
}
