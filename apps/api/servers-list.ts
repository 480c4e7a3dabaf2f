import type { Server } from '#libs/fleet/document.js';
import type { Selection } from '#libs/selection/selection.js';
import type { Transaction } from '#libs/store/database.js';
import { bindingsNow } from '#libs/store/queries/bindings-now.js';
import { serverKey } from '#libs/store/queries/server-key.js';
import { countServers, outcomesNow, type ServerRow, serversNow } from '#libs/store/queries/servers-now.js';
import { keysOf, OneText } from './cursor.js';
import { fleetAt, type ServerAt } from './fleet-at.js';
import { type Moment, page } from './list.js';
import type { SelectionsQuery, ServersQuery, StateQuery } from './params.js';
import { noServer } from './reads.js';

/** Every server in short. */
export async function serversList(db: Transaction, organization: string, query: ServersQuery, moment: Moment) {
  const server = query.server === undefined ? undefined : await serverKey(db, organization, query.server);
  if (server === null) throw noServer(query.server ?? '');
  const after = keysOf('servers', query.cursor, OneText)?.[0] ?? null;
  if (query.asOf !== undefined || query.knownAt !== undefined) {
    const fleet = await fleetAt(db, organization, query, { ...moment, server });
    const rest = fleet.servers.filter(({ key }) => after === null || key > after);
    const item = (one: ServerAt) => summary(one.state.server, one.state.lastSeenAt, counted(one.select()));
    const about = { total: fleet.servers.length, position: fleet.position, asOf: fleet.at };
    return page(rest, query.limit, { list: 'servers', keys: ({ key }) => [key], item }, about);
  }
  const rows = await serversNow(db, organization, { server, after, limit: query.limit + 1 });
  const outcomes = await outcomesNow(
    db,
    organization,
    rows.map((row) => row.server),
  );
  const item = (row: ServerRow) =>
    summary(row.state.server, row.lastSeenAt?.toISOString() ?? null, outcomes.get(row.server) ?? {});
  const about = {
    total: await countServers(db, organization, server),
    position: moment.position,
    asOf: moment.now.toISOString(),
  };
  return page(rows, query.limit, { list: 'servers', keys: (row) => [row.server], item }, about);
}

function summary(server: Server, lastSeenAt: string | null, outcomes: Readonly<Record<string, number>>) {
  const { fqdn, netbiosName, version, build, roles, adSite } = server;
  return { fqdn, netbiosName, version, build, roles, adSite, lastSeenAt, outcomes };
}

function counted(selections: readonly Selection[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of selections) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** Everything that is known of one server. */
export async function serverAnswer(db: Transaction, organization: string, name: string, query: StateQuery & Moment) {
  const key = await keyOf(db, organization, name);
  if (query.asOf !== undefined || query.knownAt !== undefined) {
    const { one, position, at } = await serverAt(db, organization, key, query);
    return { ...one.state.server, partial: one.state.partial, lastSeenAt: one.state.lastSeenAt, position, asOf: at };
  }
  const [row] = await serversNow(db, organization, { server: key, after: null, limit: 1 });
  if (row === undefined) throw noServer(name);
  return {
    ...row.state.server,
    partial: row.state.partial,
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    position: query.position,
    asOf: query.now.toISOString(),
  };
}

/** Which certificate each endpoint presents. The worked path is walked again where it is asked for, for it is not stored. */
export async function serverSelections(
  db: Transaction,
  organization: string,
  name: string,
  query: SelectionsQuery & Moment,
) {
  const key = await keyOf(db, organization, name);
  const only = (selections: readonly Selection[]) =>
    query.endpoint === undefined ? selections : selections.filter(({ endpoint }) => endpoint === query.endpoint);
  if (query.asOf === undefined && query.knownAt === undefined && query.trace === 'false') {
    const rows = await bindingsNow(db, organization, { server: key }, { after: null, limit: MOST_ENDPOINTS });
    return {
      selections: only(rows.map((row) => row.selection)),
      position: query.position,
      asOf: query.now.toISOString(),
    };
  }
  const { one, position, at } = await serverAt(db, organization, key, query);
  return { selections: only(one.select(query.trace === 'true')), position, asOf: at };
}

const MOST_ENDPOINTS = 100_000;

async function keyOf(db: Transaction, organization: string, name: string): Promise<string> {
  const key = await serverKey(db, organization, name);
  if (key === null) throw noServer(name);
  return key;
}

async function serverAt(db: Transaction, organization: string, key: string, query: StateQuery & Moment) {
  const { servers, position, at } = await fleetAt(db, organization, query, {
    position: query.position,
    now: query.now,
    server: key,
  });
  const [one] = servers;
  if (one === undefined) throw noServer(key);
  return { one, position, at };
}
