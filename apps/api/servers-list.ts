import type { Server } from '#libs/fleet/document.js';
import { serverRow } from '#libs/query/query-rows.js';
import type { Selection } from '#libs/selection/selection.js';
import { asksFor } from '#libs/query/condition.js';
import { LIST_FIELDS } from '#libs/query/lists.js';
import { columnText, textOfColumn } from '#libs/store/column-text.js';
import type { Transaction } from '#libs/store/database.js';
import { severitiesNow } from '#libs/store/queries/findings-now.js';
import { serversKnownAt } from '#libs/store/queries/bindings-at.js';
import { SERVER_FIELDS_IN_HISTORY, SERVERS_SQL, serversThenSql } from '#libs/store/queries/listed/servers-sql.js';
import { serverKey } from '#libs/store/queries/server-key.js';
import { outcomesNow, SERVER_COLUMNS, type ServerRow } from '#libs/store/queries/servers-now.js';
import { aboutNow, aboutThen, foldedFleet } from './about-list.js';
import { type AskedQuery, askedQuery } from './asked-query.js';
import { otherTime } from './bindings-then.js';
import { type FindingAt, findingsAt } from './findings-at.js';
import { fleetAt, type FleetAt, fleetWithin, type ServerAt } from './fleet-at.js';
import { type AskedThen, knownServers } from './known-servers.js';
import type { Moment } from './list.js';
import { pageNow } from './page-now.js';
import { pageThen, type RowThen } from './page-then.js';
import type { ServersQuery } from './params.js';
import { noServer } from './reads.js';

/** Every server in short. */
export async function serversList(db: Transaction, organization: string, query: ServersQuery, moment: Moment) {
  const server = query.server === undefined ? undefined : await serverKey(db, organization, query.server);
  if (server === null) throw noServer(query.server ?? '');
  const at = query.asOf ?? moment.now.toISOString();
  const asked = await askedQuery(db, organization, 'servers', { ...query, at });
  const { cursor, limit, silentAfter } = query;
  const told = { silentAfter, echo: asked.echo };
  if (query.asOf !== undefined || query.knownAt !== undefined)
    return serversThen(db, organization, { query, asked, server, moment });
  const filters = [{ sql: 's.server = ?', value: server === undefined ? undefined : columnText(server) }];
  const sql = { list: SERVERS_SQL, select: SERVER_COLUMNS };
  const wanted = { list: 'servers', sql, asked, filters, cursor, limit, moment } as const;
  const page = await pageNow(db, organization, wanted, (rows: readonly ServerRow[]) => items(db, organization, rows));
  return page(await aboutNow(db, organization, moment, told));
}

async function items(db: Transaction, organization: string, rows: readonly ServerRow[]) {
  const names = rows.map((row) => row.server);
  const outcomes = await outcomesNow(db, organization, names);
  const severities = await severitiesNow(db, organization, names);
  return (row: ServerRow) => ({
    ...summary(row.state.server, row.lastSeenAt?.toISOString() ?? null, outcomes.get(row.server) ?? {}),
    findings: { ...NO_FINDINGS, ...severities.get(row.server) },
  });
}

interface Asked {
  readonly query: ServersQuery;
  readonly asked: AskedQuery;
  readonly server: string | undefined;
  readonly moment: Moment;
}

/** The same at another time: from the folded fleet, or, where that is too large, by the history of bindings. */
async function serversThen(db: Transaction, organization: string, { query, asked, server, moment }: Asked) {
  const { cursor, limit, silentAfter } = query;
  const told = { silentAfter, echo: asked.echo };
  const whole = await fleetWithin(db, organization, query, moment);
  if ('tooMany' in whole && isInHistory(asked))
    return serversPageThen(db, organization, { query, asked, server, moment });
  const servers = server === undefined ? undefined : [server];
  const fleet =
    'tooMany' in whole ? await fleetAt(db, organization, query, { ...moment, servers }) : only(whole, server);
  const { condition } = asked;
  const rows = await serverRowsThen(db, organization, fleet, { query, condition, moment, server });
  const wanted = { list: 'servers', ...asked, cursor, limit, moment } as const;
  const paged = pageThen(rows, wanted, (one) => one, aboutThen(foldedFleet(fleet), told));
  const found = 'tooMany' in whole ? null : await findingsAt(whole, new Set(paged.items.map(({ one }) => one.key)));
  return {
    ...paged,
    items: paged.items.map(({ one, selections }) => ({
      ...summary(one.state.server, one.state.lastSeenAt, counted(selections)),
      ...(found !== null && { findings: severitiesOf(found.filter(({ key }) => key === one.key)) }),
    })),
  };
}

function only(fleet: FleetAt, server: string | undefined): FleetAt {
  return server === undefined ? fleet : { ...fleet, servers: fleet.servers.filter(({ key }) => key === server) };
}

const IN_HISTORY = new Set<string>(SERVER_FIELDS_IN_HISTORY);
const NOT_IN_HISTORY = new Set(Object.keys(LIST_FIELDS.servers).filter((name) => !IN_HISTORY.has(name)));

function isInHistory({ condition, sort }: AskedQuery): boolean {
  return !asksFor(condition, NOT_IN_HISTORY) && sort.every(({ field }) => IN_HISTORY.has(field));
}

/** A page of the servers of a large fleet at another time; the servers on it are folded from the log. What was wrong with them is unknown. */
async function serversPageThen(db: Transaction, organization: string, { query, asked, server, moment }: Asked) {
  const { cursor, limit, silentAfter } = query;
  const time = await otherTime(db, organization, query, moment);
  const filters = [{ sql: 's.server = ?', value: server === undefined ? undefined : columnText(server) }];
  const sql = { list: serversThenSql(time), select: 's.server' };
  const wanted = { list: 'servers', isThen: true, sql, asked, filters, cursor, limit, moment } as const;
  const page = await pageNow<{ readonly server: string }, object>(db, organization, wanted, async (rows) => {
    const servers = rows.map((row) => textOfColumn(row.server));
    const fleet = await fleetAt(db, organization, query, { ...moment, servers });
    const found = new Map(fleet.servers.map((one) => [one.key, one]));
    return (row) => {
      const one = found.get(textOfColumn(row.server));
      if (one === undefined) throw new Error('The history of bindings has a server that the log does not have.');
      return summary(one.state.server, one.state.lastSeenAt, counted(one.select()));
    };
  });
  const { at, knownAt = moment.position } = time;
  const known = { servers: await serversKnownAt(db, organization, time), position: knownAt, at };
  return page(aboutThen(known, { silentAfter, echo: asked.echo }));
}

interface ServerThen {
  readonly one: ServerAt;
  readonly selections: readonly Selection[];
}

/** Every server at another time. */
export async function serverRowsThen(
  db: Transaction,
  organization: string,
  fleet: FleetAt,
  asked: AskedThen,
): Promise<readonly RowThen<ServerThen>[]> {
  const known = await knownServers(db, organization, fleet, asked);
  return fleet.servers.map((one) => {
    const selections = one.select();
    return { row: serverRow(known.of(one), selections), ties: [one.key], value: { one, selections } };
  });
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
