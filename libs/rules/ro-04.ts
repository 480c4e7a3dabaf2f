import { knownList } from '#libs/certificates/known.js';
import { INTERNAL_TRANSPORT, lifetimeDays, storedInternalTransport } from './internal-transport.js';
import { ANSWER_NO_EVER_AFTER, ownInternalTransport, serverNamed } from './internal-transport-commands.js';
import { NOTHING, type StandingRule } from './rule.js';
import { certificateNamed } from './wording.js';

const SHORT_DAYS = 90;

export const ro04: StandingRule = {
  kind: 'standing',
  id: 'RO-04',
  title: 'An internal transport certificate of ninety days or less',
  severity: 'medium',
  fires:
    'the internal transport certificate is in the store and lives for 90 days or less from its start to its end, and the organization is known to have no Edge subscription.',
  breaks:
    'the internal transport certificate changes with every renewal; if one is missed it expires (12015), and event 12017 says at short intervals that it expires soon. An Edge that is subscribed later would have to be subscribed again each time.',
  remedy:
    'Keep a self-signed certificate of five years as internal transport certificate, and answer No to the overwrite question when another certificate gets SMTP.',
  notRisky:
    'A short-lived certificate that merely has SMTP, for STARTTLS, is fine: only the internal transport certificate counts.',
  cite: [{ key: 'EHLO-25', confidence: 'B' }],
  check: (subject) => {
    const { facts } = subject;
    const stored = storedInternalTransport(facts);
    if (stored === undefined || knownList(facts.organization.edgeSubscriptions)?.length !== 0) return NOTHING;
    const days = lifetimeDays(stored);
    if (days === undefined || days > SHORT_DAYS) return NOTHING;
    const { thumbprint } = stored;
    const whole = Math.floor(days);
    return [
      {
        endpoint: INTERNAL_TRANSPORT,
        summary: `The internal transport certificate of ${serverNamed(subject)}, ${certificateNamed(facts, thumbprint)}, lives for ${whole} days only: it changes with every renewal, and a missed one leaves it expired.`,
        evidence: { thumbprint, lifetimeDays: whole },
        remediation: [...ownInternalTransport(subject), ANSWER_NO_EVER_AFTER],
      },
    ];
  },
};
