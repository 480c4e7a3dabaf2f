import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { normalizeHostName } from '#libs/certificates/host-name.js';
import {
  enableCertificate,
  exchangeName,
  newInternalTransportCertificate,
  restartTransport,
  signIn,
} from './commands.js';
import { edgesOf, isEdge, isTiedToEdge, subscriptionsOf } from './edge.js';
import { resubscribe } from './edge-commands.js';
import { hasOAuthName, isOfAuthConfig, lifetimeDays } from './internal-transport.js';
import { covers } from './replacement.js';
import { isInDate } from './stored-certificate.js';
import type { Subject } from './subject.js';
import { listed, plain } from './wording.js';

type Where = Pick<Subject, 'facts' | 'fleet' | 'at'>;

/** Setup's certificate lives five years; one below this makes Edges be subscribed again at every renewal. @cite rulebook 11.2, RO-03 (D) */
export const LASTING_DAYS = 400;
/** Goes last where a lasting certificate has become the internal transport certificate. @cite EHLO-25 (B), C-10 */
export const ANSWER_NO_EVER_AFTER =
  'From then on answer N whenever Exchange asks whether to overwrite the existing default SMTP certificate.';

/** What ends sooner is not worth a change. The same 60 days as in RO-19: at no other instant may time alone change what a finding says. */
const SOON = 60 * 86_400_000;

/**
 * Gives a server a self-signed internal transport certificate of its own: one of its store that would do, else a new one. Edges that depend
 * on it are subscribed again.
 * @cite L-INANON, KB2989382 (A), CSS-ITC (B)
 */
export function ownInternalTransport(where: Where): readonly string[] {
  return [...signIn(where.facts), ...takeOwn(where)];
}

/** The same, without the sentence of where to run it. */
export function takeOwn(where: Where): readonly string[] {
  const { facts } = where;
  const own = ownCertificate(where);
  const take = own === undefined ? newInternalTransportCertificate(facts) : takeOver(where, own.thumbprint);
  return [take, restartTransport(facts), ...subscribeAgain(where)];
}

/** Makes a certificate of the store the internal transport certificate, without being asked. */
export function takeOver({ facts }: Pick<Where, 'facts'>, thumbprint: string): string {
  return enableCertificate(facts, thumbprint, ['SMTP'], { force: true });
}

/** What must follow a new internal transport certificate on a server that an Edge subscription depends on; else nothing. */
export function subscribeAgain(where: Pick<Where, 'facts' | 'fleet'>): readonly string[] {
  return isTiedToEdge(where) ? resubscribe(subscriptionsOf(where), where.facts.version) : [];
}

/**
 * The self-signed certificate of the store that would do as internal transport certificate of this server: with its name and its key, lasting,
 * none of OAuth, and none that it or another server uses already. The one that lasts longest goes first.
 */
export function ownCertificate(where: Where): CertificateFacts | undefined {
  return (where.facts.certificates ?? [])
    .filter((certificate) => isSound(certificate, where.at) && isLasting(certificate, where.at))
    .filter((certificate) => isOwn(where, certificate))
    .toSorted((one, other) => (other.notAfter ?? 0) - (one.notAfter ?? 0))[0];
}

function isSound(certificate: CertificateFacts, at: number): boolean {
  const { isSelfSigned, hasPrivateKey, byName } = certificate;
  return (
    isSelfSigned === true &&
    hasPrivateKey === true &&
    byName.failed.length === 0 &&
    certificate.certificate.keyProvider !== 'CNG' &&
    isInDate(certificate, at) === true
  );
}

function isLasting(certificate: CertificateFacts, at: number): boolean {
  const days = lifetimeDays(certificate);
  return days !== undefined && days >= LASTING_DAYS && (certificate.notAfter ?? 0) - at >= SOON;
}

function isOwn({ facts, fleet }: Where, certificate: CertificateFacts): boolean {
  const { thumbprint } = certificate;
  const holders = fleet.holders.get(thumbprint) ?? [];
  return (
    thumbprint !== facts.internalTransportCertificate &&
    covers(certificate, facts.fqdn) &&
    !hasOAuthName(certificate) &&
    !isOfAuthConfig(facts, thumbprint) &&
    holders.every(({ fqdn }) => normalizeHostName(fqdn) === facts.fqdn)
  );
}

/** The Edges that an internal transport certificate serves, as a sentence names them: `EDGE01`, or the site of an Edge itself. */
export function partnersOf(where: Pick<Where, 'facts' | 'fleet'>): string {
  if (isEdge(where.facts) === true) return 'its subscribed site';
  const edges = edgesOf(where);
  return edges.length === 0 ? 'its Edge' : listed(edges);
}

/** The server as summaries name it. */
export function serverNamed({ facts }: Pick<Where, 'facts'>): string {
  return plain(exchangeName(facts));
}
