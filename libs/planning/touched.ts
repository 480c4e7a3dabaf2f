import type { FleetDocument } from '#libs/fleet/document.js';
import { connectorIdentity } from '#libs/fleet/identity.js';
import { sourcedConnectors } from '#libs/selection/endpoints.js';
import { knobsOf } from '#libs/selection/policy.js';
import { serverFacts, type ServerFacts } from '#libs/selection/server-facts.js';
import { namedServer, serverNames, type ServerNames } from '#libs/selection/server-names.js';
import { normalizeHostName } from '#libs/certificates/host-name.js';
import type { Command } from './command.js';
import { serverNamedBy } from './named-by-command.js';

/** The servers that commands can change anything about: those they name, and those that send by a connector they set. */
export interface Touched {
  /** In document order, as they were before the commands. */
  readonly servers: readonly ServerFacts[];
  /** The names of all servers of the document. */
  readonly names: ServerNames;
}

export function touchedServers(document: FleetDocument, commands: readonly Command[]): Touched {
  const servers = document.servers ?? [];
  const names = serverNames(servers);
  const touched = new Set(commands.flatMap((command) => touchedBy(command, document, names)));
  const knobs = knobsOf(document.policy);
  const found: ServerFacts[] = [];
  for (const server of servers) {
    // Of servers whose names are one, the first is meant.
    if (touched.delete(normalizeHostName(server.fqdn))) found.push(serverFacts(server, document.organization, knobs));
  }
  return { servers: found, names };
}

/** Normalised names. */
function touchedBy(command: Command, document: FleetDocument, names: ServerNames): readonly string[] {
  if (command.cmdlet !== 'Set-SendConnector') {
    const server = namedServer(names, serverNamedBy(command) ?? '');
    return server === undefined ? [] : [server];
  }
  const wanted = connectorIdentity({ name: command.identity });
  const before = sourcedConnectors(document.organization, names)
    .filter(({ connector }) => connectorIdentity(connector) === wanted)
    .flatMap(({ sources }) => [...sources]);
  return [...before, ...(command.sourceServers ?? []).flatMap((text) => namedServer(names, text) ?? [])];
}
