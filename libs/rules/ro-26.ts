import { coverage } from '#libs/certificates/certificate-names.js';
import { parseConnectorBinding } from '#libs/certificates/connector-binding.js';
import { normalizeHostName } from '#libs/certificates/host-name.js';
import { knownList } from '#libs/certificates/known.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import type { ReceiveConnector } from '#libs/fleet/document.js';
import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { clientNames } from './client-names.js';
import {
  amongConnectors,
  connectorNamed,
  presentedBy,
  receivesTls,
  selectingName,
  type Connector,
} from './connectors.js';
import { giveName, serveClients } from './name-commands.js';
import type { Occurrence, StandingRule } from './rule.js';
import { hasSmtp, storedCertificate } from './stored-certificate.js';
import type { Subject } from './subject.js';
import { certificateNamed, listed, plain } from './wording.js';

const SUBMISSION = 587;

export const ro26: StandingRule = {
  kind: 'standing',
  id: 'RO-26',
  title: 'No certificate fits the name of a Receive connector',
  severity: 'high',
  fires:
    "an enabled Receive connector with Tls is known to have no pin, and no certificate of the known store possibly has SMTP and covers its name (its FQDN, else the server's); or one with a binding on port 587 presents a certificate that definitely does not cover a name by which clients submit mail.",
  breaks:
    'without a certificate for its name the connector does not offer STARTTLS (event 12014); with one for another name clients warn of it or refuse.',
  remedy:
    'Change the FQDN of the connector to a name that its certificate covers (never that of "Default <server>"), or bring a certificate with the name.',
  notRisky: 'A certificate whose names or services are unknown: it may be the one.',
  cite: [
    { key: 'L-RC', confidence: 'A' },
    { key: 'EXPTA', confidence: 'C' },
  ],
  check: (subject) =>
    amongConnectors(subject, (connector) =>
      receivesTls(connector) ? (unnamed(subject, connector) ?? misnamed(subject, connector)) : null,
    ),
};

type Receiving = Connector & { readonly kind: 'receive' };

function unnamed(subject: Subject, connector: Receiving): Occurrence | null {
  const { facts } = subject;
  const name = connector.pin === null ? selectingName(connector, facts.server) : undefined;
  if (name === undefined || facts.certificates === undefined) return null;
  const normalized = normalizeHostName(name);
  if (facts.certificates.some((certificate) => maySpeakFor(certificate, normalized))) return null;
  const fails =
    connector.selection.outcome === 'HANDSHAKE_FAILS'
      ? 'TLS fails with UnknownCredentials'
      : 'STARTTLS is not offered (event 12014)';
  return {
    endpoint: connector.endpoint,
    summary: `No certificate of ${plain(facts.server.fqdn)} has SMTP and covers ${plain(name)}, the name of ${connectorNamed(connector)}: ${fails}.`,
    evidence: { name, connector: connector.name },
    remediation: giveName(subject, connector, name),
  };
}

/** Possibly has SMTP and covers the name. */
function maySpeakFor(certificate: CertificateFacts, name: string): boolean {
  return hasSmtp(certificate) !== false && coverage(certificate.names, name) !== 'none';
}

function misnamed(subject: Subject, connector: Receiving): Occurrence | null {
  const { facts } = subject;
  const thumbprint = presentedBy(connector);
  if (thumbprint === null || !submits(connector.settings)) return null;
  const certificate = storedCertificate(facts, thumbprint);
  if (certificate === undefined) return null;
  const wanted = new Set(clientNames(facts, 'smtp'));
  const names = [...wanted].filter((name) => coverage(certificate.names, name) === 'none');
  if (names.length === 0) return null;
  return {
    endpoint: connector.endpoint,
    summary: `${connectorNamed(connector)} on ${plain(facts.server.fqdn)} presents ${certificateNamed(facts, thumbprint)}, which does not cover ${listed(names)}, by which clients submit mail: they warn or refuse.`,
    evidence: { names, thumbprint, connector: connector.name },
    remediation: serveClients(subject, connector, [...wanted]),
  };
}

function submits({ bindings }: ReceiveConnector): boolean {
  return (knownList(bindings) ?? []).some((text) => {
    const binding = parseConnectorBinding(text);
    return !isUnreadable(binding) && binding.port === SUBMISSION;
  });
}
