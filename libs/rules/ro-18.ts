import { DIFFERENCE_WORDS, differences } from './pin-twins.js';
import { amongConnectors, connectorNamed, type Connector } from './connectors.js';
import { pinMatches } from './pin-matches.js';
import type { Occurrence, StandingRule } from './rule.js';
import type { Subject } from './subject.js';
import { keepOneTwin } from './twin-commands.js';
import { certificateNamed, listed, plain } from './wording.js';

export const ro18: StandingRule = {
  kind: 'standing',
  id: 'RO-18',
  title: 'A connector is pinned to several certificates that are not equally good',
  severity: 'high',
  fires:
    'an enabled connector has a TlsCertificateName that counts on this server, two or more certificates definitely match it, and they differ: in being in date, in having SMTP, in having their private key, in their status (`DateInvalid` left out), or the newest by start date is not the one that ends last.',
  breaks:
    'a pin names issuer and subject, not a thumbprint, so a renewal with the same names matches beside the old one. Which of them Exchange takes is documented in two ways; without SMTP or key the chosen one fails with `UnknownCredentials` or `NoCredentials`, and a healthy one is not taken instead.',
  remedy: 'Finish the new certificate (private key, SMTP), then remove the old one from every server.',
  notRisky: 'Several matches that are equally good: whichever Exchange takes works.',
  cite: [
    { key: 'L-STLS', confidence: 'A' },
    { key: 'EHLO-25', confidence: 'B' },
    { key: 'CSS-1165', confidence: 'B' },
  ],
  check: (subject) => amongConnectors(subject, (connector) => unequal(subject, connector)),
};

function unequal(subject: Subject, connector: Connector): Occurrence | null {
  const { facts, at } = subject;
  const { pin } = connector;
  if (pin == null) return null;
  const matching = pinMatches(facts, pin)?.matching ?? [];
  if (matching.length < 2) return null;
  const differ = differences(matching, at);
  if (differ.length === 0) return null;
  const thumbprints = matching.map(({ thumbprint }) => thumbprint);
  const certificates = listed(thumbprints.map((thumbprint) => certificateNamed(facts, thumbprint)));
  const words = listed(differ.map((way) => DIFFERENCE_WORDS[way]));
  return {
    endpoint: connector.endpoint,
    summary: `${connectorNamed(connector)} on ${plain(facts.server.fqdn)} is pinned to issuer and subject of ${certificates}, which differ in ${words}: Exchange may take the one that fails.`,
    evidence: { differ, thumbprints, tlsCertificateName: pin, connector: connector.name },
    remediation: keepOneTwin(subject, pin, matching),
  };
}
