import { isExpired } from '#libs/selection/eligibility.js';
import type { HttpsBinding } from '#libs/selection/https-bindings.js';
import { backEndOf, serveBackEnd } from './back-end-commands.js';
import { NOTHING, type Occurrence, type StandingRule } from './rule.js';
import { storedCertificate } from './stored-certificate.js';
import type { Subject } from './subject.js';
import { backEnd, hasBackEnd, mayHaveMoreBackEnd } from './web-sites.js';
import { certificateNamed, plain } from './wording.js';

export const ro15: StandingRule = {
  kind: 'standing',
  id: 'RO-15',
  title: 'Exchange Back End is not bound as setup leaves it',
  severity: 'high',
  fires:
    'the server is 2013 or later with the Mailbox role, Exchange Back End has an https binding on 444, and one holds a certificate of the store that is not self-signed and not known to be expired; else none of them has a wildcard address and an empty host name.',
  breaks:
    'a public certificate on the back end is reported to leave OWA and ECP blank and Outlook Anywhere and the Shell without a connection (2013), and it ends sooner than anybody looks there. Without a binding of every address, the front end, which calls by the server name, may not be heard.',
  remedy:
    'In IIS Manager, bind the self-signed certificate "Microsoft Exchange" to Exchange Back End, https, port 444, all addresses and no host name, then `iisreset`.',
  notRisky:
    'A self-signed certificate on the back end is right: it is trusted without any check of its chain, and clients never see it.',
  cite: [
    { key: 'KB2779694', confidence: 'A' },
    { key: 'MIGUELO', confidence: 'B' },
    { key: 'CSS-IIS', confidence: 'B' },
  ],
  check: (subject) => {
    if (!hasBackEnd(subject.facts)) return NOTHING;
    const bindings = backEnd(subject.facts.server) ?? [];
    if (bindings.length === 0) return NOTHING;
    const issued = bindings.find((binding) => holdsIssued(subject, binding));
    if (issued !== undefined) return [withIssued(subject, issued)];
    return servesEveryAddress(subject, bindings) ? NOTHING : [withoutWildcard(subject, bindings)];
  },
};

/** Whether a binding is known to hold a certificate that some CA issued and that is not known to have expired. */
function holdsIssued({ facts, at }: Subject, { thumbprint }: HttpsBinding): boolean {
  const held = thumbprint == null ? undefined : storedCertificate(facts, thumbprint);
  return held?.isSelfSigned === false && !isExpired(held, at);
}

/** False only if that is known of every binding. */
function servesEveryAddress({ facts }: Subject, bindings: readonly HttpsBinding[]): boolean {
  const serves = bindings.some(({ host, address }) => host === '' && (address === undefined || address.every));
  return serves || mayHaveMoreBackEnd(facts.server);
}

function withIssued(subject: Subject, binding: HttpsBinding): Occurrence {
  const thumbprint = binding.thumbprint ?? '';
  return {
    endpoint: binding.endpoint,
    summary: `${plain(backEndOf(subject.facts))} holds ${certificateNamed(subject.facts, thumbprint)}, which is not self-signed: OWA, ECP and the Exchange Management Shell may fail.`,
    evidence: { reason: 'notSelfSigned', thumbprint },
    remediation: serveBackEnd(subject, binding.binding),
  };
}

function withoutWildcard(subject: Subject, bindings: readonly HttpsBinding[]): Occurrence {
  return {
    endpoint: null,
    summary: `${plain(backEndOf(subject.facts))} listens on 444 only at specific addresses or for host names: the front end may not reach it.`,
    evidence: { reason: 'noWildcardBinding', bindings: bindings.map(({ endpoint }) => endpoint) },
    remediation: serveBackEnd(subject, null),
  };
}
