import type { FleetDocument, Server } from '#libs/fleet/document.js';
import type { Selection } from '#libs/selection/selection.js';
import { addressOf, endpointsOf, type Endpoint } from './section-2-endpoints.js';
import { certaintyOf, type Draft } from './section-4-answer.js';
import { receiveStarttls, sendStarttls } from './section-5-starttls.js';
import {
  deliverEdge,
  deliverMailbox,
  internalTransport,
  receiveAnonymous,
  sendAnonymous,
} from './section-6-internal-transport.js';
import { iis, popOrImap } from './section-7-web-and-clients.js';
import { connectionAnswer } from './section-8-connections.js';

export type OracleAnswer = Omit<Selection, 'decidedBy' | 'sources' | 'trace'>;

/** A second reading of the rulebook: plain and slow, one file a section, nothing shared with libs/selection. */
export function oracleSelect(document: FleetDocument, at: string | number): OracleAnswer[] {
  const now = typeof at === 'number' ? at : Date.parse(at);
  const answers: OracleAnswer[] = [];
  for (const server of document.servers ?? []) {
    for (const endpoint of endpointsOf(document, server)) {
      const evaluate = (instant: number): Draft => evaluated(document, server, endpoint, instant);
      answers.push(finished({ server, text: server.fqdn, endpoint: addressOf(endpoint), now }, evaluate));
    }
  }
  for (const [index, connection] of (document.connections ?? []).entries()) {
    const evaluate = (instant: number): Draft => connectionAnswer(document, connection, instant).draft;
    const { server } = connectionAnswer(document, connection, now);
    const text = server?.fqdn ?? connection.server ?? '';
    answers.push(finished({ server, text, endpoint: `connection:${index}`, now }, evaluate));
  }
  return answers;
}

function evaluated(document: FleetDocument, server: Server, endpoint: Endpoint, at: number): Draft {
  switch (endpoint.kind) {
    case 'internal-transport':
      return internalTransport(server, at);
    case 'receive-starttls':
      return receiveStarttls({ document, server, at }, endpoint.connector);
    case 'receive-anonymous':
      return receiveAnonymous(server, at, endpoint.connector);
    case 'send-starttls':
      return sendStarttls({ document, server, at }, endpoint.connector);
    case 'send-anonymous':
      return sendAnonymous(server, at, endpoint.connector);
    case 'deliver-edge':
      return deliverEdge(document, server, at);
    case 'deliver-mailbox':
      return deliverMailbox(server);
    case 'iis':
      return iis(server, at, endpoint.binding);
    case 'pop':
      return popOrImap(document, server, at, 'POP');
    case 'imap':
      return popOrImap(document, server, at, 'IMAP');
  }
}

interface Asked {
  readonly server: Server | undefined;
  readonly text: string;
  readonly endpoint: string;
  readonly now: number;
}

function finished({ server, text, endpoint, now }: Asked, evaluate: (instant: number) => Draft): OracleAnswer {
  const draft = evaluate(now);
  return {
    server: text,
    endpoint,
    via: draft.via,
    outcome: draft.outcome,
    thumbprint: draft.thumbprint,
    certainty: certaintyOf(draft),
    rule: draft.rule,
    events: draft.events,
    smtpResponse: draft.smtpResponse,
    candidates: draft.candidates,
    notes: [...draft.notes],
    changesAt: changesAt(server, now, draft, evaluate),
    healthierCandidate: draft.healthierCandidate,
  };
}

/** 4.3 */
function changesAt(
  server: Server | undefined,
  now: number,
  draft: Draft,
  evaluate: (instant: number) => Draft,
): string | null {
  if (draft.outcome === 'INDETERMINATE') return null;
  const instants = (server?.certificates ?? [])
    .flatMap((certificate) => [certificate.notBefore, certificate.notAfter])
    .filter((instant) => instant != null)
    .map((instant) => Date.parse(instant))
    .filter((instant) => instant > now)
    .sort((a, b) => a - b);
  const first = instants.find((instant) => triple(evaluate(instant)) !== triple(draft));
  return first === undefined ? null : new Date(first).toISOString().replace('.000Z', 'Z');
}

function triple({ outcome, thumbprint, events }: Draft): string {
  return JSON.stringify([outcome, thumbprint, [...new Set(events)].sort()]);
}
