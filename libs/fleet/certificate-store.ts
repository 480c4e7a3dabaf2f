import { EXCHANGE_SERVICES, type Certificate, type ExchangeService } from '#libs/certificates/certificate.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import { WRITTEN_FACTS } from '#libs/certificates/written-facts.js';
import { certificateIdentity } from './identity.js';
import { mergeItems } from './keyed-list.js';
import { carried, patched } from './patched.js';
import type { ServerState } from './state.js';

/** Null has no meaning of its own for these: it counts as unknown. @cite rulebook 2 */
const NULL_IS_UNKNOWN = [
  'version',
  'status',
  'notBefore',
  'notAfter',
] as const satisfies readonly (keyof Certificate)[];

/** A certificate as a state holds it: thumbprint in upper case, services as a sorted set, null only where it means something. */
export function heldCertificate(certificate: Certificate): Certificate {
  const unknown = NULL_IS_UNKNOWN.filter((key) => certificate[key] === null).map((key) => [key, undefined] as const);
  return patched(certificate, {
    ...Object.fromEntries(unknown),
    thumbprint: normalizeThumbprint(certificate.thumbprint),
    services: certificate.services && sortedServices(certificate.services),
  });
}

/** Each service once, in the order of Exchange. */
export function sortedServices(services: readonly ExchangeService[]): readonly ExchangeService[] {
  return EXCHANGE_SERVICES.filter((service) => services.includes(service));
}

/** What is known of a certificate of this server, in its store or formerly there; at least its thumbprint. */
export function knownCertificate(state: ServerState, thumbprint: string): Certificate {
  return inStore(state, thumbprint) ?? state.former.find((one) => one.thumbprint === thumbprint) ?? { thumbprint };
}

export function inStore(state: ServerState, thumbprint: string): Certificate | undefined {
  return state.server.certificates?.find((one) => one.thumbprint === thumbprint);
}

/** What can never change about a certificate. */
export function writtenFacts(certificate: Certificate): Certificate {
  return patched<Certificate>({ thumbprint: certificate.thumbprint }, carried(certificate, WRITTEN_FACTS));
}

/** The state with another store; of the certificates that leave it, what is written in them is remembered. */
export function withStore(state: ServerState, certificates: readonly Certificate[]): ServerState {
  const held = new Set(certificates.map(certificateIdentity));
  const gone = (state.server.certificates ?? []).filter((one) => !held.has(certificateIdentity(one)));
  const former = mergeItems(state.former, gone.map(writtenFacts), certificateIdentity);
  return {
    ...state,
    server: { ...state.server, certificates },
    former: former.filter((one) => !held.has(certificateIdentity(one))),
  };
}
