import { coverage } from '#libs/certificates/certificate-names.js';
import { normalizeHostName } from '#libs/certificates/host-name.js';
import { knownText } from '#libs/certificates/known.js';
import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { BROUGHT, bringCertificate } from './bring-certificate.js';
import { enableCertificate, newSelfSigned, restartTransport, signIn } from './commands.js';
import { connectorsOf, receivesTls } from './connectors.js';
import { INTERNAL_TRANSPORT } from './internal-transport.js';
import { serverNamed, subscribeAgain } from './internal-transport-commands.js';
import { NOTHING, type Occurrence, type StandingRule } from './rule.js';
import { storedCertificate } from './stored-certificate.js';
import type { Subject } from './subject.js';
import { certificateNamed, listed } from './wording.js';

export const ro35: StandingRule = {
  kind: 'standing',
  id: 'RO-35',
  title: 'The one SMTP certificate of an Exchange 2007 server lacks a name',
  severity: 'high',
  fires:
    'the policy takes Exchange 2007 to use one certificate for SMTP (`exchange2007Profile` is `single`), and the internal transport certificate of a 2007 server, which is in the store, definitely does not cover the FQDN of the server or the FQDN that is set on an enabled Receive connector with Tls.',
  breaks:
    'for a name that is missing STARTTLS is not offered (12014), or the certificate is not published as internal transport certificate.',
  remedy: 'Use one certificate that includes every name: that of the server, and that of each Receive connector.',
  notRisky:
    'With the documented behaviour (the default policy) Exchange 2007 chooses among many certificates, each of its own names.',
  cite: [
    { key: 'origin article', confidence: 'B' },
    { key: 'T07-IMPORT', confidence: 'A' },
  ],
  check: (subject) => {
    const { facts } = subject;
    if (facts.version !== '2007' || facts.knobs.exchange2007Profile !== 'single') return NOTHING;
    const thumbprint = facts.internalTransportCertificate;
    const stored = thumbprint == null ? undefined : storedCertificate(facts, thumbprint);
    if (stored === undefined) return NOTHING;
    const names = namesNeeded(subject).filter((name) => coverage(stored.names, name) === 'none');
    return names.length === 0 ? NOTHING : [occurrence(subject, stored, names)];
  },
};

/** Normalised, each once. */
function namesNeeded(subject: Subject): readonly string[] {
  const connectors = connectorsOf(subject).filter(receivesTls);
  const names = connectors.flatMap(({ settings }) => knownText(settings.fqdn) ?? []);
  return [...new Set([subject.facts.fqdn, ...names.map(normalizeHostName)])];
}

function occurrence(subject: Subject, stored: CertificateFacts, names: readonly string[]): Occurrence {
  const { facts } = subject;
  const { thumbprint } = stored;
  return {
    endpoint: INTERNAL_TRANSPORT,
    summary: `${serverNamed(subject)} has one certificate for SMTP, ${certificateNamed(facts, thumbprint)}, which does not cover ${listed(names)}: STARTTLS is not offered there, or the certificate is not published.`,
    evidence: { names, thumbprint },
    remediation: remediation(subject, stored),
  };
}

function remediation(subject: Subject, { isSelfSigned, names }: CertificateFacts): readonly string[] {
  const { facts } = subject;
  const needed = namesNeeded(subject);
  const others = needed.filter((name) => name !== facts.fqdn);
  const steps =
    isSelfSigned === true
      ? [newSelfSigned(facts, { force: true, names: others })]
      : [
          ...bringCertificate(facts, [...new Set([...names.names, ...needed])]),
          enableCertificate(facts, BROUGHT, ['SMTP'], { force: true }),
        ];
  return [...signIn(facts), ...steps, restartTransport(facts), ...subscribeAgain(subject)];
}
