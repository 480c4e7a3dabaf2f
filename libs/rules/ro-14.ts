import { isExpired } from '#libs/selection/eligibility.js';
import type { HttpsBinding } from '#libs/selection/https-bindings.js';
import { backEndOf, serveBackEnd } from './back-end-commands.js';
import { NOTHING, type Occurrence, type StandingRule } from './rule.js';
import { storedCertificate } from './stored-certificate.js';
import type { Subject } from './subject.js';
import { backEnd, hasBackEnd, mayHaveMoreBackEnd } from './web-sites.js';
import { certificateNamed, dayOf, plain } from './wording.js';

export const ro14: StandingRule = {
  kind: 'standing',
  id: 'RO-14',
  title: 'Exchange Back End has no certificate that works',
  severity: 'critical',
  fires:
    'the server is 2013 or later with the Mailbox role, its bindings are known, and Exchange Back End has no https binding on 444, or one without a certificate, with one that is not in the (known) store, or with one that has expired.',
  breaks:
    'the front end cannot reach the back end: OWA and ECP stay blank, the Exchange Management Shell does not connect, and a binding without a usable certificate logs HttpEvent 15021. An expired certificate makes the setup of a Cumulative Update fail.',
  remedy:
    'In IIS Manager, bind the self-signed certificate "Microsoft Exchange" to Exchange Back End, https, port 444, then `iisreset`.',
  notRisky:
    'The back end trusts a self-signed certificate without any check of its chain; clients never see it. There is no back end on 2007, 2010, Edge, and 2013 servers with ClientAccess alone.',
  cite: [
    { key: 'KB2779694', confidence: 'A' },
    { key: 'MIGUELO', confidence: 'B' },
    { key: 'CSS-IIS', confidence: 'B' },
  ],
  check: (subject) => {
    if (!hasBackEnd(subject.facts)) return NOTHING;
    const bindings = backEnd(subject.facts.server);
    if (bindings === undefined) return NOTHING;
    if (bindings.length === 0) return mayHaveMoreBackEnd(subject.facts.server) ? NOTHING : [withoutBinding(subject)];
    for (const binding of bindings) {
      const broken = brokenAt(subject, binding);
      if (broken !== null) return [occurrence(subject, binding, broken)];
    }
    return NOTHING;
  },
};

interface Broken {
  readonly reason: 'unset' | 'notInStore' | 'expired';
  readonly words: string;
}

/** Null: nothing is known to be wrong with it. */
function brokenAt({ facts, at }: Subject, { thumbprint }: HttpsBinding): Broken | null {
  if (thumbprint === undefined) return null;
  if (thumbprint === null) return { reason: 'unset', words: 'has no certificate bound' };
  if (facts.certificates === undefined) return null;
  const held = storedCertificate(facts, thumbprint);
  const name = certificateNamed(facts, thumbprint);
  if (held === undefined) return { reason: 'notInStore', words: `is bound to ${name}, which is not in the store` };
  if (!isExpired(held, at)) return null;
  return { reason: 'expired', words: `holds ${name}, which expired on ${dayOf(held.notAfter ?? at)}` };
}

function occurrence(subject: Subject, binding: HttpsBinding, { reason, words }: Broken): Occurrence {
  return {
    endpoint: binding.endpoint,
    summary: `${plain(backEndOf(subject.facts))} ${words}: ${BREAKS}.`,
    evidence: { reason, thumbprint: binding.thumbprint },
    remediation: serveBackEnd(subject, binding.binding),
  };
}

function withoutBinding(subject: Subject): Occurrence {
  return {
    endpoint: null,
    summary: `${plain(backEndOf(subject.facts))} has no https binding on port 444: ${BREAKS}.`,
    evidence: { reason: 'noBinding', thumbprint: null },
    remediation: serveBackEnd(subject, null),
  };
}

const BREAKS = 'OWA and ECP stay blank, and the Exchange Management Shell does not connect';
