import { normalizeHostName } from '#libs/certificates/host-name.js';
import { isEdge } from './edge.js';
import { INTERNAL_TRANSPORT, internalTransportThumbprint } from './internal-transport.js';
import { ownInternalTransport, serverNamed } from './internal-transport-commands.js';
import type { Neighbour } from './neighbour.js';
import { NOTHING, type Occurrence, type StandingRule } from './rule.js';
import { storedCertificate } from './stored-certificate.js';
import type { Subject } from './subject.js';
import { certificateNamed, listed } from './wording.js';

export const ro06: StandingRule = {
  kind: 'standing',
  id: 'RO-06',
  title: 'Servers share one internal transport certificate',
  severity: ['high', 'medium'],
  fires:
    'another server with transport has the same internal transport certificate, by its thumbprint, whether it is in the stores or not. High if one of them is known to be an Edge, else medium.',
  breaks:
    'direct trust knows a server by its certificate, and cannot tell these servers apart: between Edge and Mailbox servers EdgeSync and mail may be refused (10104, 1036, 2018), and one renewal concerns all of them at once.',
  remedy: 'Give each server a self-signed internal transport certificate of its own.',
  notRisky:
    'The same certificate in the stores of several servers, for STARTTLS or the web, is fine; in a hybrid organization the servers and Edges that talk to Exchange Online must have it.',
  cite: [],
  check: (subject) => {
    const { facts, fleet } = subject;
    const thumbprint = internalTransportThumbprint(facts);
    if (thumbprint == null) return NOTHING;
    const holders = fleet.holders.get(thumbprint) ?? [];
    if (holders.length < 2) return NOTHING;
    const others = holders.filter(({ fqdn }) => normalizeHostName(fqdn) !== facts.fqdn);
    return others.length === 0 ? NOTHING : [occurrence(subject, thumbprint, others)];
  },
};

function occurrence(subject: Subject, thumbprint: string, others: readonly Neighbour[]): Occurrence {
  const { facts } = subject;
  const withEdge = isEdge(facts) === true || others.some((other) => other.isEdge === true);
  const servers = others.map(({ fqdn }) => fqdn);
  const mayKeep = storedCertificate(facts, thumbprint)?.isSelfSigned === true ? [ONE_MAY_KEEP_IT] : [];
  return {
    endpoint: INTERNAL_TRANSPORT,
    severity: withEdge ? 'high' : 'medium',
    summary: `${serverNamed(subject)} has the same internal transport certificate as ${listed(servers)}, ${certificateNamed(facts, thumbprint)}: direct trust cannot tell them apart.`,
    evidence: { thumbprint, servers },
    remediation: [...mayKeep, ...ownInternalTransport(subject)],
  };
}

const ONE_MAY_KEEP_IT = 'The server whose name this self-signed certificate carries may keep it. On every other one:';
