import { commonNames } from '#libs/certificates/distinguished-name.js';
import type { Certificate } from '#libs/certificates/certificate.js';
import { shortThumbprint } from '#libs/fleet/describe.js';
import type { Outcome } from '#libs/selection/selection.js';
import type { MessageSide } from './message.js';
import { plainText } from './plain-text.js';

type Facts = Pick<Certificate, 'subject' | 'issuer' | 'notAfter' | 'isSelfSigned'>;

/** What an endpoint shows, in words for people. Facts undefined: nothing is known of the certificate but its thumbprint. */
export function sideOf(
  shown: { readonly outcome: Outcome; readonly thumbprint: string | null },
  facts?: Facts,
): MessageSide {
  return { ...shown, text: textOf(shown, facts) };
}

function textOf(
  { outcome, thumbprint }: { readonly outcome: Outcome; readonly thumbprint: string | null },
  facts: Facts | undefined,
): string {
  if (outcome === 'INDETERMINATE') return 'unknown';
  if (outcome === 'NOT_ADVERTISED') return 'TLS is not offered';
  if (thumbprint === null) return outcome === 'HANDSHAKE_FAILS' ? 'every handshake fails' : 'none';
  const words = `${shortThumbprint(thumbprint)}${facts === undefined ? '' : ` ${certificateWords(facts)}`}`;
  return outcome === 'HANDSHAKE_FAILS' ? `handshakes fail with ${words}` : words;
}

/** `mail.contoso.com (Trust CA1, to 2027-06-20)`, as far as it is known. */
export function certificateWords({ subject, issuer, notAfter, isSelfSigned }: Facts): string {
  const name = subject == null ? 'subject unknown' : nameOf(subject);
  const by = isSelfSigned === true ? 'self-signed' : issuer == null ? 'issuer unknown' : nameOf(issuer);
  return `${name} (${by}, ${notAfter == null ? 'end unknown' : `to ${notAfter.slice(0, 10)}`})`;
}

function nameOf(distinguishedName: string): string {
  return plainText(commonNames(distinguishedName)[0] ?? distinguishedName, 80);
}
