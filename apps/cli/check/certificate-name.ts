import type { Certificate } from '#libs/certificates/certificate.js';
import { commonName } from '../text/certificate-label.js';

/** A certificate in a few words: `mail.contoso.com (…C14D)`. */
export function certificateName(certificate: Certificate | null | undefined): string {
  if (certificate == null) return 'its certificate';
  const { subject, thumbprint } = certificate;
  return `${subject == null ? 'a certificate' : commonName(subject)} (…${thumbprint.slice(-4)})`;
}
