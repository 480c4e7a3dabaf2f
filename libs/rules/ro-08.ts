import { enableCertificate, importPfx, newInternalTransportCertificate, restartTransport, signIn } from './commands.js';
import { isTiedToEdge } from './edge.js';
import { INTERNAL_TRANSPORT, internalTransportThumbprint } from './internal-transport.js';
import { ownCertificate, serverNamed, subscribeAgain } from './internal-transport-commands.js';
import { NOTHING, type Occurrence, type StandingRule } from './rule.js';
import { storedCertificate } from './stored-certificate.js';
import type { Subject } from './subject.js';
import { certificateNamed } from './wording.js';

export const ro08: StandingRule = {
  kind: 'standing',
  id: 'RO-08',
  title: 'A server with transport has no internal transport certificate',
  severity: 'critical',
  fires:
    'the internal transport certificate is known to be unset, or its thumbprint is not in the store, which is known.',
  breaks:
    'the server offers no X-ANONYMOUSTLS: mail between servers, and inside this one, stops. Event 12012 (unset) or 12013 (not in the store); from 2010 on an ephemeral self-signed certificate may stand in (12024), which direct trust refuses.',
  remedy:
    'Enable a self-signed certificate with the names of the server for SMTP, or make one: with the attribute unset Exchange takes it without asking.',
  notRisky: 'A server of Exchange 2007 or 2010 without a transport role has no internal transport certificate to miss.',
  cite: [
    { key: 'L-INANON', confidence: 'A' },
    { key: 'CSS-ITC', confidence: 'B' },
  ],
  check: (subject) => {
    const { facts } = subject;
    const thumbprint = internalTransportThumbprint(facts);
    if (thumbprint === undefined) return NOTHING;
    if (thumbprint === null) return [unset(subject)];
    if (facts.certificates === undefined || storedCertificate(facts, thumbprint) !== undefined) return NOTHING;
    return [notInStore(subject, thumbprint)];
  },
};

function unset(subject: Subject): Occurrence {
  return {
    endpoint: INTERNAL_TRANSPORT,
    summary: `${serverNamed(subject)} has no internal transport certificate: it offers no TLS to other servers of the organization, and internal mail stops.`,
    evidence: { reason: 'unset', thumbprint: null },
    remediation: remediation(subject),
  };
}

function notInStore(subject: Subject, thumbprint: string): Occurrence {
  const named = certificateNamed(subject.facts, thumbprint);
  const backup = [
    ...signIn(subject.facts),
    `If there is a PFX file of ${named}, import it: the Edge subscriptions stay as they are.`,
    importPfx(subject.facts),
    restartTransport(subject.facts),
    'Otherwise:',
  ];
  return {
    endpoint: INTERNAL_TRANSPORT,
    summary: `The internal transport certificate of ${serverNamed(subject)}, ${named}, is not in its store: it offers no TLS to other servers of the organization, and internal mail stops.`,
    evidence: { reason: 'notInStore', thumbprint },
    remediation: [...(isTiedToEdge(subject) ? backup : []), ...remediation(subject)],
  };
}

/** Where the store has a certificate that would do, it goes before a new one. @cite rulebook 16, L-INANON (A) */
function remediation(subject: Subject): readonly string[] {
  const { facts } = subject;
  const own = ownCertificate(subject);
  const force = facts.internalTransportCertificate !== null;
  const enable =
    own === undefined
      ? []
      : [enableCertificate(facts, own.thumbprint, ['SMTP'], { force }), 'Or, to have a new certificate for it:'];
  return [
    ...signIn(facts),
    ...enable,
    newInternalTransportCertificate(facts),
    'Wait until Active Directory has replicated the change, then restart transport:',
    restartTransport(facts),
    ...subscribeAgain(subject),
  ];
}
