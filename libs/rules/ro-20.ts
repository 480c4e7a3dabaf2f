import { parseTlsCertificateName } from '#libs/certificates/tls-certificate-name.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import { bringForSmtp, HYBRID_WIZARD, setConnector } from './connector-commands.js';
import { amongConnectors, connectorNamed, type Connector } from './connectors.js';
import { hybridCertificate, isHybrid, type HybridCertificate } from './hybrid.js';
import { matchesNothing } from './pin-matches.js';
import { NOTHING, type Occurrence, type StandingRule } from './rule.js';
import type { Subject } from './subject.js';
import { plain } from './wording.js';

export const ro20: StandingRule = {
  kind: 'standing',
  id: 'RO-20',
  title: 'A hybrid connector names another certificate than the hybrid configuration',
  severity: 'high',
  fires:
    'an enabled hybrid connector (Send: CloudServicesMailEnabled, Receive: TlsDomainCapabilities not empty) has a TlsCertificateName that counts on this server and is not the one of the hybrid configuration, which is well-formed. One with wrong syntax differs.',
  breaks:
    'Exchange Online does not recognise the organization by its certificate: mail between both counts as external, or is refused with `550 5.7.51 TenantInboundAttribution`.',
  remedy:
    'Let the Hybrid Configuration wizard update the certificate of the connectors, or set TlsCertificateName to that of the hybrid configuration.',
  notRisky: 'Names that differ in letter case only are the same name.',
  cite: [
    { key: 'CSS-CLOUD', confidence: 'B' },
    { key: 'CSS-2234', confidence: 'B' },
  ],
  check: (subject) => {
    const hybrid = hybridCertificate(subject.facts);
    if (hybrid === null) return NOTHING;
    return amongConnectors(subject, (connector) => {
      if (connector.pin == null || !isHybrid(connector) || isSame(connector.pin, hybrid)) return null;
      return deviating(subject, connector, hybrid);
    });
  },
};

function isSame(text: string, { text: wanted, pin }: HybridCertificate): boolean {
  if (text === wanted) return true;
  const own = parseTlsCertificateName(text);
  return !isUnreadable(own) && own.issuer === pin.issuer && own.subject === pin.subject;
}

function deviating(subject: Subject, connector: Connector, { text }: HybridCertificate): Occurrence {
  const { facts } = subject;
  const lacking = matchesNothing(facts, text)
    ? bringForSmtp(subject, `the certificate that the hybrid configuration names (${plain(text)})`)
    : [];
  return {
    endpoint: connector.endpoint,
    summary: `Hybrid ${connectorNamed(connector)} on ${plain(facts.server.fqdn)} is pinned to ${plain(connector.pin ?? '')}, the hybrid configuration to ${plain(text)}: Exchange Online takes its mail for external or refuses it with 550 5.7.51.`,
    evidence: { tlsCertificateName: connector.pin, hybrid: text, connector: connector.name },
    remediation: [
      ...lacking,
      HYBRID_WIZARD,
      OR_BY_HAND,
      ...setConnector(subject, connector, { TlsCertificateName: text }),
    ],
  };
}

const OR_BY_HAND = 'Or set the certificate of the hybrid configuration by hand:';
