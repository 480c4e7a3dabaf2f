import { knownList } from '#libs/certificates/known.js';
import type {
  ClientProtocolSettings,
  Organization,
  ReceiveConnector,
  SendConnector,
  Server,
} from '#libs/fleet/document.js';
import { httpsBindings, type HttpsBinding } from './https-bindings.js';
import { namedServer, type ServerNames } from './server-names.js';
import { isBefore2013 } from './server-facts.js';

/** One place where a server shows, or fails to show, a certificate. `address` is stable and appears in every answer. */
export type Endpoint = { readonly address: string } & (
  | { readonly kind: 'internal-transport' | 'deliver-edge' | 'deliver-mailbox' }
  | { readonly kind: 'receive-starttls' | 'receive-anonymous'; readonly connector: ReceiveConnector }
  | { readonly kind: 'send-starttls' | 'send-anonymous'; readonly connector: SendConnector }
  | { readonly kind: 'iis'; readonly binding: HttpsBinding; readonly bindings: readonly HttpsBinding[] }
  | {
      readonly kind: 'client-protocol';
      readonly service: 'POP' | 'IMAP';
      readonly settings: ClientProtocolSettings | null;
    }
);

/** A Send connector with the servers that send by it. */
export interface SourcedConnector {
  readonly connector: SendConnector;
  /** Normalised `fqdn` of each. */
  readonly sources: ReadonlySet<string>;
}

/** The Send connectors of an organization, each with its source servers found once. Unknown source servers are none. */
export function sourcedConnectors(
  organization: Organization | undefined,
  names: ServerNames,
): readonly SourcedConnector[] {
  return organization?.sendConnectors == null
    ? NO_CONNECTORS
    : organization.sendConnectors.map((connector) => ({
        connector,
        sources: new Set((connector.sourceServers ?? []).flatMap((text) => namedServer(names, text) ?? [])),
      }));
}

const NO_CONNECTORS: readonly SourcedConnector[] = [];

/** All endpoints of one server (`fqdn` normalised), in the order in which they are answered. @cite rulebook 2 */
export function endpointsOf(
  server: Server,
  fqdn: string,
  connectors: readonly SourcedConnector[],
): readonly Endpoint[] {
  const endpoints: Endpoint[] = [];
  if (hasTransport(server)) endpoints.push({ kind: 'internal-transport', address: 'internal-transport' });
  for (const connector of server.receiveConnectors ?? []) {
    endpoints.push({ kind: 'receive-starttls', address: `receive:${connector.name}:starttls`, connector });
    endpoints.push({ kind: 'receive-anonymous', address: `receive:${connector.name}:anonymous`, connector });
  }
  const isEdge = server.roles?.includes('EdgeTransport') === true;
  for (const connector of sendingFrom(fqdn, connectors)) {
    endpoints.push({ kind: 'send-starttls', address: `send:${connector.name}:starttls`, connector });
    if (isEdge) endpoints.push({ kind: 'send-anonymous', address: `send:${connector.name}:anonymous`, connector });
  }
  if (delivers(server)) {
    endpoints.push({ kind: 'deliver-edge', address: 'deliver:edge:anonymous' });
    endpoints.push({ kind: 'deliver-mailbox', address: 'deliver:mailbox:anonymous' });
  }
  addClientEndpoints(server, endpoints);
  return endpoints;
}

const SENDERS = new WeakMap<readonly SourcedConnector[], ReadonlyMap<string, readonly SendConnector[]>>();

/** The Send connectors by which a server sends. All servers of a fleet ask the same list, so it is turned round once. */
function sendingFrom(fqdn: string, connectors: readonly SourcedConnector[]): readonly SendConnector[] {
  let senders = SENDERS.get(connectors);
  if (senders === undefined) {
    senders = sendersIn(connectors);
    SENDERS.set(connectors, senders);
  }
  return senders.get(fqdn) ?? [];
}

function sendersIn(connectors: readonly SourcedConnector[]): ReadonlyMap<string, readonly SendConnector[]> {
  const senders = new Map<string, SendConnector[]>();
  for (const { connector, sources } of connectors) {
    for (const server of sources) {
      const known = senders.get(server);
      if (known === undefined) senders.set(server, [connector]);
      else known.push(connector);
    }
  }
  return senders;
}

function addClientEndpoints(server: Server, endpoints: Endpoint[]): void {
  const bindings = httpsBindings(server) ?? [];
  for (const binding of bindings) endpoints.push({ kind: 'iis', address: binding.endpoint, binding, bindings });
  const { popSettings: pop, imapSettings: imap } = server;
  if (pop !== undefined) endpoints.push({ kind: 'client-protocol', address: 'pop', service: 'POP', settings: pop });
  if (imap !== undefined) endpoints.push({ kind: 'client-protocol', address: 'imap', service: 'IMAP', settings: imap });
}

/** Whether mail passes through the server; unknown roles count as yes. An unknown version counts as 2013 or later. */
export function hasTransport({ roles, version }: Pick<Server, 'roles' | 'version'>): boolean {
  const known = knownList(roles);
  if (known === undefined) return true;
  if (known.includes('HubTransport') || known.includes('EdgeTransport')) return true;
  return !isBefore2013(version ?? undefined) && (known.includes('Mailbox') || known.includes('ClientAccess'));
}

/** Whether the server hands mail to an Edge or to other Mailbox servers. A 2013 server with ClientAccess alone does not. */
function delivers({ roles, version }: Pick<Server, 'roles' | 'version'>): boolean {
  const known = knownList(roles) ?? [];
  if (known.includes('EdgeTransport')) return false;
  return known.includes('HubTransport') || (known.includes('Mailbox') && !isBefore2013(version ?? undefined));
}
