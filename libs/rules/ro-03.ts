import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { isTiedToEdge } from './edge.js';
import { INTERNAL_TRANSPORT, lifetimeDays, storedInternalTransport } from './internal-transport.js';
import {
  ANSWER_NO_EVER_AFTER,
  LASTING_DAYS,
  ownInternalTransport,
  partnersOf,
  serverNamed,
} from './internal-transport-commands.js';
import { NOTHING, type Occurrence, type StandingRule } from './rule.js';
import type { Subject } from './subject.js';
import { certificateNamed } from './wording.js';

export const ro03: StandingRule = {
  kind: 'standing',
  id: 'RO-03',
  title: 'A short-lived internal transport certificate on a server that an Edge subscription depends on',
  severity: 'high',
  fires:
    'the internal transport certificate is in the store and lives for less than 400 days from its start to its end, and the server is a subscribed Edge or another server of a subscribed site.',
  breaks:
    'every renewal that takes over as internal transport certificate breaks the subscription: EdgeSync stops (10104) and Edge and Mailbox servers refuse each other (1036, 2018) until the Edge is subscribed again. Event 12017 says at short intervals that it expires soon.',
  remedy:
    'Keep a self-signed certificate of five years as internal transport certificate, and answer No to the overwrite question when another certificate gets SMTP.',
  notRisky:
    'A short-lived certificate that merely has SMTP, for STARTTLS, is fine: only the internal transport certificate counts.',
  cite: [{ key: 'EHLO-25', confidence: 'B' }],
  check: (subject) => {
    const stored = storedInternalTransport(subject.facts);
    if (stored === undefined) return NOTHING;
    const days = lifetimeDays(stored);
    if (days === undefined || days >= LASTING_DAYS || !isTiedToEdge(subject)) return NOTHING;
    return [occurrence(subject, stored, Math.floor(days))];
  },
};

function occurrence(subject: Subject, { thumbprint }: CertificateFacts, days: number): Occurrence {
  const { facts } = subject;
  return {
    endpoint: INTERNAL_TRANSPORT,
    summary: `The internal transport certificate of ${serverNamed(subject)}, ${certificateNamed(facts, thumbprint)}, lives for ${days} days only: each renewal breaks the subscription with ${partnersOf(subject)}.`,
    evidence: { thumbprint, lifetimeDays: days },
    remediation: [...ownInternalTransport(subject), ...afterwards(subject)],
  };
}

function afterwards({ facts }: Subject): readonly string[] {
  const year = 'A self-signed certificate of Exchange 2007 lives for one year: subscribe again after each renewal.';
  return [...(facts.version === '2007' ? [year] : []), ANSWER_NO_EVER_AFTER];
}
