import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { isBefore2013 } from '#libs/selection/server-facts.js';
import {
  enableCertificate,
  importPfx,
  NAME,
  pinReceiveConnector,
  pinSendConnector,
  READ_PIN,
  setReceiveConnector,
  setSendConnector,
  signIn,
} from './commands.js';
import type { Connector } from './connectors.js';
import { isSubscribedEdge } from './edge.js';
import { isHybrid } from './hybrid.js';
import type { Parameters } from './powershell.js';
import { hasSmtp } from './stored-certificate.js';
import type { Subject } from './subject.js';

type Where = Pick<Subject, 'facts' | 'fleet'>;

/** Goes before an `Enable-ExchangeCertificate` that must leave the internal transport certificate alone (C-10). */
export const ANSWER_NO =
  'If the next command asks whether to overwrite the existing default SMTP certificate, answer N.';

/** The wizard writes the same certificate into both connectors and into Exchange Online. @cite CSS-CLOUD (B) */
export const HYBRID_WIZARD =
  'Run the Hybrid Configuration wizard with "Update Secure Mail Certificate for Connectors", so that both connectors and Exchange Online name the same certificate.';

/** Enables a certificate of the store for SMTP; nothing where it is already. */
export function enableForSmtp({ facts }: Where, certificate: CertificateFacts): readonly string[] {
  if (hasSmtp(certificate) === true) return [];
  return [...signIn(facts), ANSWER_NO, enableCertificate(facts, certificate.thumbprint, ['SMTP'])];
}

/** Brings a certificate and its key into the store and enables it for SMTP; `$cert` is that certificate afterwards. */
export function bringForSmtp({ facts }: Where, certificate: string): readonly string[] {
  return [
    ...signIn(facts),
    `Bring ${certificate} with its private key, from a PFX file:`,
    `$cert = ${importPfx(facts)}`,
    ANSWER_NO,
    enableCertificate(facts, { is: 'variable', name: '$cert.Thumbprint' }, ['SMTP']),
  ];
}

/**
 * Changes a connector. Send connectors of a subscribed Edge are changed in the organization and reach it by synchronization.
 * @cite L-EDGE (A)
 */
export function setConnector(where: Where, connector: Connector, parameters: Parameters): readonly string[] {
  const set = setLine(where, connector, parameters);
  if (connector.kind === 'receive') return [...signIn(where.facts), set];
  return isSubscribedEdge(where) ? [ON_MAILBOX, set, SYNCHRONIZE] : [set];
}

const ON_MAILBOX = 'Run the following on a Mailbox server of the subscribed site:';
const SYNCHRONIZE = 'Start-EdgeSynchronization';

function setLine({ facts }: Where, { kind, name }: Connector, parameters: Parameters): string {
  return kind === 'receive' ? setReceiveConnector(facts, name, parameters) : setSendConnector(name, parameters);
}

/** Pins a connector to a certificate of the store; nothing on 2007 and 2010, which have no pins. @cite KB2989382 (A) */
export function pinTo(where: Where, connector: Connector, certificate: CertificateFacts): readonly string[] {
  const { facts } = where;
  const { thumbprint } = certificate;
  if (isBefore2013(facts.version)) return [];
  if (connector.kind === 'receive') {
    return [...signIn(facts), ...pinReceiveConnector(facts, connector.name, thumbprint)];
  }
  const text = pinOf(certificate);
  return isSubscribedEdge(where) && text !== undefined
    ? setConnector(where, connector, { TlsCertificateName: text })
    : [...signIn(facts), ...pinSendConnector(facts, connector.name, thumbprint)];
}

/** Pins a connector to the certificate that {@link bringForSmtp} brought; nothing on 2007 and 2010. */
export function pinToBrought(where: Where, connector: Connector): readonly string[] {
  if (isBefore2013(where.facts.version)) return [];
  const set = setLine(where, connector, { TlsCertificateName: NAME });
  if (connector.kind === 'receive' || !isSubscribedEdge(where)) return [READ_PIN, set];
  const elsewhere =
    'On a Mailbox server of the subscribed site, give $name the value that is shown here, and run there:';
  return [READ_PIN, '$name', elsewhere, set, SYNCHRONIZE];
}

/**
 * Gives a connector another certificate: one of the store, or, where it has none that would do, one that must be brought. A hybrid one must
 * be known to Exchange Online too.
 */
export function repin(
  where: Where,
  connector: Connector,
  certificate: CertificateFacts | undefined,
): readonly string[] {
  const steps =
    certificate === undefined
      ? [...bringForSmtp(where, 'the certificate that is to take its place'), ...pinToBrought(where, connector)]
      : saidOnce(signIn(where.facts), [...enableForSmtp(where, certificate), ...pinTo(where, connector, certificate)]);
  return isHybrid(connector) ? [...steps, HYBRID_WIZARD] : steps;
}

/** Steps that all begin with the same sentence of where to run them say it once. */
function saidOnce(sentences: readonly string[], steps: readonly string[]): readonly string[] {
  return steps.filter((step, index) => !sentences.includes(step) || steps.indexOf(step) === index);
}

/** `<I>issuer<S>subject` of a certificate; undefined: one of them is unknown or unset. */
function pinOf({ certificate: { issuer, subject } }: CertificateFacts): string | undefined {
  return issuer && subject ? `<I>${issuer}<S>${subject}` : undefined;
}
