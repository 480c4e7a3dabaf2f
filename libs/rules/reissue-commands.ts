import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import type { Endpoint } from '#libs/selection/endpoints.js';
import { BROUGHT, bringCertificate } from './bring-certificate.js';
import {
  enableCertificate,
  newInternalTransportCertificate,
  newSelfSigned,
  restartTransport,
  signIn,
} from './commands.js';
import { ANSWER_NO } from './connector-commands.js';
import { edgesOf, isTiedToEdge } from './edge.js';
import type { Subject } from './subject.js';
import { listed } from './wording.js';

type Where = Pick<Subject, 'facts' | 'fleet' | 'answers'>;

/**
 * Puts a new certificate in the place of one: a self-signed one for a self-signed one, else one that is to be ordered with the same names.
 * Both have RSA keys of 2048 bits. Whatever names the old one by itself has to be told in the end.
 */
export function reissue(where: Where, certificate: CertificateFacts): readonly string[] {
  const { facts } = where;
  const steps = certificate.isSelfSigned === true ? renewed(where, certificate) : ordered(where, certificate);
  const told = presentersOf(where, certificate.thumbprint, CHOOSING);
  const sentence = `Then see to it that the new certificate is presented where the old one is: ${listed(told)}.`;
  return [...signIn(facts), ...steps, ...(told.length === 0 ? [] : [sentence])];
}

/** The endpoints that choose by names, pins and bindings. All others follow the internal transport certificate. */
const CHOOSING: ReadonlySet<Endpoint['kind']> = new Set([
  'receive-starttls',
  'send-starttls',
  'iis',
  'client-protocol',
]);

/** The endpoints (of these kinds) whose answer names a certificate, in the order of the endpoints. */
export function presentersOf(
  { answers }: Pick<Subject, 'answers'>,
  thumbprint: string,
  kinds?: ReadonlySet<Endpoint['kind']>,
): readonly string[] {
  return answers
    .filter(({ endpoint, selection }) => selection.thumbprint === thumbprint && kinds?.has(endpoint.kind) !== false)
    .map(({ endpoint }) => endpoint.address);
}

function renewed(where: Where, { thumbprint }: CertificateFacts): readonly string[] {
  const { facts } = where;
  if (facts.internalTransportCertificate !== thumbprint) return [ANSWER_NO, newSelfSigned(facts)];
  const subscribed = isTiedToEdge(where) ? edgesOf(where) : [];
  return [
    'The new certificate becomes the internal transport certificate, for the old one is it:',
    newInternalTransportCertificate(facts),
    restartTransport(facts),
    ...(subscribed.length === 0 ? [] : [`Subscribe again, one Edge at a time: ${listed(subscribed)}.`]),
  ];
}

const KEPT = ['SMTP', 'IIS', 'POP', 'IMAP'] as const;

function ordered({ facts }: Where, { names, services }: CertificateFacts): readonly string[] {
  const kept = KEPT.filter((service) => services?.includes(service));
  return [
    ...bringCertificate(facts, names.names),
    ...(kept.includes('SMTP') ? [ANSWER_NO] : []),
    ...(kept.length === 0 ? [] : [enableCertificate(facts, BROUGHT, kept)]),
  ];
}
