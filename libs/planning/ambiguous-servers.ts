import { normalizeHostName } from '#libs/certificates/host-name.js';
import { serverNames, type NamedServer } from '#libs/selection/server-names.js';
import type { Problem } from './command-defaults.js';
import type { Command } from './command.js';
import { serverNamedBy } from './named-by-command.js';

/**
 * Commands whose server two servers of the fleet may be. The library would take the first one of the document (rulebook 3.4); who is about
 * to run a command must say which one is meant.
 */
export function ambiguousServers(servers: readonly NamedServer[], commands: readonly Command[]): readonly Problem[] {
  const named = serversByShortName(servers);
  return commands.flatMap((command, index) => {
    const name = serverNamedBy(command);
    const met = name === null ? [] : (named.get(normalizeHostName(name)) ?? []);
    return name === null || met.length < 2 ? [] : [{ place: `[${index}]`, ...said(name, met) }];
  });
}

/** The `fqdn` of each server that a NetBIOS name may mean. A name that is the `fqdn` of one means that one. */
function serversByShortName(servers: readonly NamedServer[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const server of servers) {
    const one = serverNames([server]);
    for (const [name, fqdn] of one.netbiosNames) {
      const met = found.get(name) ?? [];
      if (!met.includes(fqdn)) found.set(name, [...met, fqdn]);
    }
  }
  for (const fqdn of serverNames(servers).fqdns) found.delete(fqdn);
  return found;
}

function said(name: string, met: readonly string[]): Pick<Problem, 'message' | 'remedy'> {
  const [shown, more] = [met.slice(0, 5), met.length - 5];
  const names = `${shown.join(' or ')}${more > 0 ? ` or ${more} more` : ''}`;
  return { message: `The server "${name}" may be ${names}.`, remedy: 'Name the server by its FQDN.' };
}
