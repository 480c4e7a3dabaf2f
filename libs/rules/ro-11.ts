import { INTERNAL_TRANSPORT } from './internal-transport.js';
import { serverNamed } from './internal-transport-commands.js';
import { putBack } from './overwrite-commands.js';
import { NOTHING, type TransitionRule } from './rule.js';
import { certificateNamed } from './wording.js';

export const ro11: TransitionRule = {
  kind: 'transition',
  id: 'RO-11',
  title: 'The internal transport certificate is overwritten without the question being put in the Shell',
  severity: 'high',
  fires:
    'a command replaces a known internal transport certificate by another one, with the answer `force` or through the Exchange admin center, which runs the cmdlet with `-Force`.',
  breaks:
    'whoever renews a certificate in this way changes the internal transport certificate each time without meaning to; with an Edge each time breaks the subscription (10104, 1036, 2018).',
  remedy:
    'Leave `-Force` away and answer N, in the Shell; enable the old internal transport certificate again afterwards.',
  notRisky: 'The answer yes in the Shell is a decision that somebody took on purpose.',
  cite: [{ key: 'PS-ENABLE', confidence: 'A' }],
  check: (transition) => {
    const { facts, overwritten, answer, surface, command } = transition;
    if (overwritten === null || (answer !== 'force' && surface !== 'eac')) return NOTHING;
    const { before, after } = overwritten;
    const how = surface === 'eac' ? 'by the Exchange admin center' : 'by -Force';
    return [
      {
        endpoint: INTERNAL_TRANSPORT,
        summary: `The internal transport certificate of ${serverNamed(transition)}, ${certificateNamed(facts, before)}, is overwritten ${how} with ${certificateNamed(facts, after)}: every renewal that is done so changes it.`,
        evidence: { before, after, command },
        remediation: [surface === 'eac' ? IN_THE_SHELL : WITHOUT_FORCE, ...putBack(transition, before)],
      },
    ];
  },
};

const WITHOUT_FORCE =
  'Run the command without -Force, and answer N when it asks whether to overwrite the existing default SMTP certificate. If it has run already:';
const IN_THE_SHELL =
  'Enable the certificate in the Exchange Management Shell instead, and answer N when it asks whether to overwrite the existing default SMTP certificate. If it has been done already:';
