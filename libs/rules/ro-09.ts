import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { isExpired } from '#libs/selection/eligibility.js';
import { renewSelfSigned, restartTransport, signIn } from './commands.js';
import { hasOAuthName, INTERNAL_TRANSPORT, isOfAuthConfig, storedInternalTransport } from './internal-transport.js';
import { ownInternalTransport, serverNamed, subscribeAgain } from './internal-transport-commands.js';
import { NOTHING, type Occurrence, type StandingRule } from './rule.js';
import type { Subject } from './subject.js';
import { certificateNamed, dayOf } from './wording.js';

export const ro09: StandingRule = {
  kind: 'standing',
  id: 'RO-09',
  title: 'The internal transport certificate has expired',
  severity: 'medium',
  fires: 'the internal transport certificate is in the store and has expired at the instant that is looked at.',
  breaks:
    'nothing at once: Exchange goes on using it and logs event 12015. What checks its dates (monitoring, a Cumulative Update, EdgeSync of a new subscription) complains or stops.',
  remedy:
    'Renew it: `Get-ExchangeCertificate <thumbprint> | New-ExchangeCertificate`, answer Yes on purpose, and subscribe the Edges of the site again.',
  notRisky:
    'Event 12015 is about the internal transport certificate alone; an expired STARTTLS certificate logs 12016.',
  cite: [
    { key: 'L-INANON', confidence: 'A' },
    { key: 'EHLO-25', confidence: 'B' },
  ],
  check: (subject) => {
    const stored = storedInternalTransport(subject.facts);
    return stored === undefined || !isExpired(stored, subject.at) ? NOTHING : [occurrence(subject, stored)];
  },
};

function occurrence(subject: Subject, stored: CertificateFacts): Occurrence {
  const { facts } = subject;
  const { thumbprint, notAfter = 0 } = stored;
  return {
    endpoint: INTERNAL_TRANSPORT,
    summary: `The internal transport certificate of ${serverNamed(subject)}, ${certificateNamed(facts, thumbprint)}, expired on ${dayOf(notAfter)}: it is still used, with event 12015.`,
    evidence: { thumbprint, notAfter: stored.certificate.notAfter },
    remediation: remediation(subject, stored),
  };
}

/** Only a self-signed certificate with its key can be renewed from itself, and that of OAuth is not one to go on with. */
function remediation(subject: Subject, stored: CertificateFacts): readonly string[] {
  const { facts } = subject;
  const { thumbprint, isSelfSigned, hasPrivateKey } = stored;
  const renews = isSelfSigned === true && hasPrivateKey !== false;
  if (!renews || hasOAuthName(stored) || isOfAuthConfig(facts, thumbprint)) return ownInternalTransport(subject);
  return [...signIn(facts), renewSelfSigned(facts, thumbprint), restartTransport(facts), ...subscribeAgain(subject)];
}
