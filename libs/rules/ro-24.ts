import { knownText } from '#libs/certificates/known.js';
import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { isBefore2013 } from '#libs/selection/server-facts.js';
import { getCertificate, removeCertificate, signIn } from './commands.js';
import { pinTo } from './connector-commands.js';
import { amongConnectors, connectorNamed, presentedBy, selectingName, type Connector } from './connectors.js';
import { eligibleLosers } from './losers.js';
import type { Occurrence, StandingRule } from './rule.js';
import { isInDate, storedCertificate } from './stored-certificate.js';
import type { Subject } from './subject.js';
import { certificateNamed, plain } from './wording.js';

export const ro24: StandingRule = {
  kind: 'standing',
  id: 'RO-24',
  title: 'A certificate of an internal authority is presented where a public one would do',
  severity: 'high',
  fires:
    'an enabled connector without a pin (Receive: with Tls) presents by STARTTLS a certificate that is not self-signed and whose RootCAType is set and not ThirdParty, and one that lost to it is eligible, not self-signed, ThirdParty, in date and started earlier.',
  breaks:
    'servers of other organizations do not trust the internal authority: mail fails with `454 4.7.0 … UntrustedRoot`. The newest certificate for the name wins, whoever issued it.',
  remedy:
    'Remove the internal certificate, or issue it again without that name; or pin the connector to the public one.',
  notRisky: 'An internal certificate that is older than the public one: it does not win.',
  cite: [{ key: 'KB2888788', confidence: 'A' }],
  check: (subject) => amongConnectors(subject, (connector) => internalWinner(subject, connector)),
};

function internalWinner(subject: Subject, connector: Connector): Occurrence | null {
  const thumbprint = connector.pin === null ? presentedBy(connector) : null;
  const winner = thumbprint === null ? undefined : storedCertificate(subject.facts, thumbprint);
  if (winner === undefined || !isInternal(winner)) return null;
  const shadowed = eligibleLosers(subject.facts, connector.selection).find((loser) =>
    isOlderPublic(loser, winner, subject.at),
  );
  return shadowed === undefined ? null : shadowing(subject, connector, { winner, shadowed });
}

function isInternal({ isSelfSigned, certificate }: CertificateFacts): boolean {
  const root = knownText(certificate.rootCaType);
  return isSelfSigned === false && root != null && root !== 'ThirdParty';
}

function isOlderPublic(loser: CertificateFacts, winner: CertificateFacts, at: number): boolean {
  return (
    loser.isSelfSigned === false &&
    loser.certificate.rootCaType === 'ThirdParty' &&
    isInDate(loser, at) === true &&
    loser.notBefore !== undefined &&
    winner.notBefore !== undefined &&
    loser.notBefore < winner.notBefore
  );
}

interface Shadowing {
  readonly winner: CertificateFacts;
  readonly shadowed: CertificateFacts;
}

function shadowing(subject: Subject, connector: Connector, { winner, shadowed }: Shadowing): Occurrence {
  const { facts } = subject;
  const name = plain(selectingName(connector, facts.server) ?? '');
  const internal = certificateNamed(facts, winner.thumbprint);
  return {
    endpoint: connector.endpoint,
    summary: `${connectorNamed(connector)} on ${plain(facts.server.fqdn)} presents ${internal} of an internal authority, because it is newer than the public ${certificateNamed(facts, shadowed.thumbprint)}: other organizations answer 454 4.7.0 UntrustedRoot.`,
    evidence: { thumbprint: winner.thumbprint, public: shadowed.thumbprint, name, connector: connector.name },
    remediation: [...pinned(subject, connector, shadowed), ...signIn(facts), ...withoutName(facts, winner, name)],
  };
}

function pinned(subject: Subject, connector: Connector, shadowed: CertificateFacts): readonly string[] {
  if (isBefore2013(subject.facts.version)) return [];
  return ['Pin the connector to the public certificate:', ...pinTo(subject, connector, shadowed)];
}

/** Only a certificate that does nothing but SMTP may simply go; the internal transport certificate never (RM-1). */
function withoutName(facts: Subject['facts'], winner: CertificateFacts, name: string): readonly string[] {
  const named = certificateNamed(facts, winner.thumbprint);
  const isSpare =
    facts.internalTransportCertificate !== undefined &&
    facts.internalTransportCertificate !== winner.thumbprint &&
    winner.services?.every((service) => service === 'SMTP') === true;
  if (isSpare) {
    return [
      `Remove ${named}, or issue it again without the name ${name}:`,
      removeCertificate(facts, winner.thumbprint),
    ];
  }
  return [
    `Issue ${named} again without the name ${name}, and give the new one what this one does before it is removed:`,
    getCertificate(facts, winner.thumbprint),
  ];
}
