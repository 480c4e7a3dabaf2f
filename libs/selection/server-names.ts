import { normalizeHostName } from '#libs/certificates/host-name.js';
import { knownText } from '#libs/certificates/known.js';
import type { Server } from '#libs/fleet/document.js';

export type NamedServer = Pick<Server, 'fqdn' | 'netbiosName'>;

/** The servers of a document by their names; each is told apart by its normalised `fqdn`. */
export interface ServerNames {
  readonly fqdns: ReadonlySet<string>;
  /** NetBIOS name to `fqdn`: the first server of the document that has it. */
  readonly netbiosNames: ReadonlyMap<string, string>;
}

export function serverNames(servers: Iterable<NamedServer>): ServerNames {
  const fqdns = new Set<string>();
  const netbiosNames = new Map<string, string>();
  for (const server of servers) {
    const fqdn = normalizeHostName(server.fqdn);
    fqdns.add(fqdn);
    const netbiosName = netbiosNameOf(server, fqdn);
    if (netbiosName !== null && !netbiosNames.has(netbiosName)) netbiosNames.set(netbiosName, fqdn);
  }
  return { fqdns, netbiosNames };
}

/** The normalised `fqdn` of the server that a text names: an exact `fqdn` goes first, then document order. @cite rulebook 3.4 */
export function namedServer(names: ServerNames, text: string): string | undefined {
  const name = normalizeHostName(text);
  return names.fqdns.has(name) ? name : names.netbiosNames.get(name);
}

/** Whether a text is one of the names of this server. @cite rulebook 3.4 */
export function isNameOfServer(server: NamedServer, text: string): boolean {
  const name = normalizeHostName(text);
  const fqdn = normalizeHostName(server.fqdn);
  return name === fqdn || name === netbiosNameOf(server, fqdn);
}

/** An absent NetBIOS name is the first label of the `fqdn`; one that is known to be unset names nobody. */
function netbiosNameOf(server: NamedServer, fqdn: string): string | null {
  const netbiosName = knownText(server.netbiosName);
  if (netbiosName === undefined) return fqdn.split('.', 1)[0] ?? null;
  return netbiosName === null ? null : normalizeHostName(netbiosName);
}
