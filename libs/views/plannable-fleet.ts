import { rebindDefaultWebSite } from '#libs/fleet/default-web-site.js';
import { decidableServer } from '#libs/fleet/decidable-server.js';
import type { FleetDocument, Server } from '#libs/fleet/document.js';
import { patched } from '#libs/fleet/patched.js';
import type { OrganizationState } from '#libs/fleet/state.js';
import { judgedOrganization } from './judged-server.js';
import type { KnownServer } from './selections-of.js';

/** A list of which only some entries are known: an export that may have been filtered, or single changes. */
export interface PartlyKnown {
  /** `fqdn`; null: the organization. */
  readonly server: string | null;
  readonly key: string;
}

/** What plans are made over. */
export interface PlannableFleet {
  readonly document: FleetDocument;
  readonly partly: readonly PartlyKnown[];
}

/** Lists that commands look into. Of a certificate store known in parts the rest of the library says what it may say. */
const LISTS = ['certificates', 'receiveConnectors', 'iisBindings'];
const LISTS_OF_THE_ORGANIZATION = ['sendConnectors', 'edgeSubscriptions', 'pools'];

/**
 * The fleet as a plan may read it: what is known in parts only is unknown where its missing part could decide. Connectors and bindings that
 * are known stay, each is answered by itself; `partly` names the lists that may have more.
 */
export function plannableFleet(
  servers: readonly KnownServer[],
  organization: Pick<OrganizationState, 'organization' | 'partial'>,
): PlannableFleet {
  const own = servers.flatMap(({ server, partial }) =>
    LISTS.filter((key) => partial.includes(key)).map((key) => ({ server: server.fqdn, key })),
  );
  const common = LISTS_OF_THE_ORGANIZATION.filter((key) => organization.partial.includes(key));
  return {
    document: {
      format: 'certfleet.fleet/1',
      organization: judgedOrganization(organization),
      servers: servers.map(plannableServer),
    },
    partly: [...own, ...common.map((key) => ({ server: null, key }))],
  };
}

/** Whether the web site has a binding to give a certificate to must be known, else a command would seem to add one. */
function plannableServer(known: KnownServer): Server {
  const server = decidableServer(known);
  const { iisBindings: bindings } = server;
  if (bindings == null || !known.partial.includes('iisBindings')) return server;
  const { outcome } = rebindDefaultWebSite(server, { bindings, complete: false }, '');
  return outcome === 'rebound' ? server : patched(server, { iisBindings: undefined });
}
