import { coverage } from '#libs/certificates/certificate-names.js';
import { normalizeHostName } from '#libs/certificates/host-name.js';
import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { hasSmtp, isInDate } from './stored-certificate.js';
import type { Subject } from './subject.js';

/** What a certificate must have to take the place of another one. */
export interface Wanted {
  /** Host names that it must cover, all of them. */
  readonly names: readonly string[];
  /** Whether other organizations must trust it: Exchange Online takes third-party certificates only. */
  readonly thirdParty?: boolean;
}

/**
 * The certificate of the store that a remedy proposes: PKI-issued, in date, with its key and nothing known against it. One with SMTP goes
 * first, then the newest. Undefined: the store has none, and one must be brought.
 */
export function replacementFor(
  { facts, at }: Pick<Subject, 'facts' | 'at'>,
  { names, thirdParty = false }: Wanted,
): CertificateFacts | undefined {
  const wanted = names.map(normalizeHostName);
  return (facts.certificates ?? [])
    .filter((certificate) => isSound(certificate, at))
    .filter(({ certificate }) => !thirdParty || certificate.rootCaType === 'ThirdParty')
    .filter((certificate) => wanted.every((name) => covers(certificate, name)))
    .toSorted(byService)[0];
}

/** Whether one of the names of a certificate is known to cover a host name (normalised). */
export function covers({ names }: CertificateFacts, name: string): boolean {
  const found = coverage(names, name);
  return found !== 'none' && found !== 'unknown';
}

function isSound(certificate: CertificateFacts, at: number): boolean {
  const { isSelfSigned, hasPrivateKey, underPin } = certificate;
  return (
    isSelfSigned === false &&
    hasPrivateKey === true &&
    underPin.failed.length === 0 &&
    isInDate(certificate, at) === true
  );
}

function byService(one: CertificateFacts, other: CertificateFacts): number {
  return Number(hasSmtp(other) === true) - Number(hasSmtp(one) === true) || newestFirst(one, other);
}

function newestFirst(one: CertificateFacts, other: CertificateFacts): number {
  return (other.notBefore ?? 0) - (one.notBefore ?? 0);
}
