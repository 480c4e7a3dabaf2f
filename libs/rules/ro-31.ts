import { exchangeName, removeCertificate, signIn } from './commands.js';
import { rePoint } from './re-point-commands.js';
import { referencesTo, type Reference } from './references.js';
import { NOTHING, type Occurrence, type Transition, type TransitionRule } from './rule.js';
import { certificateNamed, listed, plain } from './wording.js';

export const ro31: TransitionRule = {
  kind: 'transition',
  id: 'RO-31',
  title: 'A certificate is removed that something still needs',
  severity: 'critical',
  fires:
    "`Remove-ExchangeCertificate` takes a certificate that is, just before: the only possible match of an enabled Receive connector's effective pin; or presented by POP or IMAP; or the current or next one of the authorization configuration; or one with the service Federation; or held by an https binding other than Exchange Back End.",
  breaks:
    'a pinned Receive connector offers STARTTLS no more (event 12014), POP and IMAP clients get no TLS, a web site answers nobody (HttpEvent 15021), and without the OAuth or federation certificate OWA, ECP, hybrid features or free/busy fail. Exchange refuses only the internal transport certificate and one that a Send connector is pinned to.',
  remedy: 'Give everything that refers to it another certificate first, and remove it then.',
  notRisky:
    'A Receive connector whose pin matches another certificate too, or a disabled one, is not broken by the removal.',
  cite: [
    { key: 'KB2989382', confidence: 'A' },
    { key: 'PS-REMOVE', confidence: 'A' },
  ],
  check: (transition) => {
    const { facts, removed } = transition;
    if (removed === null) return NOTHING;
    const references = referencesTo({ facts, answers: transition.answers() }, removed);
    return references.length === 0 ? NOTHING : [occurrence(transition, removed, references)];
  },
};

function occurrence(transition: Transition, removed: string, references: readonly Reference[]): Occurrence {
  const { facts } = transition;
  const addresses = references.map(({ address }) => address);
  return {
    endpoint: null,
    summary: `${certificateNamed(facts, removed).replace(/^c/, 'C')} is removed from ${plain(exchangeName(facts))} while it is still needed by ${listed(addresses)}, and Exchange does not stop it.`,
    evidence: { thumbprint: removed, references: addresses },
    remediation: [
      ...rePoint(transition, references, removed),
      'Then remove it:',
      ...signIn(facts),
      removeCertificate(facts, removed),
    ],
  };
}
