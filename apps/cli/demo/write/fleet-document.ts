import type { FleetDocument } from '#libs/fleet/document.js';
import { collected, serverOf } from '../chronicle.js';
import type { Fleet, Seen } from '../moments.js';

/** What a collector writes down: of the servers it was sent to, or of everything. */
export function fleetDocument({ at, servers }: Seen, fleet: Fleet): string {
  const seen = servers?.map((name) => serverOf(fleet, name)) ?? fleet.servers;
  const document: FleetDocument = {
    format: 'certfleet.fleet/1',
    at,
    ...(servers === undefined ? { organization: fleet.organization } : {}),
    servers: seen.map((server) => collected(server, at)),
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}
