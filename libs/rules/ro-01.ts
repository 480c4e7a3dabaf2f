import { isOfSubscribedSite } from './edge.js';
import { INTERNAL_TRANSPORT } from './internal-transport.js';
import { partnersOf, serverNamed } from './internal-transport-commands.js';
import { putBackOrSubscribe } from './overwrite-commands.js';
import { NOTHING, type TransitionRule } from './rule.js';
import { certificateNamed } from './wording.js';

export const ro01: TransitionRule = {
  kind: 'transition',
  id: 'RO-01',
  title: 'A command overwrites the internal transport certificate of a server in a subscribed site',
  severity: 'critical',
  fires:
    'a command replaces a known internal transport certificate by another one, on a server that is known to be no Edge and whose site has an Edge subscription.',
  breaks:
    'the Edge knows this server by the old certificate, and the EdgeSync credentials of this server are encrypted for it: EdgeSync stops (10104), and mail between Edge and server fails in direct trust (1036, 2018).',
  remedy:
    'Take it back: `Enable-ExchangeCertificate <old> -Services SMTP -Force`. Or subscribe again, one Edge at a time: `New-EdgeSubscription -FileName` on the Edge, `New-EdgeSubscription -FileData -Site` in the site, `Start-EdgeSynchronization -ForceFullSync`.',
  notRisky:
    'Enabling SMTP with the answer No leaves the internal transport certificate alone. Without an Edge, overwriting it is no such risk while the old certificate stays and the new one has its key and lasts.',
  cite: [
    { key: 'KB2989382', confidence: 'A' },
    { key: 'E10104', confidence: 'A' },
    { key: 'L-ASSIGN', confidence: 'A' },
  ],
  check: (transition) => {
    const { facts, overwritten } = transition;
    if (overwritten === null || !isOfSubscribedSite(facts)) return NOTHING;
    const { before, after } = overwritten;
    return [
      {
        endpoint: INTERNAL_TRANSPORT,
        summary: `The internal transport certificate of ${serverNamed(transition)}, ${certificateNamed(facts, before)}, is overwritten by ${certificateNamed(facts, after)}: EdgeSync and mail with ${partnersOf(transition)} stop.`,
        evidence: { before, after },
        remediation: putBackOrSubscribe(transition, before),
      },
    ];
  },
};
