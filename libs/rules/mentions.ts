import { normalizeHostName } from '#libs/certificates/host-name.js';
import { knownFlag, knownList, knownText } from '#libs/certificates/known.js';
import type { Organization } from '#libs/fleet/document.js';
import { namedServer, type ServerNames } from '#libs/selection/server-names.js';
import type { Neighbour } from './neighbour.js';

/** Every text by which an organization names a server, with the normalised `fqdn` of that server; undefined: there is none. */
export function mentionsIn(
  organization: Organization | undefined,
  names: ServerNames,
): ReadonlyMap<string, string | undefined> {
  const { sendConnectors, edgeSubscriptions, hybrid, pools } = organization ?? {};
  const texts = [
    ...(sendConnectors ?? []).flatMap(({ sourceServers }) => knownList(sourceServers) ?? []),
    ...(edgeSubscriptions ?? []).flatMap(({ edgeServer }) => knownText(edgeServer) ?? []),
    ...[hybrid?.sendingServers, hybrid?.receivingServers, hybrid?.edgeServers].flatMap((list) => list ?? []),
    ...(pools ?? []).flatMap(({ members }) => knownList(members) ?? []),
  ];
  return new Map(texts.map((text) => [text, namedServer(names, text)]));
}

/** By each name of a connector the servers on which it stands, or which send by it. */
export function hybridNamesIn(
  neighbours: readonly Neighbour[],
  organization: Organization | undefined,
  names: ServerNames,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { fqdn, hybridNames } of neighbours) {
    for (const name of hybridNames) add(found, name, normalizeHostName(fqdn));
  }
  for (const { enabled, fqdn, sourceServers } of organization?.sendConnectors ?? []) {
    const name = knownText(fqdn);
    if (name == null || !knownFlag(enabled)) continue;
    for (const server of sourceServers ?? []) {
      const source = namedServer(names, server);
      if (source !== undefined) add(found, normalizeHostName(name), source);
    }
  }
  return found;
}

/** By each certificate the servers that could take it as their internal transport certificate. */
export function sparesIn(neighbours: readonly Neighbour[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { fqdn, spares } of neighbours) {
    for (const thumbprint of spares) add(found, thumbprint, normalizeHostName(fqdn));
  }
  return found;
}

function add(found: Map<string, Set<string>>, key: string, server: string): void {
  const servers = found.get(key);
  if (servers === undefined) found.set(key, new Set([server]));
  else servers.add(server);
}
