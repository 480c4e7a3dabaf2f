import { knownFlag } from '#libs/certificates/known.js';
import { isBefore2013 } from '#libs/selection/server-facts.js';
import { bringForSmtp, enableForSmtp, repin } from './connector-commands.js';
import {
  amongConnectors,
  connectorNamed,
  presentedBy,
  receivesTls,
  selectingName,
  type Connector,
} from './connectors.js';
import { replacementFor } from './replacement.js';
import type { Occurrence, StandingRule } from './rule.js';
import { storedCertificate } from './stored-certificate.js';
import type { Subject } from './subject.js';
import { certificateNamed, plain } from './wording.js';

export const ro33: StandingRule = {
  kind: 'standing',
  id: 'RO-33',
  title: 'Domain Security with a self-signed certificate',
  severity: 'high',
  fires:
    'an enabled connector with DomainSecureEnabled (Receive: with Tls) presents a self-signed certificate by STARTTLS.',
  breaks:
    'Domain Security is mutual TLS with X.509 validation, not direct trust: the partner rejects a certificate that no authority of his issued, and the mail is rejected or queues.',
  remedy: 'Pin the connector with TlsCertificateName to a certificate of an authority that the partner trusts.',
  notRisky:
    'A self-signed certificate on a connector without Domain Security: opportunistic TLS does not ask who issued it.',
  cite: [{ key: 'JAAP-HYB', confidence: 'C' }],
  check: (subject) =>
    amongConnectors(subject, (connector) => {
      if (knownFlag(connector.settings.domainSecureEnabled) !== true) return null;
      if (connector.kind === 'receive' && !receivesTls(connector)) return null;
      const thumbprint = presentedBy(connector);
      if (thumbprint === null || storedCertificate(subject.facts, thumbprint)?.isSelfSigned !== true) return null;
      return selfSigned(subject, connector, thumbprint);
    }),
};

function selfSigned(subject: Subject, connector: Connector, thumbprint: string): Occurrence {
  const { facts } = subject;
  return {
    endpoint: connector.endpoint,
    summary: `${connectorNamed(connector)} on ${plain(facts.server.fqdn)} demands mutual TLS, but presents the self-signed ${certificateNamed(facts, thumbprint)}: partners reject it.`,
    evidence: { thumbprint, connector: connector.name },
    remediation: isBefore2013(facts.version) ? byName(subject, connector) : pinned(subject, connector),
  };
}

/** One for the connector's own name goes first. */
function pinned(subject: Subject, connector: Connector): readonly string[] {
  const name = selectingName(connector, subject.facts.server);
  const named = name === undefined ? undefined : replacementFor(subject, { names: [name] });
  return repin(subject, connector, named ?? replacementFor(subject, { names: [] }));
}

/** Before 2013 a connector has no pin: the certificate must carry its name. */
function byName(subject: Subject, connector: Connector): readonly string[] {
  const name = selectingName(connector, subject.facts.server) ?? '';
  const stored = replacementFor(subject, { names: [name] });
  return stored === undefined
    ? bringForSmtp(subject, `a certificate of a trusted authority for ${plain(name)}`)
    : enableForSmtp(subject, stored);
}
