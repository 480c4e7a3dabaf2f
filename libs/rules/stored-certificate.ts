import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { isExpired, isNotYetValid } from '#libs/selection/eligibility.js';
import type { ServerFacts } from '#libs/selection/server-facts.js';

/** A certificate of the store; undefined: it is not there, or the store is unknown. `thumbprint` normalised. */
export function storedCertificate(
  { certificates }: Pick<ServerFacts, 'certificates'>,
  thumbprint: string,
): CertificateFacts | undefined {
  return certificates?.find((certificate) => certificate.thumbprint === thumbprint);
}

/** Whether an instant lies in the validity of a certificate; undefined: that hangs on an unknown date. @cite rulebook 4.2 */
export function isInDate(certificate: CertificateFacts, at: number): boolean | undefined {
  if (isNotYetValid(certificate, at) || isExpired(certificate, at)) return false;
  return certificate.notBefore === undefined || certificate.notAfter === undefined ? undefined : true;
}

/** Whether SMTP is among the services that Exchange has recorded for it; undefined: they are unknown. */
export function hasSmtp({ services }: Pick<CertificateFacts, 'services'>): boolean | undefined {
  return services?.includes('SMTP');
}
