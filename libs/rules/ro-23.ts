import { normalizeHostName } from '#libs/certificates/host-name.js';
import { knownText } from '#libs/certificates/known.js';
import { LONGEST_PIN_ON_EDGE } from '#libs/selection/effective-pin.js';
import { setConnector } from './connector-commands.js';
import { amongConnectors, connectorNamed, type Connector } from './connectors.js';
import { isEdge, isSubscribedEdge } from './edge.js';
import { pinMatches } from './pin-matches.js';
import { firstPublicName } from './private-name.js';
import { NOTHING, type Occurrence, type StandingRule } from './rule.js';
import type { Subject } from './subject.js';
import { plain } from './wording.js';

export const ro23: StandingRule = {
  kind: 'standing',
  id: 'RO-23',
  title: 'The certificate name of a Send connector is too long for a subscribed Edge',
  severity: 'high',
  fires:
    'an enabled Send connector has a TlsCertificateName of more than 256 characters, and the server, one of its source servers, is an Edge that a subscription names.',
  breaks:
    'the value does not reach the Edge, EdgeSync ends with a Configuration that is Incomplete, and the Edge selects by FQDN: Exchange Online takes the mail for external.',
  remedy:
    'Use a certificate with a shorter issuer and subject, or let the connector select by FQDN, or raise rangeUpper of ms-Exch-Smtp-TLS-Certificate on the Edge.',
  notRisky: 'A long name on Mailbox servers, and one of exactly 256 characters.',
  cite: [{ key: 'KB4052493', confidence: 'A' }],
  check: (subject) => {
    if (isEdge(subject.facts) !== true) return NOTHING;
    return amongConnectors(subject, (connector) => {
      const pin = connector.kind === 'send' ? knownText(connector.settings.tlsCertificateName) : null;
      if (pin == null || pin.length <= LONGEST_PIN_ON_EDGE || !isSubscribedEdge(subject)) return null;
      return tooLong(subject, connector, pin);
    });
  },
};

function tooLong(subject: Subject, connector: Connector, pin: string): Occurrence {
  const server = plain(subject.facts.server.fqdn);
  return {
    endpoint: connector.endpoint,
    summary: `The TlsCertificateName of ${connectorNamed(connector)} has ${pin.length} characters, of which the Edge ${server} takes ${LONGEST_PIN_ON_EDGE}: EdgeSync stays Incomplete, and the Edge selects its certificate by FQDN.`,
    evidence: { length: pin.length, connector: connector.name },
    remediation: [...byName(subject, connector, pin), ...raiseRange(server)],
  };
}

function byName(subject: Subject, connector: Connector, pin: string): readonly string[] {
  const name = publicName(subject, connector, pin);
  if (name === undefined) {
    return [
      'Use a certificate whose issuer and subject together are shorter, or let the connector select by a public FQDN that its certificate covers.',
    ];
  }
  return [
    'Let the connector select by FQDN instead:',
    ...setConnector(subject, connector, { Fqdn: name, TlsCertificateName: null }),
  ];
}

/** A name by which the Edge finds the certificate that was meant. */
function publicName({ facts }: Subject, connector: Connector, pin: string): string | undefined {
  const meant = pinMatches(facts, pin)?.matching[0]?.names.names ?? [];
  const own = knownText(connector.settings.fqdn);
  const names = own == null ? meant : [normalizeHostName(own), ...meant];
  return firstPublicName(names, facts.fqdn);
}

/** @cite KB4052493 (A) */
function raiseRange(server: string): readonly string[] {
  const attribute =
    "Get-ADObject -Filter {name -eq 'ms-Exch-Smtp-TLS-Certificate'} -SearchBase ((Get-ADRootDSE -Server localhost:50389).schemaNamingContext) -Server localhost:50389";
  return [
    `Or keep the name, and raise the limit in the directory of ${server}, in Windows PowerShell there; then synchronize from a Mailbox server:`,
    `${attribute} | Set-ADObject -Replace @{rangeUpper=1024}`,
    'Start-EdgeSynchronization',
  ];
}
