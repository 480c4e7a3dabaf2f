import { commonNames } from '#libs/certificates/distinguished-name.js';
import { parseTlsCertificateName } from '#libs/certificates/tls-certificate-name.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import { repin, setConnector } from './connector-commands.js';
import { amongConnectors, connectorNamed, type Connector } from './connectors.js';
import { isHybrid } from './hybrid.js';
import { matchesNothing } from './pin-matches.js';
import { replacementFor } from './replacement.js';
import type { Occurrence, StandingRule } from './rule.js';
import type { Subject } from './subject.js';
import { plain } from './wording.js';

export const ro17: StandingRule = {
  kind: 'standing',
  id: 'RO-17',
  title: 'A connector is pinned to a certificate that the server does not have',
  severity: 'critical',
  fires:
    'an enabled connector has a TlsCertificateName that counts on this server, the store is known, and every certificate definitely does not match. A pin that is not of the form `<I>issuer<S>subject` matches none.',
  breaks:
    'a pin never falls back to the FQDN. Receive: STARTTLS is not offered (event 12014), and who demands it, as Exchange Online does, stops with `451 5.7.3 STARTTLS is required to send mail`. Send: mail is deferred with `454 4.7.5`.',
  remedy:
    'Pin the connector to a certificate of the store, or bring the missing one, enable it for SMTP and answer No to the overwrite question. In hybrid the wizard does it.',
  notRisky:
    'A pin in other letter case than the certificate matches, and a pin whose certificate has an unknown issuer or subject is no finding.',
  cite: [
    { key: 'KB2989382', confidence: 'A' },
    { key: 'EHLO-25', confidence: 'B' },
    { key: 'L-HYBCERT', confidence: 'A' },
  ],
  check: (subject) =>
    amongConnectors(subject, (connector) => {
      const { pin } = connector;
      return pin != null && matchesNothing(subject.facts, pin) ? missing(subject, connector, pin) : null;
    }),
};

function missing(subject: Subject, connector: Connector, pin: string): Occurrence {
  const server = plain(subject.facts.server.fqdn);
  const parsed = parseTlsCertificateName(pin);
  const lacks = isUnreadable(parsed)
    ? `has a TlsCertificateName on ${server} that ${parsed.unreadable}, so that no certificate matches`
    : `is pinned to ${plain(pin)}, and ${server} has no such certificate`;
  const names = isUnreadable(parsed) ? [] : commonNames(parsed.subject);
  const certificate = replacementFor(subject, { names, thirdParty: isHybrid(connector) });
  return {
    endpoint: connector.endpoint,
    summary: `${connectorNamed(connector)} ${lacks}: ${BREAKS[connector.kind]}.`,
    evidence: { tlsCertificateName: pin, connector: connector.name, replacement: certificate?.thumbprint ?? null },
    // The value is cleared first, so that the connector does not keep looking for the lost one if the rest is put off.
    remediation: [
      ...(connector.kind === 'receive' ? setConnector(subject, connector, { TlsCertificateName: null }) : []),
      ...repin(subject, connector, certificate),
    ],
  };
}

const BREAKS: Readonly<Record<Connector['kind'], string>> = {
  receive: 'it does not offer STARTTLS (event 12014), and senders that demand it, such as Exchange Online, stop',
  send: 'its mail is deferred with 454 4.7.5',
};
