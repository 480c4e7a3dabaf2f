import { normalizeHostName } from '#libs/certificates/host-name.js';
import type { Server } from '#libs/fleet/document.js';
import type { Selection } from '#libs/selection/selection.js';
import { namedServer, serverNames } from '#libs/selection/server-names.js';
import { done, failed, type Failure, type Result } from './failure.js';
import type { FleetFile } from './fleet-file.js';
import { readInstant } from './text/instant.js';

/** The instant an option names; undefined when the option is not given. */
export function readAt(option: string, text: string | undefined): Result<string | undefined> {
  if (text === undefined) return done(undefined);
  const instant = readInstant(text);
  if (instant !== null) return done(instant);
  return failed({
    exit: 64,
    what: 'this is not an instant',
    where: `${option} ${text}`,
    remedy: 'Write it like 2026-06-01T00:00:00Z, or 2026-06-01.',
  });
}

/** Which of the answers are asked for. */
export interface Filter {
  readonly server?: string;
  readonly endpoint?: string;
}

/** The server that a text names in a document, by `fqdn` or NetBIOS name. */
export function serverOf(file: FleetFile, name: string): Server | undefined {
  const servers = file.document.servers ?? [];
  const fqdn = namedServer(serverNames(servers), name);
  return servers.find((server) => normalizeHostName(server.fqdn) === fqdn);
}

/** The answers that a filter asks for. Names of servers and connectors compare without case. */
export function filtered(selections: readonly Selection[], file: FleetFile, filter: Filter): readonly Selection[] {
  const wanted =
    filter.server === undefined ? undefined : normalizeHostName(serverOf(file, filter.server)?.fqdn ?? filter.server);
  const endpoint = filter.endpoint?.toLowerCase();
  return selections.filter(
    (selection) =>
      (wanted === undefined || normalizeHostName(selection.server) === wanted) &&
      (endpoint === undefined || selection.endpoint.toLowerCase() === endpoint),
  );
}

/** A filter that nothing meets: the documents do not have the server or the endpoint that was asked for. */
export function nothingMeets(files: readonly FleetFile[], filter: Filter): Failure {
  const names = files.flatMap((file) => (file.document.servers ?? []).map((server) => server.fqdn));
  const { server, endpoint } = filter;
  if (server !== undefined && files.every((file) => serverOf(file, server) === undefined))
    return { exit: 1, what: `there is no server ${server} in the document`, remedy: `It has: ${listed(names)}.` };
  return {
    exit: 1,
    what: `there is no endpoint ${endpoint ?? ''} ${server === undefined ? 'in the document' : `on ${server}`}`,
    remedy: 'Leave out --endpoint to see the endpoints there are.',
  };
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'no server at all';
  return names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;
}
