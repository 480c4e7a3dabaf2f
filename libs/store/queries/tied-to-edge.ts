import type { Organization } from '#libs/fleet/document.js';
import { columnText, textOfColumn } from '../column-text.js';
import type { Transaction } from '../database.js';

interface Row {
  readonly server: string;
  readonly netbios: string | null;
  readonly roles: readonly string[] | null;
  readonly site: string | null;
}

/**
 * Which of these servers an Edge subscription depends on: an Edge that one names, or another server of its site. A server whose roles or site are
 * unknown is none of them.
 * @cite rulebook 11.1 (D)
 */
export async function tiedToEdge(
  db: Transaction,
  organization: string,
  servers: readonly string[],
): Promise<ReadonlySet<string>> {
  const [around] = await db.query<{ organization: Organization }>(
    `select state -> 'organization' as organization from certfleet.organization_state where organization = $1`,
    [organization],
  );
  const subscriptions = around?.organization.edgeSubscriptions ?? [];
  if (subscriptions.length === 0 || servers.length === 0) return new Set();
  const edges = new Set(subscriptions.flatMap(({ edgeServer }) => edgeServer?.toLowerCase() ?? []));
  const sites = new Set(subscriptions.flatMap(({ adSite }) => adSite?.toLowerCase() ?? []));
  const rows = await db.query<Row>(
    `select server, netbios_name as netbios, roles, ad_site as site from certfleet.server_state
     where organization = $1 and server = any($2::text[])`,
    [organization, servers.map(columnText)],
  );
  const tied = rows.filter(({ server, netbios, roles, site }) => {
    if (roles === null) return false;
    if (!roles.includes('EdgeTransport')) return site !== null && sites.has(textOfColumn(site).toLowerCase());
    const name = textOfColumn(server);
    return [name, netbios ?? name.split('.')[0] ?? name].some((one) => edges.has(one.toLowerCase()));
  });
  return new Set(tied.map(({ server }) => textOfColumn(server)));
}
