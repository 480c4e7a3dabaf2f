import { normalizeHostName } from '#libs/certificates/host-name.js';
import { knownText } from '#libs/certificates/known.js';
import { getCertificateFor, signIn } from './commands.js';
import { connectorsOf, presentedBy, receivesTls, type Connector } from './connectors.js';
import { eligibleLosers } from './losers.js';
import { NOTHING, type Occurrence, type StandingRule } from './rule.js';
import { storedCertificate } from './stored-certificate.js';
import type { Subject } from './subject.js';
import { certificateNamed, listed, plain } from './wording.js';

export const ro25: StandingRule = {
  kind: 'standing',
  id: 'RO-25',
  title: "A certificate with the server's own name has taken over from the self-signed one",
  severity: 'medium',
  fires:
    "an enabled Receive connector with Tls and without a pin, whose FQDN is unset or the server's FQDN, presents a certificate that is not self-signed, while an eligible self-signed one lost to it.",
  breaks:
    'the certificate of an authority takes over ports 25, 587 and 2525 without any overwrite: PKI ranks before self-signed wherever the name fits. Its renewals and its end are then those of the mail flow between the servers.',
  remedy: 'Leave the FQDNs of servers out of public certificates.',
  notRisky: "Enabling SMTP on a certificate without the server's FQDN, with the answer No.",
  cite: [],
  check: (subject) => {
    let taken: Connector[] | undefined;
    for (const connector of connectorsOf(subject)) if (isTakenOver(subject, connector)) (taken ??= []).push(connector);
    return taken === undefined ? NOTHING : [takenOver(subject, taken)];
  },
};

function isTakenOver({ facts }: Subject, connector: Connector): boolean {
  if (connector.pin !== null || connector.kind !== 'receive') return false;
  const thumbprint = presentedBy(connector);
  if (thumbprint === null || storedCertificate(facts, thumbprint)?.isSelfSigned !== false) return false;
  const name = knownText(connector.settings.fqdn);
  if (name === undefined || (name !== null && normalizeHostName(name) !== facts.fqdn)) return false;
  if (!receivesTls(connector)) return false;
  return eligibleLosers(facts, connector.selection).some(({ isSelfSigned }) => isSelfSigned === true);
}

function takenOver({ facts }: Subject, taken: readonly Connector[]): Occurrence {
  const thumbprints = taken.flatMap((connector) => presentedBy(connector) ?? []);
  const [thumbprint = ''] = thumbprints;
  const server = plain(facts.server.fqdn);
  const names = taken.map(({ name }) => name);
  return {
    endpoint: null,
    summary: `On ${server} ${certificateNamed(facts, thumbprint)} carries the server's own name and has taken over from the self-signed one on ${listed(names)}.`,
    evidence: { thumbprint, name: facts.fqdn, connectors: names },
    remediation: [
      `Issue the certificate again without ${server}, enable the new one for what this one does (answer N to the overwrite question) and remove this one.`,
      ...signIn(facts),
      'See which certificate Exchange then takes for the name; it is the first one listed:',
      getCertificateFor(facts, facts.fqdn),
    ],
  };
}
