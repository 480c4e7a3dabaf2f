import { knownText } from '#libs/certificates/known.js';
import { parseTlsCertificateName } from '#libs/certificates/tls-certificate-name.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import type { SendConnector } from '#libs/fleet/document.js';
import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { isNotYetValid } from '#libs/selection/eligibility.js';
import type { ServerFacts } from '#libs/selection/server-facts.js';
import {
  enableCertificate,
  exchangeName,
  importPfx,
  newInternalTransportCertificate,
  removeCertificate,
  repairKey,
  runsLocally,
  setSendConnector,
  signIn,
} from './commands.js';
import { ANSWER_NO } from './connector-commands.js';
import { edgesOf, isTiedToEdge } from './edge.js';
import { cmdletLine } from './powershell.js';
import type { Subject } from './subject.js';
import { certificateNamed, dayOf, listed } from './wording.js';

type Where = Pick<Subject, 'facts' | 'fleet' | 'at'>;

/**
 * Of certificates that match the same pin, finishes the one that lasts longest and removes the others. While a Send connector names them,
 * Exchange refuses to remove any of them (RM-2): its value is taken away for as long as that takes.
 * @cite KB-REMOVE (A)
 */
export function keepOneTwin(where: Where, pin: string, matching: readonly CertificateFacts[]): readonly string[] {
  const { facts, at } = where;
  const [kept, ...old] = matching.toSorted(byWorth);
  if (kept === undefined) return [];
  const removals = old.map(({ thumbprint }) => removeCertificate(facts, thumbprint));
  const senders = sendersWith(facts, pin);
  return [
    ...signIn(facts),
    ...finish(facts, kept),
    ...takeOver(facts, kept, old),
    ...(isNotYetValid(kept, at)
      ? [`Wait until the kept certificate is valid, from ${dayOf(kept.notBefore ?? at)} on.`]
      : []),
    ...freeInternalTransport(where, old),
    ...(senders.length === 0 ? removals : withoutPin(facts, senders, removals)),
  ];
}

/** Nothing known against it first, then the one that ends last, then the newest. */
function byWorth(one: CertificateFacts, other: CertificateFacts): number {
  return (
    one.underPin.failed.length - other.underPin.failed.length ||
    (other.notAfter ?? 0) - (one.notAfter ?? 0) ||
    (other.notBefore ?? 0) - (one.notBefore ?? 0)
  );
}

function finish(facts: ServerFacts, kept: CertificateFacts): readonly string[] {
  if (kept.hasPrivateKey !== false) return [];
  const named = certificateNamed(facts, kept.thumbprint);
  return [
    `Give ${named} its private key, on ${exchangeName(facts)} itself; if it is not on the server, import the PFX file again:`,
    repairKey(knownText(kept.certificate.serialNumber) ?? kept.thumbprint),
    importPfx(facts),
  ];
}

/** The kept certificate takes on SMTP and whatever else the others still do. */
function takeOver(facts: ServerFacts, kept: CertificateFacts, old: readonly CertificateFacts[]): readonly string[] {
  const services = (['SMTP', 'IIS', 'POP', 'IMAP'] as const).filter(
    (service) =>
      !kept.services?.includes(service) &&
      (service === 'SMTP' || old.some((certificate) => certificate.services?.includes(service))),
  );
  if (services.length === 0) return [];
  const enable = enableCertificate(facts, kept.thumbprint, services);
  return services.includes('SMTP') ? [ANSWER_NO, enable] : [enable];
}

/** The internal transport certificate cannot be removed (RM-1). */
function freeInternalTransport(where: Where, old: readonly CertificateFacts[]): readonly string[] {
  const { facts } = where;
  const { internalTransportCertificate: thumbprint } = facts;
  if (thumbprint == null || old.every((certificate) => certificate.thumbprint !== thumbprint)) return [];
  const edges = edgesOf(where);
  return [
    `${capital(certificateNamed(facts, thumbprint))} is the internal transport certificate; a new self-signed one takes that over before it can be removed:`,
    newInternalTransportCertificate(facts),
    ...(isTiedToEdge(where)
      ? [`Subscribe ${listed(edges)} again, for the subscription hangs on that certificate.`]
      : []),
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Every Send connector of the organization that names the pinned certificates, enabled or not. */
function sendersWith({ organization }: ServerFacts, pin: string): readonly SendConnector[] {
  const wanted = parseTlsCertificateName(pin);
  if (isUnreadable(wanted)) return [];
  return (organization.sendConnectors ?? []).filter(({ tlsCertificateName }) => {
    const text = knownText(tlsCertificateName);
    const named = text == null ? undefined : parseTlsCertificateName(text);
    if (named === undefined || isUnreadable(named)) return false;
    return named.issuer === wanted.issuer && named.subject === wanted.subject;
  });
}

function withoutPin(
  facts: ServerFacts,
  senders: readonly SendConnector[],
  removals: readonly string[],
): readonly string[] {
  const names = [...new Set(senders.flatMap(({ sourceServers }) => sourceServers ?? []))];
  const service = (verb: 'Stop' | 'Start') =>
    runsLocally(facts) || names.length === 0
      ? cmdletLine(`${verb}-Service`, { Name: 'MSExchangeTransport' })
      : `${cmdletLine('Get-Service', { ComputerName: names, Name: 'MSExchangeTransport' })} | ${verb}-Service`;
  return [
    `Stop transport on every source server of ${listed(senders.map(({ name }) => name))}, for Exchange removes no certificate that a Send connector names:`,
    service('Stop'),
    ...senders.map(({ name }) => setSendConnector(name, { TlsCertificateName: null })),
    ...removals,
    'Remove the same certificates on every other server that has them, then go on:',
    ...senders.map(({ name, tlsCertificateName }) =>
      setSendConnector(name, { TlsCertificateName: knownText(tlsCertificateName) ?? null }),
    ),
    service('Start'),
  ];
}
