import { parseConnectorBinding } from '#libs/certificates/connector-binding.js';
import { knownList } from '#libs/certificates/known.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import type { ReceiveConnector, Server } from '#libs/fleet/document.js';
import { httpsBindings } from '#libs/selection/https-bindings.js';
import { isHostName } from './address.js';
import type { ProbeProtocol } from './outcome.js';
import type { Registration } from './registration.js';

/** A look that is to be taken. */
export interface PlannedLook {
  readonly protocol: ProbeProtocol;
  /** The server's own port; the registration may lead to it by another. */
  readonly port: number;
  readonly serverName: string | null;
  /** The endpoints of which one may answer. */
  readonly endpoints: readonly string[];
}

export interface Plan {
  readonly looks: readonly PlannedLook[];
  /** Endpoints that are looked at by nobody from outside, with the reason. */
  readonly left: readonly { readonly endpoint: string; readonly why: string }[];
}

/** More ports and names than Exchange has: an inventory must not make a port scanner of the probe. */
export const MOST_LOOKS = 64;

/** What there is to look at on a server: a connection for each port of its Receive connectors, each port and name of its web sites, and POP and IMAP. */
export function plannedLooks(server: Server, { smtps }: Registration): Plan {
  const connectors = overSmtp(server.receiveConnectors ?? [], new Set(smtps));
  const looks = [
    ...connectors.looks,
    ...overHttps(server),
    ...clientProtocol('pop', server.popSettings, [
      ['pop', 110],
      ['pops', 995],
    ]),
    ...clientProtocol('imap', server.imapSettings, [
      ['imap', 143],
      ['imaps', 993],
    ]),
  ];
  const beyond = looks.slice(MOST_LOOKS).flatMap(({ endpoints }) => endpoints);
  return {
    looks: looks.slice(0, MOST_LOOKS),
    left: [
      ...connectors.left,
      ...[...new Set(beyond)].map((endpoint) => ({
        endpoint,
        why: `it is beyond the first ${MOST_LOOKS} connections`,
      })),
    ],
  };
}

function overSmtp(connectors: readonly ReceiveConnector[], smtps: ReadonlySet<number>): Plan {
  const byPort = new Map<number, string[]>();
  const left: { endpoint: string; why: string }[] = [];
  for (const { name, enabled, bindings } of connectors) {
    const endpoint = `receive:${name}:starttls`;
    const ports = portsOf(knownList(bindings));
    if (enabled === false) left.push({ endpoint, why: 'the connector is disabled' });
    else if (ports === null) left.push({ endpoint, why: 'its bindings are unknown' });
    else if (ports.size === 0) left.push({ endpoint, why: 'it has no binding' });
    else for (const port of ports) byPort.set(port, [...(byPort.get(port) ?? []), endpoint]);
  }
  const looks = [...byPort].map(([port, endpoints]): PlannedLook => {
    return { protocol: smtps.has(port) ? 'smtps' : 'smtp', port, serverName: null, endpoints };
  });
  return { looks: looks.sort((one, other) => one.port - other.port), left };
}

function portsOf(bindings: readonly string[] | undefined): ReadonlySet<number> | null {
  if (bindings === undefined) return null;
  const read = bindings.map(parseConnectorBinding);
  const ports = read.flatMap((one) => (isUnreadable(one) || one.port === 0 ? [] : [one.port]));
  return ports.length === 0 && bindings.length > 0 ? null : new Set(ports);
}

/** Each port once without a name (no SNI), and once with each host name that is bound there. */
function overHttps(server: Server): readonly PlannedLook[] {
  const bindings = httpsBindings(server) ?? [];
  const ports = [...new Set(bindings.map(({ port }) => port))].filter((port) => port > 0 && port <= 65_535);
  return ports.flatMap((port) => {
    const here = bindings.filter((binding) => binding.port === port);
    const endpoints = here.map(({ endpoint }) => endpoint);
    const names = [...new Set(here.map(({ host }) => host))].filter(isHostName);
    return [null, ...names].map((serverName): PlannedLook => ({ protocol: 'https', port, serverName, endpoints }));
  });
}

function clientProtocol(
  endpoint: 'pop' | 'imap',
  settings: Server['popSettings'],
  ports: readonly (readonly [ProbeProtocol, number])[],
): readonly PlannedLook[] {
  if (settings == null) return [];
  return ports.map(([protocol, port]) => ({ protocol, port, serverName: null, endpoints: [endpoint] }));
}
