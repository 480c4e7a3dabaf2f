import type { OrganizationState, ServerState } from '#libs/fleet/state.js';
import type { Transaction } from '../database.js';

/** How many servers the projection knows. */
export async function countServers(db: Transaction, organization: string): Promise<number> {
  const [row] = await db.query<{ servers: string }>(
    `select count(*) as servers from certfleet.server_state where organization = $1`,
    [organization],
  );
  return Number(row?.servers ?? 0);
}

/** The states of every server, as the projection has them now, by canonical name. */
export async function statesOfServers(db: Transaction, organization: string): Promise<readonly ServerState[]> {
  const rows = await db.query<{ state: ServerState }>(
    `select state from certfleet.server_state where organization = $1 order by server`,
    [organization],
  );
  return rows.map(({ state }) => state);
}

/** The states of servers whose store holds a certificate, by canonical name. */
export async function statesOfServersWith(
  db: Transaction,
  organization: string,
  thumbprint: string,
  limit: number,
): Promise<readonly ServerState[]> {
  const rows = await db.query<{ state: ServerState }>(
    `select s.state
     from certfleet.installation i
     join certfleet.server_state s using (organization, server)
     where i.organization = $1 and i.thumbprint = $2
     order by i.server
     limit $3`,
    [organization, thumbprint, limit],
  );
  return rows.map(({ state }) => state);
}

/** The state of the organization, or null before anything was heard of it. */
export async function stateOfOrganization(db: Transaction, organization: string): Promise<OrganizationState | null> {
  const [row] = await db.query<{ state: OrganizationState }>(
    `select state from certfleet.organization_state where organization = $1`,
    [organization],
  );
  return row?.state ?? null;
}
