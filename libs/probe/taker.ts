import type { Connection, Server } from '#libs/fleet/document.js';
import { explain } from '#libs/selection/select.js';
import type { Selection, SelectionNote } from '#libs/selection/selection.js';
import type { KnownServer } from '#libs/views/selections-of.js';
import type { PlannedLook } from './planned.js';

/** The two ends of a connection as the server sees them; null, which is unknown, where addresses are changed on the way. */
export interface Ends {
  readonly localAddress: string | null;
  readonly remoteAddress: string | null;
}

/** Which endpoint took a connection: what is seen there is that endpoint's answer. */
export type Taker =
  | { readonly endpoint: string; readonly notes: readonly SelectionNote[] }
  /** The fact that is needed to tell, as a sentence. */
  | { readonly unknown: string }
  /** Nothing that is known of the server takes it. */
  | { readonly none: string };

/**
 * The endpoint of a server that takes a connection, as the selection library tells it for any client (rulebook 8). Where only a part of the
 * connectors or bindings is known another one may take it: that is unknown, not a guess.
 */
export function takerOf({ server, partial }: KnownServer, look: PlannedLook, ends: Ends): Taker {
  const [only] = look.endpoints;
  if (only !== undefined && /^(?:pop|imap)/.test(look.protocol)) return { endpoint: only, notes: [] };
  const key = look.protocol === 'https' ? 'iisBindings' : 'receiveConnectors';
  if (partial.includes(key)) return { unknown: `only some of its ${key} are known` };
  const answer = answerOf(server, look, ends);
  if (answer?.via != null)
    return { endpoint: answer.via, notes: answer.notes.filter((note) => OF_CONNECTIONS.has(note)) };
  if (answer?.outcome === 'INDETERMINATE') return { unknown: whyUnknown(answer) };
  return { none: NOBODY[key] };
}

function whyUnknown({ trace }: Selection): string {
  return trace?.at(-1)?.found ?? 'a fact is unknown';
}

const NOBODY = {
  iisBindings: 'no binding answers this connection',
  receiveConnectors: 'no Receive connector takes this connection',
} as const;

function answerOf(server: Server, look: PlannedLook, ends: Ends): Selection | undefined {
  const connection: Connection = {
    server: server.fqdn,
    protocol: look.protocol === 'https' ? 'https' : 'smtp',
    localPort: look.port,
    serverName: look.serverName,
    ...ends,
  };
  // No certificate and no instant matters for who takes it.
  const bare = { ...server, certificates: [] };
  return explain({ format: 'certfleet.fleet/1', servers: [bare], connections: [connection] }, 0).at(-1);
}

const OF_CONNECTIONS: ReadonlySet<SelectionNote> = new Set(['TIE_BROKEN_ARBITRARILY', 'HTTPSYS_PRECEDENCE_CONFLICT']);
