import { knownFlag, knownList, knownText } from '#libs/certificates/known.js';
import { parseTlsCertificateName, type TlsCertificateName } from '#libs/certificates/tls-certificate-name.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import type { Hybrid } from '#libs/fleet/document.js';
import type { ServerFacts } from '#libs/selection/server-facts.js';
import { namedServer, type ServerNames } from '#libs/selection/server-names.js';
import type { Connector } from './connectors.js';
import type { Subject } from './subject.js';

/** Whether a connector is known to carry mail between the organization and Exchange Online. @cite rulebook 11.1 (D) */
export function isHybrid(connector: Connector): boolean {
  if (connector.kind === 'send') return knownFlag(connector.settings.cloudServicesMailEnabled) === true;
  return (knownList(connector.settings.tlsDomainCapabilities) ?? []).length > 0;
}

/** The certificate that the hybrid configuration names. */
export interface HybridCertificate {
  /** As the configuration writes it, without outer blanks. */
  readonly text: string;
  readonly pin: TlsCertificateName;
}

const CERTIFICATES = new WeakMap<Hybrid, HybridCertificate | null>();

/** The certificate name of the hybrid configuration; null: it is unknown, unset or not well-formed. */
export function hybridCertificate({ organization }: Pick<ServerFacts, 'organization'>): HybridCertificate | null {
  const { hybrid } = organization;
  if (hybrid == null) return null;
  const known = CERTIFICATES.get(hybrid);
  if (known !== undefined) return known;
  const certificate = certificateOf(hybrid);
  CERTIFICATES.set(hybrid, certificate);
  return certificate;
}

function certificateOf({ tlsCertificateName }: Hybrid): HybridCertificate | null {
  const text = knownText(tlsCertificateName);
  if (text == null) return null;
  const pin = parseTlsCertificateName(text);
  return isUnreadable(pin) ? null : { text, pin };
}

interface HybridServers {
  readonly hybrid: Hybrid;
  /** Normalised `fqdn` of each. */
  readonly servers: ReadonlySet<string>;
}

const SERVERS = new WeakMap<ServerNames, HybridServers>();

/** Whether the hybrid configuration names the server as one that sends, receives, or is an Edge of the hybrid mail flow. */
export function isHybridServer({ facts, fleet }: Pick<Subject, 'facts' | 'fleet'>): boolean {
  const { hybrid } = facts.organization;
  if (hybrid == null) return false;
  const known = SERVERS.get(fleet.names);
  if (known?.hybrid === hybrid) return known.servers.has(facts.fqdn);
  const texts = [hybrid.sendingServers, hybrid.receivingServers, hybrid.edgeServers].flatMap((list) => list ?? []);
  const servers = new Set(texts.flatMap((text) => namedServer(fleet.names, text) ?? []));
  SERVERS.set(fleet.names, { hybrid, servers });
  return servers.has(facts.fqdn);
}
