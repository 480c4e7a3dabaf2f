import type { FleetDocument, IisBinding, ReceiveConnector, SendConnector, Server } from '#libs/fleet/document.js';
import { knownList, knownText } from './known.js';
import { normalName } from './section-3-names.js';

export type Endpoint =
  | { readonly kind: 'internal-transport' }
  | { readonly kind: 'receive-starttls' | 'receive-anonymous'; readonly connector: ReceiveConnector }
  | { readonly kind: 'send-starttls' | 'send-anonymous'; readonly connector: SendConnector }
  | { readonly kind: 'deliver-edge' | 'deliver-mailbox' }
  | { readonly kind: 'iis'; readonly binding: IisBinding }
  | { readonly kind: 'pop' | 'imap' };

/** The endpoints of one server, in the order of the table. */
export function endpointsOf(document: FleetDocument, server: Server): Endpoint[] {
  const endpoints: Endpoint[] = [];
  const roles = knownList(server.roles);
  const since2013 = server.version !== '2007' && server.version !== '2010';
  const edge = roles?.includes('EdgeTransport') === true;
  const hub = roles?.includes('HubTransport') === true;
  const mailbox = roles?.includes('Mailbox') === true;
  const clientAccess = roles?.includes('ClientAccess') === true;
  if (roles === undefined || hub || edge || (since2013 && (mailbox || clientAccess))) {
    endpoints.push({ kind: 'internal-transport' });
  }
  for (const connector of server.receiveConnectors ?? []) {
    endpoints.push({ kind: 'receive-starttls', connector }, { kind: 'receive-anonymous', connector });
  }
  for (const connector of document.organization?.sendConnectors ?? []) {
    if (!(connector.sourceServers ?? []).some((text) => namedServer(document, text) === server)) continue;
    endpoints.push({ kind: 'send-starttls', connector });
    if (edge) endpoints.push({ kind: 'send-anonymous', connector });
  }
  if (roles !== undefined && !edge && (hub || (mailbox && since2013))) {
    endpoints.push({ kind: 'deliver-edge' }, { kind: 'deliver-mailbox' });
  }
  for (const binding of httpsBindings(server)) endpoints.push({ kind: 'iis', binding });
  if (server.popSettings !== undefined) endpoints.push({ kind: 'pop' });
  if (server.imapSettings !== undefined) endpoints.push({ kind: 'imap' });
  return endpoints;
}

export function addressOf(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'internal-transport':
    case 'pop':
    case 'imap':
      return endpoint.kind;
    case 'receive-starttls':
      return `receive:${endpoint.connector.name}:starttls`;
    case 'receive-anonymous':
      return `receive:${endpoint.connector.name}:anonymous`;
    case 'send-starttls':
      return `send:${endpoint.connector.name}:starttls`;
    case 'send-anonymous':
      return `send:${endpoint.connector.name}:anonymous`;
    case 'deliver-edge':
      return 'deliver:edge:anonymous';
    case 'deliver-mailbox':
      return 'deliver:mailbox:anonymous';
    case 'iis': {
      const { site, ipAddress, port, hostName } = endpoint.binding;
      return `iis:${site}:${ipAddress ?? ''}:${port}:${hostName ?? ''}`;
    }
  }
}

export function httpsBindings(server: Server): IisBinding[] {
  return (server.iisBindings ?? []).filter((binding) => binding.protocol?.toLowerCase() === 'https');
}

/** 3.4: the server that a text names; an exact FQDN match anywhere goes first. */
export function namedServer(document: FleetDocument, text: string): Server | undefined {
  const servers = document.servers ?? [];
  const name = normalName(text);
  const byFqdn = servers.find((server) => normalName(server.fqdn) === name);
  return byFqdn ?? servers.find((server) => shortName(server) === name);
}

function shortName(server: Server): string | undefined {
  const netbios = knownText(server.netbiosName);
  if (netbios === undefined) return normalName(server.fqdn).split('.')[0];
  return netbios === '' ? undefined : normalName(netbios);
}
