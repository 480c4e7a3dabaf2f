import { normalizeHostName } from '#libs/certificates/host-name.js';
import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { BROUGHT, bringCertificate } from './bring-certificate.js';
import { namesOfProtocol, type ClientProtocol } from './client-protocols.js';
import { enableCertificate, setClientProtocol, signIn } from './commands.js';
import { covers, replacementFor } from './replacement.js';
import type { Subject } from './subject.js';

type Where = Pick<Subject, 'facts' | 'at'>;
type Protocol = Pick<ClientProtocol, 'service' | 'endpoint' | 'name'>;

/**
 * Gives POP or IMAP the certificate of the store that covers every name of its clients, or one that is to be ordered.
 * @cite PS-POP, PS-IMAP (A)
 */
export function serveClientProtocol(where: Where, protocol: Protocol): readonly string[] {
  const { facts } = where;
  const { service } = protocol;
  const names = namesOfProtocol(where, protocol);
  const [first = facts.fqdn] = names;
  const found = replacementFor(where, { names: names.length > 0 ? names : [first] });
  if (found?.wildcard === true) return [...signIn(facts), ...setClientProtocol(facts, service, first)];
  const bring = found === undefined ? bringCertificate(facts, names) : [];
  return [
    ...signIn(facts),
    ...bring,
    enableCertificate(facts, found?.thumbprint ?? BROUGHT, [service]),
    ...setClientProtocol(facts, service, first),
  ];
}

/** Gives POP or IMAP a host name under a wildcard certificate, by which it finds it. @cite KB948896 (A) */
export function nameUnderWildcard(where: Where, protocol: Protocol, wildcard: CertificateFacts): readonly string[] {
  const { facts } = where;
  const wanted = [protocol.name ?? '', ...namesOfProtocol(where, protocol)].map(normalizeHostName);
  const covered = wanted.find((name) => !name.includes('*') && covers(wildcard, name));
  return [...signIn(facts), ...setClientProtocol(facts, protocol.service, covered ?? mailUnder(wildcard))];
}

function mailUnder({ names: { names } }: CertificateFacts): string {
  const star = names.find((name) => name.startsWith('*.')) ?? '';
  return `mail${star.slice(1)}`;
}
