import { normalizeHostName } from '#libs/certificates/host-name.js';
import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { offers } from '#libs/selection/inbound-starttls.js';
import { isBefore2013 } from '#libs/selection/server-facts.js';
import { newSelfSigned, signIn } from './commands.js';
import { ANSWER_NO, bringForSmtp, enableForSmtp, pinTo, pinToBrought, setConnector } from './connector-commands.js';
import type { Connector } from './connectors.js';
import { covers, replacementFor } from './replacement.js';
import { hasSmtp, isInDate } from './stored-certificate.js';
import type { Subject } from './subject.js';
import { listed, plain } from './wording.js';

/** Brings together a connector and a certificate for the name by which it selects. @cite L-RC (A) */
export function giveName(subject: Subject, connector: Connector, name: string): readonly string[] {
  const { facts, at } = subject;
  const wanted = normalizeHostName(name);
  const stored = facts.certificates?.find((certificate) => covers(certificate, wanted) && isUsable(certificate, at));
  if (stored !== undefined) return enableForSmtp(subject, stored);
  if (wanted === facts.fqdn) return [...signIn(facts), ANSWER_NO, newSelfSigned(facts)];
  const bring = bringForSmtp(subject, `a certificate for ${plain(name)}`);
  return keepsItsName(connector) || !hasOwnName(subject)
    ? bring
    : [
        "Give the connector the server's own name, for which there is a certificate:",
        ...setConnector(subject, connector, { Fqdn: facts.server.fqdn.trim() }),
        'Or keep the name:',
        ...bring,
      ];
}

/** Makes a connector present a certificate that covers every name by which clients know it. @cite L-SMTPAUTH (A) */
export function serveClients(subject: Subject, connector: Connector, names: readonly string[]): readonly string[] {
  const [name = ''] = names;
  const stored = replacementFor(subject, { names });
  const have =
    stored === undefined ? bringForSmtp(subject, `a certificate for ${listed(names)}`) : enableForSmtp(subject, stored);
  if (connector.pin === null && !keepsItsName(connector)) {
    return [...have, ...setConnector(subject, connector, { Fqdn: name })];
  }
  if (isBefore2013(subject.facts.version)) {
    return [...have, `Make a Receive connector of its own for clients on port 587, with ${plain(name)} as FQDN.`];
  }
  return [...have, ...(stored === undefined ? pinToBrought(subject, connector) : pinTo(subject, connector, stored))];
}

/** The name of a connector that authenticates Exchange servers must stay, above all that of "Default <server>". @cite L-RC (A) */
export function keepsItsName({ kind, settings, name }: Connector): boolean {
  return kind === 'receive' && (/^\s*default\b/i.test(name) || offers(settings, 'ExchangeServer') !== false);
}

/** Nothing is known against it but that it lacks SMTP. */
function isUsable(certificate: CertificateFacts, at: number): boolean {
  return certificate.byName.failed.length === 0 && isInDate(certificate, at) === true;
}

/** A certificate with SMTP covers the server's own name. */
function hasOwnName({ facts }: Subject): boolean {
  return facts.certificates?.some((one) => hasSmtp(one) === true && covers(one, facts.fqdn)) === true;
}
