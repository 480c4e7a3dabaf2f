import { coverage } from '#libs/certificates/certificate-names.js';
import type { HttpsBinding } from '#libs/selection/https-bindings.js';
import { presentedAt } from './client-front.js';
import { webNames } from './client-names.js';
import { exchangeName } from './commands.js';
import { NOTHING, type Occurrence, type StandingRule } from './rule.js';
import { storedCertificate } from './stored-certificate.js';
import type { Subject } from './subject.js';
import { namesToServe, serveNames } from './web-commands.js';
import { bindingOfHost, clientFront } from './web-sites.js';
import { certificateNamed, listed, plain } from './wording.js';

export const ro12: StandingRule = {
  kind: 'standing',
  id: 'RO-12',
  title: 'Web clients use a name that the certificate of the web site does not cover',
  severity: 'critical',
  fires:
    'the server has a client front (the first https binding of Default Web Site on 443 with every address and no host name), and a name among the hosts of the https URLs of its virtual directories (internal and external), the Autodiscover names and the names of its pools is definitely not covered by the certificate that is presented for it: by the first non-loopback binding of Default Web Site on 443 with that host name, else by the client front.',
  breaks:
    'Outlook, OWA, ActiveSync and EWS clients that use the name warn of a name mismatch or refuse to connect; Autodiscover fails without a message.',
  remedy:
    'Enable a certificate that covers all names for IIS, or bind it where a binding has a host name of its own. Else change the URLs to names that are covered.',
  notRisky:
    'A certificate whose names are only partly known is no finding, and http URLs do not count. A wildcard covers one label: `*.contoso.com` covers `mail.contoso.com`, not `contoso.com`.',
  cite: [
    { key: 'L-CERTS', confidence: 'A' },
    { key: 'CSS-SETUP', confidence: 'B' },
  ],
  check: (subject) => {
    const front = clientFront(subject.facts.server);
    if (front == null) return NOTHING;
    const misses = missesOf(subject, front);
    return misses.length === 0 ? NOTHING : [occurrence(subject, front, misses)];
  },
};

/** A name, and the binding that answers for it with a certificate that does not cover it. */
interface Miss {
  readonly name: string;
  readonly binding: HttpsBinding;
  readonly thumbprint: string;
}

function missesOf(subject: Subject, front: HttpsBinding): readonly Miss[] {
  const misses: Miss[] = [];
  for (const name of webNames(subject)) {
    const own = bindingOfHost(subject.facts.server, name);
    if (own === undefined) continue;
    const binding = own ?? front;
    const thumbprint = presentedAt(subject, binding);
    const certificate = thumbprint === null ? undefined : storedCertificate(subject.facts, thumbprint);
    if (thumbprint === null || certificate === undefined) continue;
    if (coverage(certificate.names, name) === 'none') misses.push({ name, binding, thumbprint });
  }
  return misses;
}

function occurrence(subject: Subject, front: HttpsBinding, misses: readonly Miss[]): Occurrence {
  const { facts } = subject;
  const names = misses.map(({ name }) => name);
  const shown = [...new Set(misses.map(({ thumbprint }) => thumbprint))];
  const certificates = listed(shown.map((thumbprint) => certificateNamed(facts, thumbprint)));
  const bindings = [...new Set(misses.map(({ binding }) => binding))];
  return {
    endpoint: front.endpoint,
    summary: `Web clients reach ${plain(exchangeName(facts))} as ${listed(names)}, which ${certificates} does not cover: Outlook, OWA and ActiveSync warn or fail.`,
    evidence: {
      names,
      presented: misses.map(({ name, binding: { endpoint }, thumbprint }) => ({ name, endpoint, thumbprint })),
    },
    remediation: bindings.flatMap((binding) => serveNames(subject, binding, namesToServe(subject, binding))),
  };
}
