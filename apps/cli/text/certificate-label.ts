import type { Certificate } from '#libs/certificates/certificate.js';
import { commonNames } from '#libs/certificates/distinguished-name.js';
import { shown } from './escape.js';

/** How a store's thumbprints are shortened: `9F2A…C1`, longer where two would look alike. */
export function shortener(thumbprints: Iterable<string>): (thumbprint: string) => string {
  const all = [...new Set(thumbprints)];
  for (const [head, tail] of [
    [4, 2],
    [8, 4],
    [16, 4],
  ] as const) {
    const short = (thumbprint: string): string => `${thumbprint.slice(0, head)}\u2026${thumbprint.slice(-tail)}`;
    if (new Set(all.map(short)).size === all.length)
      return (thumbprint) => (thumbprint.length > head + tail ? short(thumbprint) : thumbprint);
  }
  return (thumbprint) => thumbprint;
}

/** The first common name of a name for people, or the whole name where it has none. */
export function commonName(distinguishedName: string): string {
  return commonNames(distinguishedName)[0] ?? distinguishedName;
}

/** Subject, issuer kind and end, as far as they are known: `mail.contoso.com (Trust CA1, to 2027-06-20)`. */
export function certificateWords(certificate: Certificate | undefined): string {
  if (certificate === undefined) return 'not in the store';
  const subject = certificate.subject == null ? 'subject unknown' : shown(commonName(certificate.subject));
  const issuer = issuerWords(certificate);
  const end = certificate.notAfter == null ? 'end unknown' : `to ${certificate.notAfter.slice(0, 10)}`;
  return `${subject} (${issuer}, ${end})`;
}

/** Who issued it: `self-signed`, the issuer's common name, or `issuer unknown`. */
export function issuerWords(certificate: Certificate): string {
  if (certificate.isSelfSigned === true) return 'self-signed';
  return certificate.issuer == null ? 'issuer unknown' : shown(commonName(certificate.issuer));
}
