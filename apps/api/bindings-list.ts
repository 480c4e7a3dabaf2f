import { certificateIn, fleetAt } from './fleet-at.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { Transaction } from '#libs/store/database.js';
import { type BindingRow, bindingsNow, countBindingsNow } from '#libs/store/queries/bindings-now.js';
import { serverKey } from '#libs/store/queries/server-key.js';
import { keysOf, TwoTexts } from './cursor.js';
import { type Moment, page } from './list.js';
import type { BindingsQuery } from './params.js';
import { noServer } from './reads.js';

/** Every endpoint with what it presents: from the stored ranges for now, by folding the log again for another time. */
export async function bindingsList(db: Transaction, organization: string, query: BindingsQuery, moment: Moment) {
  const server = query.server === undefined ? undefined : await serverKey(db, organization, query.server);
  if (server === null) throw noServer(query.server ?? '');
  const after = keysOf('bindings', query.cursor, TwoTexts);
  if (query.asOf !== undefined || query.knownAt !== undefined)
    return bindingsThen(db, organization, { query, server, after }, moment);
  const filter = { server, endpoint: query.endpoint, outcome: query.outcome, thumbprint: query.thumbprint };
  const rows = await bindingsNow(db, organization, filter, { after, limit: query.limit + 1 });
  const total = await countBindingsNow(db, organization, filter);
  const about = { total, position: moment.position, asOf: moment.now.toISOString() };
  return page(rows, query.limit, { list: 'bindings', keys: (row) => [row.server, row.endpoint], item: itemOf }, about);
}

function itemOf(row: BindingRow) {
  return {
    ...row.selection,
    certificate: row.certificate,
    lastChanged:
      row.lastChangedAt === null
        ? null
        : {
            at: row.lastChangedAt.toISOString(),
            by: row.lastChangedBy,
            position: row.lastChangedPosition === null ? null : Number(row.lastChangedPosition),
          },
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
  };
}

interface Asked {
  readonly query: BindingsQuery;
  readonly server: string | undefined;
  readonly after: readonly [string, string] | null;
}

/** The same at another time. Who changed an answer last is not told then: the timeline says it. */
async function bindingsThen(db: Transaction, organization: string, { query, server, after }: Asked, moment: Moment) {
  const fleet = await fleetAt(db, organization, query, { ...moment, server });
  const all = fleet.servers.flatMap((one) =>
    one.select().map((selection) => ({ key: one.key, selection, state: one.state })),
  );
  const rows = all
    .filter(({ selection }) => passes(selection, query))
    .sort((a, b) => compare(a.key, b.key) || compare(a.selection.endpoint, b.selection.endpoint));
  const rest =
    after === null
      ? rows
      : rows.filter((row) => (compare(row.key, after[0]) || compare(row.selection.endpoint, after[1])) > 0);
  const item = ({ selection, state }: (typeof rows)[number]) => ({
    ...selection,
    certificate: certificateIn(state, selection.thumbprint),
    lastSeenAt: state.lastSeenAt,
  });
  const about = { total: rows.length, position: fleet.position, asOf: fleet.at };
  return page(rest, query.limit, { list: 'bindings', keys: (row) => [row.key, row.selection.endpoint], item }, about);
}

function passes(
  selection: { endpoint: string; outcome: string; thumbprint: string | null },
  query: BindingsQuery,
): boolean {
  if (query.endpoint !== undefined && selection.endpoint !== query.endpoint) return false;
  if (query.outcome !== undefined && selection.outcome !== query.outcome) return false;
  return (
    query.thumbprint === undefined ||
    (selection.thumbprint !== null && normalizeThumbprint(selection.thumbprint) === query.thumbprint)
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
