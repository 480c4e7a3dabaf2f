import type { HttpsBinding } from '#libs/selection/https-bindings.js';
import { isBackEnd } from '#libs/selection/iis.js';
import { backEndOf, serveBackEnd } from './back-end-commands.js';
import { removeCertificate } from './commands.js';
import { NOTHING, type Occurrence, type Transition, type TransitionRule } from './rule.js';
import { allHttps, hasBackEnd } from './web-sites.js';
import { certificateNamed, plain } from './wording.js';

export const ro16: TransitionRule = {
  kind: 'transition',
  id: 'RO-16',
  title: 'The certificate of Exchange Back End is removed',
  severity: 'critical',
  fires:
    '`Remove-ExchangeCertificate` takes a certificate that an https binding of Exchange Back End holds, on any port, on a server that is 2013 or later with the Mailbox role.',
  breaks:
    'the binding keeps the thumbprint and has no certificate any more: HttpEvent 15021, OWA and ECP stay blank, and the Exchange Management Shell does not connect. Exchange does not refuse the command.',
  remedy:
    'Bind first, remove then: in IIS Manager, Exchange Back End, https, port 444, another self-signed certificate "Microsoft Exchange"; then `iisreset`.',
  cite: [
    { key: 'KB2779694', confidence: 'A' },
    { key: 'MIGUELO', confidence: 'B' },
    { key: 'CSS-IIS', confidence: 'B' },
  ],
  check: (transition) => {
    const { facts, removed } = transition;
    if (removed === null || !hasBackEnd(facts)) return NOTHING;
    const held = (allHttps(facts.server) ?? []).filter(
      (binding) => binding.thumbprint === removed && isBackEnd(binding),
    );
    return held.length === 0 ? NOTHING : [occurrence(transition, removed, held)];
  },
};

function occurrence(transition: Transition, removed: string, held: readonly HttpsBinding[]): Occurrence {
  const { facts } = transition;
  return {
    endpoint: null,
    summary: `${plain(backEndOf(facts))} still holds ${certificateNamed(facts, removed)} when it is removed: OWA and ECP stay blank, and the Exchange Management Shell does not connect.`,
    evidence: { thumbprint: removed, bindings: held.map(({ endpoint }) => endpoint) },
    remediation: [
      ...held.flatMap(({ binding }) => serveBackEnd(transition, binding, removed)),
      removeCertificate(facts, removed),
    ],
  };
}
