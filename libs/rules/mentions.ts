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

/** By the name of each hybrid connector the servers on which it stands, or which send by it. */
export function hybridNamesIn(
  neighbours: readonly Neighbour[],
  organization: Organization | undefined,
  names: ServerNames,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const add = (name: string, server: string) => {
    const servers = found.get(name);
    if (servers === undefined) found.set(name, new Set([server]));
    else servers.add(server);
  };
  for (const { fqdn, hybridNames } of neighbours) {
    for (const name of hybridNames) add(name, normalizeHostName(fqdn));
  }
  for (const { enabled, cloudServicesMailEnabled, fqdn, sourceServers } of organization?.sendConnectors ?? []) {
    const name = knownText(fqdn);
    if (name == null || !knownFlag(enabled) || !knownFlag(cloudServicesMailEnabled)) continue;
    for (const server of sourceServers ?? []) {
      const source = namedServer(names, server);
      if (source !== undefined) add(normalizeHostName(name), source);
    }
  }
  return found;
}
