import type { Certificate } from './certificate.js';
import { isUnreadable, type Unreadable } from './unreadable.js';

/** A pin: the value of a connector's `TlsCertificateName`, folded for comparison. */
export interface TlsCertificateName {
  readonly issuer: string;
  readonly subject: string;
}

/** `unknown`: a key of the certificate is unknown and the other one does not contradict. */
export type PinMatch = 'match' | 'no-match' | 'unknown';

const TAGS = /^<I>([^]*?)<S>([^]*)$/i;

/** Issuer and subject of `<I>issuer<S>subject`, or what is wrong with the text. @cite CSS-CODE (B) */
export function parseTlsCertificateName(text: string): TlsCertificateName | Unreadable {
  const parts = TAGS.exec(text.trim());
  if (parts?.[1] === undefined || parts[2] === undefined)
    return { unreadable: 'is not of the form <I>issuer<S>subject' };
  const pin = { issuer: foldName(parts[1]), subject: foldName(parts[2]) };
  return pin.issuer === '' || pin.subject === '' ? { unreadable: 'has an empty issuer or subject' } : pin;
}

/** A distinguished name as pins compare it: trimmed, upper case; order, blanks and quotes inside are significant. */
export function foldName(distinguishedName: string): string {
  return distinguishedName.trim().toUpperCase();
}

/**
 * Whether a certificate has the issuer and the subject of a pin. Not a thumbprint: every certificate with both matches, now and in
 * future. A text that is no pin matches no certificate.
 * @cite CSS-CODE (B)
 */
export function matchPin(
  pin: TlsCertificateName | Unreadable,
  certificate: Pick<Certificate, 'issuer' | 'subject'>,
): PinMatch {
  if (isUnreadable(pin)) return 'no-match';
  const issuer = sameName(pin.issuer, certificate.issuer);
  const subject = sameName(pin.subject, certificate.subject);
  if (issuer === false || subject === false) return 'no-match';
  return issuer === undefined || subject === undefined ? 'unknown' : 'match';
}

function sameName(wanted: string, name: string | null | undefined): boolean | undefined {
  return name === undefined ? undefined : foldName(name ?? '') === wanted;
}
