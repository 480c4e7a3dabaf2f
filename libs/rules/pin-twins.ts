import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { hasSmtp, isInDate } from './stored-certificate.js';

/** A way in which certificates that match the same pin can differ. */
export type Difference = 'inDate' | 'smtp' | 'privateKey' | 'status' | 'dates';

/** How a sentence says it. */
export const DIFFERENCE_WORDS: Readonly<Record<Difference, string>> = {
  inDate: 'being in date',
  smtp: 'having SMTP',
  privateKey: 'having a private key',
  status: 'status',
  dates: 'their dates (the newest does not end last)',
};

/** In which ways certificates are known to differ at an instant, whatever is unknown of them. @cite rulebook 11.2, RO-18 */
export function differences(certificates: readonly CertificateFacts[], at: number): readonly Difference[] {
  const found: Difference[] = [];
  if (isMixed(certificates, (certificate) => isInDate(certificate, at))) found.push('inDate');
  if (isMixed(certificates, hasSmtp)) found.push('smtp');
  if (isMixed(certificates, ({ hasPrivateKey }) => hasPrivateKey)) found.push('privateKey');
  if (isMixed(certificates, statusBesideDate)) found.push('status');
  if (!certificates.some((one) => certificates.every((other) => mayLead(one, other)))) found.push('dates');
  return found;
}

/** Two of the known values differ. */
function isMixed(
  certificates: readonly CertificateFacts[],
  valueOf: (certificate: CertificateFacts) => boolean | string | undefined,
): boolean {
  let first: boolean | string | undefined;
  for (const certificate of certificates) {
    const value = valueOf(certificate);
    if (value === undefined) continue;
    if (first !== undefined && value !== first) return true;
    first = value;
  }
  return false;
}

/** `DateInvalid` says no more than the dates do. */
function statusBesideDate({ certificate: { status } }: CertificateFacts): string | undefined {
  return status == null || status === 'DateInvalid' ? undefined : status;
}

/**
 * Whether a certificate may be ahead of another one both by start and by end. Who is so of all is first in either order (newest
 * `notBefore`, then latest `notAfter`, and the other way round), and if nobody may be, the two orders begin differently. Unknown
 * dates are taken in its favour.
 */
function mayLead(one: CertificateFacts, other: CertificateFacts): boolean {
  return mayBeAsLate(one.notBefore, other.notBefore) && mayBeAsLate(one.notAfter, other.notAfter);
}

function mayBeAsLate(one: number | undefined, other: number | undefined): boolean {
  return one === undefined || other === undefined || one >= other;
}
