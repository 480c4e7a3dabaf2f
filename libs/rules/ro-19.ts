import { formatInstant } from '#libs/certificates/instant.js';
import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { repin } from './connector-commands.js';
import { amongConnectors, connectorNamed, type Connector } from './connectors.js';
import { pinMatches, type PinMatches } from './pin-matches.js';
import type { Occurrence, StandingRule } from './rule.js';
import { hasSmtp, isInDate } from './stored-certificate.js';
import type { Subject } from './subject.js';
import { certificateNamed, dayOf, plain } from './wording.js';

const NEAR = 60 * 24 * 60 * 60 * 1000;

export const ro19: StandingRule = {
  kind: 'standing',
  id: 'RO-19',
  title: 'A renewal with another issuer or subject lies beside a pin that still means the old certificate',
  severity: 'high',
  fires:
    'an enabled connector has a TlsCertificateName that counts on this server and that at least one certificate matches, no match being in doubt; the last of the matches ends in less than 60 days, or has ended; and the store has a certificate that does not match, has SMTP and its private key, is not self-signed, is in date, starts later than every match and shares a name with one of them.',
  breaks:
    'the connector goes on with the old certificate until it expires, silently, and once it is gone Receive has no STARTTLS (event 12014) and Send defers mail with `454 4.7.5`.',
  remedy:
    'Pin the connector to the new certificate, or run the Hybrid Configuration wizard; only then remove the old one.',
  notRisky: 'A renewal with the same issuer and subject: the pin matches it, and the connector follows.',
  cite: [
    { key: 'KB2989382', confidence: 'A' },
    { key: 'EHLO-25', confidence: 'B' },
    { key: 'L-HYBCERT', confidence: 'A' },
  ],
  check: (subject) => amongConnectors(subject, (connector) => leftBehind(subject, connector)),
};

function leftBehind(subject: Subject, connector: Connector): Occurrence | null {
  const { facts, at } = subject;
  if (connector.pin == null) return null;
  const matches = pinMatches(facts, connector.pin);
  if (matches === undefined || matches.matching.length === 0 || matches.undecided.length > 0) return null;
  const expires = lastEnd(matches.matching);
  if (expires === undefined || expires - at >= NEAR) return null;
  const successor = successorOf(matches, at);
  if (successor === undefined) return null;
  const ends = expires <= at ? 'expired on' : 'expires on';
  return {
    endpoint: connector.endpoint,
    summary: `${connectorNamed(connector)} on ${plain(facts.server.fqdn)} is pinned to a certificate that ${ends} ${dayOf(expires)}; its successor, ${certificateNamed(facts, successor.thumbprint)}, has another issuer or subject, so the connector will not follow.`,
    evidence: {
      expires: formatInstant(expires),
      successor: successor.thumbprint,
      tlsCertificateName: connector.pin,
      connector: connector.name,
    },
    remediation: repin(subject, connector, successor),
  };
}

/** The latest `notAfter`; undefined: one of them is unknown. */
function lastEnd(certificates: readonly CertificateFacts[]): number | undefined {
  let last: number | undefined;
  for (const { notAfter } of certificates) {
    if (notAfter === undefined) return undefined;
    last = Math.max(last ?? notAfter, notAfter);
  }
  return last;
}

/** The newest of those that could be meant to follow the matches. */
function successorOf({ matching, others }: PinMatches, at: number): CertificateFacts | undefined {
  return others
    .filter((other) => isFit(other, at) && matching.every((match) => startsLater(other, match)))
    .filter((other) => matching.some((match) => shareName(other, match)))
    .toSorted((one, other) => (other.notBefore ?? 0) - (one.notBefore ?? 0))[0];
}

function isFit(certificate: CertificateFacts, at: number): boolean {
  return (
    hasSmtp(certificate) === true &&
    certificate.hasPrivateKey === true &&
    certificate.isSelfSigned === false &&
    isInDate(certificate, at) === true
  );
}

function startsLater({ notBefore: one }: CertificateFacts, { notBefore: other }: CertificateFacts): boolean {
  return one !== undefined && other !== undefined && one > other;
}

function shareName({ names: one }: CertificateFacts, { names: other }: CertificateFacts): boolean {
  return one.names.some((name) => other.names.includes(name));
}
