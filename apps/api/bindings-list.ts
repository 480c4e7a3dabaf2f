import { columnText } from '#libs/store/column-text.js';
import type { Transaction } from '#libs/store/database.js';
import { BINDING_COLUMNS, type BindingRow } from '#libs/store/queries/bindings-now.js';
import { BINDINGS_SQL } from '#libs/store/queries/listed/bindings-sql.js';
import { serverKey } from '#libs/store/queries/server-key.js';
import type { Selection } from '#libs/selection/selection.js';
import { aboutNow, aboutThen, foldedFleet } from './about-list.js';
import { type AskedQuery, askedQuery } from './asked-query.js';
import { bindingsPageThen, historyAnswers } from './bindings-then.js';
import { type AskedThen, knownServers } from './known-servers.js';
import { certificateIn, fleetAt, type FleetAt } from './fleet-at.js';
import { bindingRow } from '#libs/query/query-rows.js';
import { lastChange } from './last-change.js';
import type { Moment } from './list.js';
import { pageNow } from './page-now.js';
import { pageThen, type RowThen } from './page-then.js';
import type { BindingsQuery } from './params.js';
import { noServer } from './reads.js';

/** Every endpoint with what it presents, now or at another time. */
export async function bindingsList(db: Transaction, organization: string, query: BindingsQuery, moment: Moment) {
  const server = query.server === undefined ? undefined : await serverKey(db, organization, query.server);
  if (server === null) throw noServer(query.server ?? '');
  const at = query.asOf ?? moment.now.toISOString();
  const asked = await askedQuery(db, organization, 'bindings', { ...query, at });
  const { cursor, limit, skip } = query;
  const told = { silentAfter: query.silentAfter, echo: asked.echo };
  const filters = [
    { sql: 'b.server = ?', value: server },
    { sql: 'b.endpoint = ?', value: query.endpoint },
    { sql: 'b.outcome = ?', value: query.outcome },
    { sql: 'b.thumbprint = ?', value: query.thumbprint },
  ].map(({ sql, value }) => ({ sql, value: value === undefined ? undefined : columnText(value) }));
  if (query.asOf !== undefined || query.knownAt !== undefined) {
    if (historyAnswers(asked)) return bindingsPageThen(db, organization, { query, asked, moment, filters });
    return bindingsFolded(db, organization, { query, asked, moment, server });
  }
  const sql = { list: BINDINGS_SQL, ...BINDING_COLUMNS };
  const wanted = { list: 'bindings', sql, asked, filters, cursor, limit, skip, moment } as const;
  const page = await pageNow<BindingRow, ReturnType<typeof itemOf>>(db, organization, wanted, () =>
    Promise.resolve(itemOf),
  );
  return page(await aboutNow(db, organization, moment, told));
}

function itemOf(row: BindingRow) {
  return {
    ...row.selection,
    certificate: row.certificate,
    lastChanged: lastChange(row),
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
  };
}

interface Folded {
  readonly query: BindingsQuery;
  readonly asked: AskedQuery;
  readonly moment: Moment;
  readonly server: string | undefined;
}

/** Bindings of another time that are asked for by what the history does not hold: the whole fleet is folded. */
async function bindingsFolded(db: Transaction, organization: string, { query, asked, moment, server }: Folded) {
  const { cursor, limit, silentAfter } = query;
  const servers = server === undefined ? undefined : [server];
  const fleet = await fleetAt(db, organization, query, { ...moment, servers });
  const rows = (await bindingsThen(db, organization, fleet, { ...asked, query, moment, server })).filter(({ value }) =>
    passes(value.selection, query),
  );
  const told = { silentAfter, echo: asked.echo };
  return pageThen(
    rows,
    { list: 'bindings', ...asked, cursor, limit, skip: query.skip },
    itemThen,
    aboutThen(foldedFleet(fleet), told),
  );
}

interface BindingThen {
  readonly selection: Selection;
  readonly state: FleetAt['servers'][number]['state'];
}

/** Every endpoint at another time, from the folded log. Who changed an answer last is not told then: the timeline says it. */
export async function bindingsThen(
  db: Transaction,
  organization: string,
  fleet: FleetAt,
  asked: AskedThen,
): Promise<readonly RowThen<BindingThen>[]> {
  const known = await knownServers(db, organization, fleet, asked);
  return fleet.servers.flatMap((one) => {
    const about = known.of(one);
    return one.select().map((selection) => ({
      row: bindingRow(about, selection),
      ties: [one.key, selection.endpoint],
      value: { selection, state: one.state },
    }));
  });
}

function itemThen({ selection, state }: BindingThen) {
  return {
    ...selection,
    certificate: certificateIn(state, selection.thumbprint),
    lastSeenAt: state.lastSeenAt,
  };
}

function passes({ endpoint, outcome, thumbprint }: Selection, query: BindingsQuery): boolean {
  return (
    (query.endpoint === undefined || endpoint === query.endpoint) &&
    (query.outcome === undefined || outcome === query.outcome) &&
    (query.thumbprint === undefined || thumbprint?.toUpperCase() === query.thumbprint)
  );
}
