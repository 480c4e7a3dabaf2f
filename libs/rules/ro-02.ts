import { isSubscribedEdge } from './edge.js';
import { INTERNAL_TRANSPORT } from './internal-transport.js';
import { partnersOf, serverNamed } from './internal-transport-commands.js';
import { putBackOrSubscribe } from './overwrite-commands.js';
import { NOTHING, type TransitionRule } from './rule.js';
import { certificateNamed } from './wording.js';

export const ro02: TransitionRule = {
  kind: 'transition',
  id: 'RO-02',
  title: 'A command overwrites the internal transport certificate of a subscribed Edge',
  severity: 'critical',
  fires:
    'a command replaces a known internal transport certificate by another one, on an Edge that a subscription names.',
  breaks:
    'the servers of the site know the Edge by the old certificate, and the EdgeSync credentials are encrypted for it: EdgeSync stops (10104), and mail in both directions fails in direct trust (1036, 2018).',
  remedy:
    'Take it back on the Edge: `Enable-ExchangeCertificate <old> -Services SMTP -Force`. Or subscribe it again: `New-EdgeSubscription -FileName` on the Edge, `New-EdgeSubscription -FileData -Site` in the site, `Start-EdgeSynchronization -ForceFullSync`.',
  notRisky: 'Enabling SMTP with the answer No leaves the internal transport certificate alone.',
  cite: [
    { key: 'KB2989382', confidence: 'A' },
    { key: 'E10104', confidence: 'A' },
    { key: 'L-ASSIGN', confidence: 'A' },
  ],
  check: (transition) => {
    const { facts, overwritten } = transition;
    if (overwritten === null || !isSubscribedEdge(transition)) return NOTHING;
    const { before, after } = overwritten;
    return [
      {
        endpoint: INTERNAL_TRANSPORT,
        summary: `The internal transport certificate of the Edge ${serverNamed(transition)}, ${certificateNamed(facts, before)}, is overwritten by ${certificateNamed(facts, after)}: EdgeSync and mail with ${partnersOf(transition)} stop.`,
        evidence: { before, after },
        remediation: putBackOrSubscribe(transition, before),
      },
    ];
  },
};
