import { commonNames } from '#libs/certificates/distinguished-name.js';
import { knownText } from '#libs/certificates/known.js';
import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { hasTransport } from '#libs/selection/endpoints.js';
import { knownThumbprint, type ServerFacts } from '#libs/selection/server-facts.js';
import { storedCertificate } from './stored-certificate.js';

/** Where the findings about the internal transport certificate stand. */
export const INTERNAL_TRANSPORT = 'internal-transport';

const DAY = 86_400_000;
const OAUTH_NAME = 'microsoft exchange server auth certificate';

/**
 * Thumbprint of the internal transport certificate of a server with transport, in the store or not. Null: it is unset. Undefined: it is
 * unknown, or the server has no transport.
 */
export function internalTransportThumbprint(facts: ServerFacts): string | null | undefined {
  return hasTransport(facts.server) ? facts.internalTransportCertificate : undefined;
}

/** The internal transport certificate of a server with transport, if it is known to be in the store. */
export function storedInternalTransport(facts: ServerFacts): CertificateFacts | undefined {
  const thumbprint = internalTransportThumbprint(facts);
  return thumbprint == null ? undefined : storedCertificate(facts, thumbprint);
}

/** From `notBefore` to `notAfter` in days, parts of a day included; undefined: one of them is unknown. */
export function lifetimeDays({ notBefore, notAfter }: CertificateFacts): number | undefined {
  return notBefore === undefined || notAfter === undefined ? undefined : (notAfter - notBefore) / DAY;
}

/** Whether a thumbprint is known to be the current, next or previous one of the OAuth configuration. */
export function isOfAuthConfig({ organization }: Pick<ServerFacts, 'organization'>, thumbprint: string): boolean {
  const { currentThumbprint, nextThumbprint, previousThumbprint } = organization.authConfig ?? {};
  return [currentThumbprint, nextThumbprint, previousThumbprint].some((text) => knownThumbprint(text) === thumbprint);
}

/** Whether a certificate has the common name by which setup makes the OAuth certificate. */
export function hasOAuthName({ certificate }: CertificateFacts): boolean {
  const subject = knownText(certificate.subject);
  return subject != null && commonNames(subject).some((name) => name.trim().toLowerCase() === OAUTH_NAME);
}
