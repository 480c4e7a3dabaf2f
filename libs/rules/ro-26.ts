import { coverage } from '#libs/certificates/certificate-names.js';
import { normalizeHostName } from '#libs/certificates/host-name.js';
import { knownList } from '#libs/certificates/known.js';
import type { ReceiveConnector } from '#libs/fleet/document.js';
import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import type { Outcome } from '#libs/selection/selection.js';
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

/** The port stands behind the last colon, in an IPv6 binding, too. */
const ON_SUBMISSION_PORT = /:0*587\s*$/;

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
    amongConnectors(subject, (connector) => {
      if (connector.kind !== 'receive') return null;
      const mayLackName = !findsByName(subject, connector) && receivesTls(connector);
      return (mayLackName ? unnamed(subject, connector) : null) ?? misnamed(subject, connector);
    }),
};

type Receiving = Connector & { readonly kind: 'receive' };

/** What is presented without a pin has SMTP and the name: no need to look. Only the profile `single` takes SMTP from elsewhere. */
function findsByName({ facts }: Subject, connector: Receiving): boolean {
  return presentedBy(connector) !== null && facts.knobs.exchange2007Profile !== 'single';
}

function unnamed(subject: Subject, connector: Receiving): Occurrence | null {
  const { facts } = subject;
  const name = connector.pin === null ? selectingName(connector, facts.server) : undefined;
  if (name === undefined || facts.certificates === undefined) return null;
  const normalized = normalizeHostName(name);
  if (facts.certificates.some((certificate) => maySpeakFor(certificate, normalized))) return null;
  return {
    endpoint: connector.endpoint,
    summary: `No certificate of ${plain(facts.server.fqdn)} has SMTP and covers ${plain(name)}, the name of ${connectorNamed(connector)}: ${EFFECTS[connector.selection.outcome]}.`,
    evidence: { name, connector: connector.name },
    remediation: giveName(subject, connector, name),
  };
}

const EFFECTS: Readonly<Record<Outcome, string>> = {
  NOT_ADVERTISED: 'STARTTLS is not offered (event 12014)',
  INDETERMINATE: 'STARTTLS is not offered (event 12014)',
  HANDSHAKE_FAILS: 'TLS fails with UnknownCredentials',
  PRESENTED: 'it has STARTTLS only where the internal transport certificate serves for everything',
};

/** Possibly has SMTP and covers the name. */
function maySpeakFor(certificate: CertificateFacts, name: string): boolean {
  return hasSmtp(certificate) !== false && coverage(certificate.names, name) !== 'none';
}

function misnamed(subject: Subject, connector: Receiving): Occurrence | null {
  const { facts } = subject;
  const thumbprint = presentedBy(connector);
  if (thumbprint === null || !facts.organization.clientNames?.smtp?.length || !submits(connector.settings)) return null;
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
  return knownList(bindings)?.some((binding) => ON_SUBMISSION_PORT.test(binding)) === true;
}
