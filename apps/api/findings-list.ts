import { findingRow } from '#libs/query/query-rows.js';
import { columnText } from '#libs/store/column-text.js';
import type { Transaction } from '#libs/store/database.js';
import { findingOfRow } from '#libs/store/kept-findings.js';
import { FINDING_COLUMNS, type ListedFinding } from '#libs/store/queries/findings-now.js';
import { findingsSql } from '#libs/store/queries/listed/findings-sql.js';
import { serverKey } from '#libs/store/queries/server-key.js';
import { aboutNow, aboutThen, foldedFleet } from './about-list.js';
import { askedQuery } from './asked-query.js';
import { type FindingAt, findingsAt, keysOfFinding, tooManyToJudge } from './findings-at.js';
import { type FleetAt, fleetWithin } from './fleet-at.js';
import type { Moment } from './list.js';
import { pageNow } from './page-now.js';
import { pageThen, type RowThen } from './page-then.js';
import type { FindingsQuery } from './params.js';
import { noServer } from './reads.js';
import { Refused } from './refused.js';

/** What is wrong, the worst first: from the stored ranges for now, by judging the folded fleet for another time. */
export async function findingsList(db: Transaction, organization: string, query: FindingsQuery, moment: Moment) {
  const server = query.server === undefined ? undefined : await serverKey(db, organization, query.server);
  if (server === null) throw noServer(query.server ?? '');
  const at = query.asOf ?? moment.now.toISOString();
  const asked = await askedQuery(db, organization, 'findings', { ...query, at });
  const { cursor, limit } = query;
  const told = { silentAfter: query.silentAfter, echo: asked.echo };
  if (query.asOf !== undefined || query.knownAt !== undefined) {
    const fleet = await judgedFleet(db, organization, query, moment);
    const only = server === undefined ? undefined : new Set([server]);
    const rows = (await findingRowsThen(fleet, only)).filter(({ value }) => passes(value, query));
    return pageThen(
      rows,
      { list: 'findings', ...asked, cursor, limit },
      findingItemThen,
      aboutThen(foldedFleet(fleet), told),
    );
  }
  const filters = [
    { sql: 'f.server = ?', value: server === undefined ? undefined : columnText(server) },
    { sql: 'f.rule = ?', value: query.rule },
    { sql: 'f.severity = ?', value: query.severity },
  ];
  const sql = { list: findingsSql(query.state), select: FINDING_COLUMNS };
  const wanted = { list: 'findings', sql, asked, filters, cursor, limit, moment } as const;
  const page = await pageNow<ListedFinding, ReturnType<typeof findingItem>>(db, organization, wanted, () =>
    Promise.resolve(findingItem),
  );
  return page(await aboutNow(db, organization, moment, told));
}

/** A finding of the contract with its range of time. What has not come has not been seen. */
export function findingItem(row: ListedFinding) {
  const { state, stands_from, stands_until, first_seen, last_seen, resolved } = row;
  const seen = state !== 'coming';
  return {
    ...findingOfRow(row),
    state,
    firstSeen: seen ? first_seen.toISOString() : null,
    lastSeen: seen ? last_seen.toISOString() : null,
    resolved: resolved?.toISOString() ?? null,
    standsFrom: stands_from.toISOString(),
    standsUntil: stands_until?.toISOString() ?? null,
  };
}

/** The fleet as it was, where it can be judged. */
export async function judgedFleet(
  db: Transaction,
  organization: string,
  query: Pick<FindingsQuery, 'asOf' | 'knownAt'> & { readonly state?: FindingsQuery['state'] },
  moment: Moment,
): Promise<FleetAt> {
  if (query.state === 'resolved')
    throw new Refused('bad-request', 'What was resolved is told of the present only.', {
      errors: [{ parameter: 'state', message: 'with asOf or knownAt one of standing, coming and all' }],
    });
  const fleet = await fleetWithin(db, organization, query, moment);
  if (!('tooMany' in fleet)) return fleet;
  throw new Refused('unprocessable', tooManyToJudge(fleet.tooMany), {
    remedy: 'Ask without asOf and knownAt for the findings of the present, or the timeline for what happened.',
  });
}

/** Every finding at another time. When a finding was first seen is not told then: it depends on when we looked. */
export async function findingRowsThen(
  fleet: FleetAt,
  only?: ReadonlySet<string>,
): Promise<readonly RowThen<FindingAt>[]> {
  const servers = new Map(fleet.servers.map(({ key, state }) => [key, state]));
  const found = await findingsAt(fleet, only);
  return found.flatMap((one) => {
    const state = servers.get(one.key);
    if (state === undefined) return [];
    const known = { key: one.key, server: state.server, lastSeenAt: state.lastSeenAt };
    const range = { from: one.state === 'coming' ? one.standsFrom : undefined, until: one.standsUntil };
    return [{ row: findingRow(known, one.finding, range), ties: keysOfFinding(one), value: one }];
  });
}

function passes({ finding: { id, severity }, state }: FindingAt, query: FindingsQuery): boolean {
  return (
    (query.rule === undefined || query.rule === id) &&
    (query.severity === undefined || query.severity === severity) &&
    (query.state === 'all' || query.state === state)
  );
}

export function findingItemThen({ finding, state, standsFrom, standsUntil }: FindingAt) {
  return { ...finding, state, resolved: null, ...(state === 'coming' && { standsFrom }), standsUntil };
}
