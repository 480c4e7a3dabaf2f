import { knownText } from '#libs/certificates/known.js';
import { isBefore2013 } from '#libs/selection/server-facts.js';
import { bringForSmtp, enableForSmtp, HYBRID_WIZARD, repin, setConnector } from './connector-commands.js';
import { amongConnectors, connectorNamed, type Connector } from './connectors.js';
import { hybridCertificate, isHybrid } from './hybrid.js';
import { keepsItsName } from './name-commands.js';
import { pinMatches } from './pin-matches.js';
import { firstPublicName, isPrivateName } from './private-name.js';
import { replacementFor } from './replacement.js';
import type { Occurrence, StandingRule } from './rule.js';
import type { Subject } from './subject.js';
import { plain } from './wording.js';

export const ro21: StandingRule = {
  kind: 'standing',
  id: 'RO-21',
  title: 'A hybrid connector chooses its certificate by a private name',
  severity: 'high',
  fires:
    'an enabled hybrid connector (Send: CloudServicesMailEnabled, Receive: TlsDomainCapabilities not empty) has no TlsCertificateName (known to be unset, or Exchange 2007 or 2010, which have none), and its FQDN is unset, a single label, ends in local, internal, lan, corp, home, localdomain, test or localhost, or is the FQDN of a server.',
  breaks:
    'by that name Exchange presents the self-signed or an internal certificate, which Exchange Online does not recognise: mail counts as external, or is refused with `550 5.7.51 TenantInboundAttribution`.',
  remedy:
    'Let the Hybrid Configuration wizard set the certificate, or set TlsCertificateName; on 2010 give the connector the public name of the certificate.',
  notRisky: 'A hybrid connector without a pin whose FQDN is a public name: it selects by that.',
  cite: [
    { key: 'CSS-CLOUD', confidence: 'B' },
    { key: 'CSS-2234', confidence: 'B' },
  ],
  check: (subject) =>
    amongConnectors(subject, (connector) => {
      if (!isHybrid(connector) || !isUnpinned(subject, connector)) return null;
      const fqdn = knownText(connector.settings.fqdn);
      if (fqdn === undefined || !isPrivateName(fqdn, subject.fleet.names)) return null;
      return unrecognised(subject, connector, fqdn);
    }),
};

/** A pin that does not reach an Edge is set all the same (RO-23). */
function isUnpinned({ facts }: Subject, { pin, settings }: Connector): boolean {
  return pin === null && (isBefore2013(facts.version) || knownText(settings.tlsCertificateName) === null);
}

function unrecognised(subject: Subject, connector: Connector, fqdn: string | null): Occurrence {
  const by = fqdn === null ? 'has neither certificate name nor FQDN' : `chooses by the private name ${plain(fqdn)}`;
  return {
    endpoint: connector.endpoint,
    summary: `Hybrid ${connectorNamed(connector)} on ${plain(subject.facts.server.fqdn)} ${by}: Exchange Online does not recognise what it presents and takes its mail for external or refuses it with 550 5.7.51.`,
    evidence: { fqdn, connector: connector.name },
    remediation: isBefore2013(subject.facts.version) ? renamed(subject, connector) : repinned(subject, connector),
  };
}

function repinned(subject: Subject, connector: Connector): readonly string[] {
  const hybrid = hybridCertificate(subject.facts);
  const named = hybrid === null ? undefined : pinMatches(subject.facts, hybrid.text)?.matching[0];
  return repin(subject, connector, named ?? replacementFor(subject, { names: [], thirdParty: true }));
}

/** Before 2013 the name alone decides. The name of a connector for Exchange servers must stay. @cite L-RC (A) */
function renamed(subject: Subject, connector: Connector): readonly string[] {
  const certificate = replacementFor(subject, { names: [], thirdParty: true });
  const name = firstPublicName(certificate?.names.names ?? [], subject.facts.fqdn);
  const enable =
    certificate === undefined
      ? bringForSmtp(subject, 'a certificate of a third-party authority for the public name')
      : enableForSmtp(subject, certificate);
  if (keepsItsName(connector)) {
    return [
      ...enable,
      'Make a Receive connector of its own for Exchange Online, with that public name as FQDN.',
      HYBRID_WIZARD,
    ];
  }
  const rename =
    name === undefined
      ? ['Set the FQDN of the connector to the public name of that certificate.']
      : setConnector(subject, connector, { Fqdn: name });
  return [...enable, ...rename, HYBRID_WIZARD];
}
