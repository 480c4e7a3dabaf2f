import { normalizeHostName } from '#libs/certificates/host-name.js';
import { parseIpAddress, type IpAddress } from '#libs/certificates/ip-address.js';
import { knownText } from '#libs/certificates/known.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import type { Connection } from '#libs/fleet/document.js';
import type { Asking } from './answer.js';
import { ask } from './ask.js';
import { certaintyOf } from './certainty.js';
import { responderOf } from './connection-https.js';
import { receiverOf } from './connection-smtp.js';
import { httpsBindings } from './https-bindings.js';
import { handshakeFails, indeterminate, notAdvertised, type Verdict } from './path.js';
import { selectionRule, type SelectionRuleId } from './rulebook.js';
import type { Selection, SelectionNote, TraceStep } from './selection.js';
import { unevaluated, type ServerFacts } from './server-facts.js';

/** Which certificate one client gets: the answer of the endpoint that takes its connection, named by `via`. @cite rulebook 8 */
export function askConnection(
  server: ServerFacts | undefined,
  { connection, endpoint }: { readonly connection: Connection; readonly endpoint: string },
  asking: Asking,
): Selection {
  if (server === undefined) {
    const nobody = { server: connection.server ?? '', endpoint, explain: asking.explain };
    return ending(nobody, { rule: 'STLS-0', verdict: indeterminate('the server') });
  }
  if (connection.protocol === 'smtp') return overSmtp(server, connection, { endpoint, asking });
  if (connection.protocol === 'https') return overHttps(server, connection, { endpoint, asking });
  return ending({ server, endpoint, explain: asking.explain }, { rule: 'STLS-0', verdict: indeterminate('protocol') });
}

interface Asked {
  readonly endpoint: string;
  readonly asking: Asking;
}

function overSmtp(server: ServerFacts, connection: Connection, { endpoint, asking }: Asked): Selection {
  const bare = { server, endpoint, explain: asking.explain };
  const connectors = server.server.receiveConnectors;
  if (connectors === undefined) return ending(bare, { rule: 'STLS-0', verdict: indeterminate('receiveConnectors') });
  const receiver = receiverOf(connectors ?? [], {
    localAddress: knownAddress(connection.localAddress),
    localPort: connection.localPort ?? undefined,
    remoteAddress: knownAddress(connection.remoteAddress),
  });
  if ('missing' in receiver) return ending(bare, { rule: 'STLS-0', verdict: indeterminate(receiver.missing) });
  if ('none' in receiver) return ending(bare, { rule: 'STLS-0', verdict: notAdvertised() }, 'NO_CONNECTOR');
  const { connector, tied } = receiver;
  const answered = ask(
    server,
    { kind: 'receive-starttls', address: `receive:${connector.name}:starttls`, connector },
    asking,
  );
  const notes: readonly SelectionNote[] = tied ? ['TIE_BROKEN_ARBITRARILY'] : [];
  return relayed(answered, { endpoint, rule: 'STLS-0', found: `${connector.name} takes it`, notes, decides: false });
}

function overHttps(server: ServerFacts, connection: Connection, { endpoint, asking }: Asked): Selection {
  const bindings = httpsBindings(server.server);
  const serverName = knownText(connection.serverName);
  const responder = responderOf(
    bindings,
    {
      localAddress: knownAddress(connection.localAddress),
      localPort: connection.localPort ?? undefined,
      serverName: serverName == null ? serverName : normalizeHostName(serverName),
    },
    server.knobs.httpSysPrecedence,
  );
  const bare = { server, endpoint, explain: asking.explain };
  if ('missing' in responder) return ending(bare, { rule: 'HTTP-4', verdict: indeterminate(responder.missing) });
  if ('none' in responder) return ending(bare, { rule: 'HTTP-4', verdict: handshakeFails(null, null) });
  const { binding, rule, tied, conflict } = responder;
  const answered = ask(server, { kind: 'iis', address: binding.endpoint, binding, bindings: bindings ?? [] }, asking);
  const notes: SelectionNote[] = [];
  if (conflict) notes.push('HTTPSYS_PRECEDENCE_CONFLICT');
  if (tied) notes.push('TIE_BROKEN_ARBITRARILY');
  return relayed(answered, { endpoint, rule, found: `${binding.endpoint} answers`, notes, decides: true });
}

/** Absent, null and unreadable addresses count as unknown. */
function knownAddress(text: string | null | undefined): IpAddress | undefined {
  const known = knownText(text);
  if (known == null) return undefined;
  const address = parseIpAddress(known);
  return isUnreadable(address) ? undefined : address;
}

/** The answer of an endpoint, passed on to the connection that it takes. */
function relayed(
  answered: Selection,
  by: {
    readonly endpoint: string;
    readonly rule: SelectionRuleId;
    readonly found: string;
    readonly notes: readonly SelectionNote[];
    /** Its rule is that of the answer, whatever the endpoint behind it says. */
    readonly decides: boolean;
  },
): Selection {
  const { asks, sources } = selectionRule(by.rule);
  const first: TraceStep = { rule: by.rule, asks, found: by.found, decides: by.decides };
  return {
    ...answered,
    endpoint: by.endpoint,
    via: answered.endpoint,
    rule: by.decides ? by.rule : answered.rule,
    // Both notes that a connection can add allow low certainty only.
    certainty: by.notes.length > 0 ? 'low' : answered.certainty,
    decidedBy: [by.rule, ...answered.decidedBy.filter((rule) => rule !== by.rule)],
    notes: [...answered.notes.filter((note) => !by.notes.includes(note)), ...by.notes],
    sources: [...new Set([...sources, ...answered.sources])],
    ...(answered.trace === undefined
      ? {}
      : { trace: [first, ...answered.trace.map((step) => (by.decides ? { ...step, decides: false } : step))] }),
  };
}

/** The answer of a connection that no endpoint takes. */
function ending(
  of: {
    /** The text of the document where it lacks the server. */
    readonly server: ServerFacts | string;
    readonly endpoint: string;
    readonly explain: boolean;
  },
  decision: { readonly rule: 'STLS-0' | 'HTTP-4'; readonly verdict: Verdict },
  note?: SelectionNote,
): Selection {
  const { rule, verdict } = decision;
  const { asks, sources } = selectionRule(rule);
  const unknown = verdict.outcome === 'INDETERMINATE';
  const found = unknown ? `${verdict.missing ?? ''} is unknown` : 'nothing takes the connection';
  return {
    server: typeof of.server === 'string' ? of.server : of.server.server.fqdn,
    endpoint: of.endpoint,
    via: null,
    outcome: verdict.outcome,
    thumbprint: null,
    certainty: certaintyOf(decision, 'high', []),
    rule,
    decidedBy: [rule],
    events: verdict.events,
    smtpResponse: null,
    candidates: typeof of.server === 'string' ? [] : unevaluated(of.server),
    notes: unknown ? ['FACT_UNKNOWN'] : note === undefined ? [] : [note],
    changesAt: null,
    healthierCandidate: null,
    sources,
    ...(of.explain ? { trace: [{ rule, asks, found, decides: true }] } : {}),
  };
}
