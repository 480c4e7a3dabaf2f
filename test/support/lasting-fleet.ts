import type { EventOf, FleetEvent } from '#libs/fleet/event.js';
import type { Organization, Server } from '#libs/fleet/document.js';
import { sourceOf } from '#libs/fleet/source.js';
import { happened } from './events.js';
import { ex02, SELF2 } from './fixture.js';

/** For tests that read by the clock of the database: the servers of the fixture with certificates that are in date for decades. */
export const LASTING = { notBefore: '2020-01-01T00:00:00Z', notAfter: '2099-01-01T00:00:00Z' } as const;

export function lasting(server: Server): Server {
  return { ...server, certificates: (server.certificates ?? []).map((one) => ({ ...one, ...LASTING })) };
}

/** EX02 under another number, with an internal transport certificate of its own. */
export function anotherServer(n: number): Server {
  const name = `EX${String(n).padStart(2, '0')}`;
  const own = n.toString(16).toUpperCase().padStart(40, 'D');
  const text = JSON.stringify(ex02())
    .replaceAll('EX02', name)
    .replaceAll('ex02', name.toLowerCase())
    .replaceAll(SELF2.thumbprint, own);
  return lasting(JSON.parse(text));
}

const SERVER_LISTS = ['certificates', 'receiveConnectors', 'iisBindings', 'virtualDirectories'] as const;
const ORGANIZATION_LISTS = ['sendConnectors', 'edgeSubscriptions', 'pools'] as const;

/** A scan of the whole server: every list that it carries is all there is. */
export function inventoryOf(server: Server, occurredAt: string): EventOf<'inventory.observed'> {
  const complete = SERVER_LISTS.filter((key) => server[key] !== undefined);
  return happened('inventory.observed', { ...server, complete }, { source: of(server.fqdn), occurredAt });
}

export function organizationInventory(organization: Organization, occurredAt: string): EventOf<'inventory.observed'> {
  const complete = ORGANIZATION_LISTS.filter((key) => organization[key] !== undefined);
  return happened('inventory.observed', { ...organization, complete }, { source: of(null), occurredAt });
}

/** The event as one of this server; null: of the organization. */
export function on(server: string | null, event: FleetEvent): FleetEvent {
  return { ...event, source: of(server) };
}

function of(server: string | null): string {
  return sourceOf({ organization: 'contoso', server });
}
