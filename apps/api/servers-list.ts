import type { Server } from '#libs/fleet/document.js';
import type { Selection } from '#libs/selection/selection.js';
import type { Transaction } from '#libs/store/database.js';
import { severitiesNow } from '#libs/store/queries/findings-now.js';
import { serverKey } from '#libs/store/queries/server-key.js';
import { countServers, outcomesNow, type ServerRow, serversNow } from '#libs/store/queries/servers-now.js';
import { keysOf, OneText } from './cursor.js';
import { type FindingAt, findingsAt } from './findings-at.js';
import { fleetAt, fleetWithin, type ServerAt } from './fleet-at.js';
import { type Moment, page } from './list.js';
import type { ServersQuery } from './params.js';
import { noServer } from './reads.js';

/** Every server in short. */
export async function serversList(db: Transaction, organization: string, query: ServersQuery, moment: Moment) {
  const server = query.server === undefined ? undefined : await serverKey(db, organization, query.server);
  if (server === null) throw noServer(query.server ?? '');
  const after = keysOf('servers', query.cursor, OneText)?.[0] ?? null;
  if (query.asOf !== undefined || query.knownAt !== undefined)
    return serversThen(db, organization, { query, server, after }, moment);
  const rows = await serversNow(db, organization, { server, after, limit: query.limit + 1 });
  const names = rows.map((row) => row.server);
  const outcomes = await outcomesNow(db, organization, names);
  const severities = await severitiesNow(db, organization, names);
  const item = (row: ServerRow) => ({
    ...summary(row.state.server, row.lastSeenAt?.toISOString() ?? null, outcomes.get(row.server) ?? {}),
    findings: { ...NO_FINDINGS, ...severities.get(row.server) },
  });
  const about = {
    total: await countServers(db, organization, server),
    position: moment.position,
    asOf: moment.now.toISOString(),
  };
  return page(rows, query.limit, { list: 'servers', keys: (row) => [row.server], item }, about);
}

interface Asked {
  readonly query: ServersQuery;
  readonly server: string | undefined;
  readonly after: string | null;
}

/** The same at another time. Of an organization that is too large to be judged as of then, findings are unknown. */
async function serversThen(db: Transaction, organization: string, { query, server, after }: Asked, moment: Moment) {
  const fleet = await fleetAt(db, organization, query, { ...moment, server });
  const rest = fleet.servers.filter(({ key }) => after === null || key > after);
  const shown = new Set(rest.slice(0, query.limit).map(({ key }) => key));
  const whole = server === undefined ? fleet : await fleetWithin(db, organization, query, moment);
  const found = 'tooMany' in whole ? null : await findingsAt(whole, shown);
  const item = (one: ServerAt) => ({
    ...summary(one.state.server, one.state.lastSeenAt, counted(one.select())),
    ...(found !== null && { findings: severitiesOf(found.filter(({ key }) => key === one.key)) }),
  });
  const about = { total: fleet.servers.length, position: fleet.position, asOf: fleet.at };
  return page(rest, query.limit, { list: 'servers', keys: ({ key }) => [key], item }, about);
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

const NO_FINDINGS = { critical: 0, high: 0, medium: 0, low: 0 } as const;

function severitiesOf(found: readonly FindingAt[]) {
  const counts: Record<FindingAt['finding']['severity'], number> = { ...NO_FINDINGS };
  for (const { finding, state } of found) if (state === 'standing') counts[finding.severity] += 1;
  return counts;
}
