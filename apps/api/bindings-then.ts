import { asksFor, type Condition } from '#libs/query/condition.js';
import type { SortKey } from '#libs/query/sort.js';
import { textOfColumn } from '#libs/store/column-text.js';
import type { Transaction } from '#libs/store/database.js';
import { BINDING_THEN_COLUMNS, type BindingThenRow } from '#libs/store/queries/bindings-now.js';
import { serversKnownAt } from '#libs/store/queries/bindings-at.js';
import { bindingsThenSql, NOT_IN_HISTORY, type OtherTime } from '#libs/store/queries/listed/bindings-sql.js';
import { aboutThen } from './about-list.js';
import type { AskedQuery } from './asked-query.js';
import { certificateIn, fleetAt, type FleetAt } from './fleet-at.js';
import type { Moment } from './list.js';
import { knownEnd } from './known-at.js';
import { lastChange } from './last-change.js';
import { pageNow } from './page-now.js';
import type { BindingsQuery } from './params.js';

const FOLDED = new Set<string>(NOT_IN_HISTORY);

/** Whether the history of bindings answers a query of another time: it holds no findings. */
export function historyAnswers({
  condition,
  sort,
}: {
  readonly condition: Condition;
  readonly sort: readonly SortKey[];
}): boolean {
  return !asksFor(condition, FOLDED) && !sort.some(({ field }) => FOLDED.has(field));
}

interface Then {
  readonly query: BindingsQuery;
  readonly asked: AskedQuery;
  readonly moment: Moment;
  readonly filters: readonly { readonly sql: string; readonly value: string | undefined }[];
}

/**
 * A page of the bindings of another time: which ones are on it the history says, and what they answered in full is folded from the log, of the
 * servers on the page alone.
 */
export async function bindingsPageThen(db: Transaction, organization: string, { query, asked, moment, filters }: Then) {
  const { cursor, limit, skip, silentAfter } = query;
  const time = await otherTime(db, organization, query, moment);
  const sql = { list: bindingsThenSql(time), ...BINDING_THEN_COLUMNS };
  const wanted = { list: 'bindings', isThen: true, sql, asked, filters, cursor, limit, skip, moment } as const;
  const page = await pageNow<BindingThenRow, object>(db, organization, wanted, async (rows) => {
    const servers = [...new Set(rows.map((row) => textOfColumn(row.server)))];
    const fleet = rows.length === 0 ? null : await fleetAt(db, organization, query, { ...moment, servers });
    const answers = new Map(fleet === null ? [] : answersOf(fleet));
    return (row) => {
      const answer = answers.get(`${textOfColumn(row.server)} ${textOfColumn(row.endpoint)}`);
      if (answer === undefined) throw new Error('The history of bindings has an endpoint that the log does not have.');
      return { ...answer, lastChanged: lastChange(row) };
    };
  });
  const { at, knownAt = moment.position } = time;
  const servers = await serversKnownAt(db, organization, time);
  return page(aboutThen({ servers, position: knownAt, at }, { silentAfter, echo: asked.echo }));
}

/** The two instants that a query of another time is about; a knowledge that is not over yet is that of now. */
export async function otherTime(
  db: Transaction,
  organization: string,
  { asOf, knownAt: asked }: Pick<BindingsQuery, 'asOf' | 'knownAt'>,
  { position, now }: Moment,
): Promise<OtherTime> {
  const knownAt = await knownEnd(db, organization, asked);
  const known = knownAt === undefined || knownAt >= position ? {} : { knownAt };
  return { at: asOf ?? now.toISOString(), ...known };
}

function answersOf({ servers }: FleetAt) {
  return servers.flatMap(({ key, state, select }) =>
    select().map((selection) => {
      const certificate = certificateIn(state, selection.thumbprint);
      return [`${key} ${selection.endpoint}`, { ...selection, certificate, lastSeenAt: state.lastSeenAt }] as const;
    }),
  );
}
