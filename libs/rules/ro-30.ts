import { isEdge } from './edge.js';
import { INTERNAL_TRANSPORT, storedInternalTransport } from './internal-transport.js';
import { ownInternalTransport, serverNamed } from './internal-transport-commands.js';
import { NOTHING, type StandingRule } from './rule.js';
import { certificateNamed } from './wording.js';

export const ro30: StandingRule = {
  kind: 'standing',
  id: 'RO-30',
  title: 'Some servers have a self-signed internal transport certificate, this one has not',
  severity: 'low',
  fires:
    'among the servers with transport that are known to be no Edge, and whose internal transport certificate is in their store, some have a self-signed one and some have not: each that has not.',
  breaks: 'nothing at once. Internal transport certificates end at uneven dates, and are renewed in uneven ways.',
  remedy: 'Converge on self-signed internal transport certificates, one for each server.',
  notRisky: 'An organization in which no internal transport certificate is self-signed is even.',
  cite: [],
  check: (subject) => {
    const { facts, fleet } = subject;
    if (!fleet.mixed || isEdge(facts) !== false) return NOTHING;
    const stored = storedInternalTransport(facts);
    if (stored?.isSelfSigned !== false) return NOTHING;
    const { thumbprint } = stored;
    return [
      {
        endpoint: INTERNAL_TRANSPORT,
        summary: `The internal transport certificate of ${serverNamed(subject)}, ${certificateNamed(facts, thumbprint)}, is not self-signed, unlike that of other servers: they are renewed at uneven dates and in uneven ways.`,
        evidence: { thumbprint },
        remediation: ownInternalTransport(subject),
      },
    ];
  },
};
