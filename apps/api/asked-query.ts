import type { Condition } from '#libs/query/condition.js';
import type { ListName } from '#libs/query/lists.js';
import type { QueryFault } from '#libs/query/query-fault.js';
import { type Query, readQuery } from '#libs/query/read-query.js';
import { readSort, type SortKey } from '#libs/query/sort.js';
import type { Transaction } from '#libs/store/database.js';
import { savedView, type SavedView } from '#libs/store/saved-views.js';
import { Refused } from './refused.js';

/** What a list is narrowed and ordered by. */
export interface AskedQuery {
  readonly condition: Condition;
  readonly sort: readonly SortKey[];
  /** Columns of an export; null: all. */
  readonly columns: readonly string[] | null;
  /** What was asked, for the answer; undefined: nothing. */
  readonly echo: QueryEcho | undefined;
}

/** The query as it was read: a saved view keeps being shown when it is narrowed. */
export interface QueryEcho {
  readonly where: string | null;
  readonly view: { readonly name: string; readonly where: string } | null;
  readonly sort: string | null;
  /** The instant that all times count from, and what each of them came to. */
  readonly now: string;
  readonly times: readonly { readonly text: string; readonly at: string }[];
}

export interface QueryParameters {
  readonly where?: string | undefined;
  readonly view?: string | undefined;
  readonly sort?: string | undefined;
  readonly columns?: string | undefined;
}

/**
 * Reads what a list is asked for: a saved view, narrowed by a query, in an order.
 *
 * @param at the instant that the answer is about: times of the query count from it.
 */
export async function askedQuery(
  db: Transaction,
  organization: string,
  list: ListName,
  { where, view, sort, columns, at }: QueryParameters & { readonly at: string },
): Promise<AskedQuery> {
  const base = view === undefined ? null : await viewFor(db, organization, list, view);
  const order = sort ?? base?.sort ?? null;
  const texts = [
    { parameter: `view ${base?.name}`, text: base?.where },
    { parameter: 'where', text: where },
  ];
  const parts = texts.flatMap(({ parameter, text }) => (text === undefined ? [] : [read(list, text, at, parameter)]));
  return {
    condition: { kind: 'all', of: parts.map(({ condition }) => condition) },
    sort: readOrder(list, order),
    columns: named(columns) ?? base?.columns ?? null,
    echo: parts.length === 0 && order === null ? undefined : echoOf(parts, { where, base, order, at }),
  };
}

function named(columns: string | undefined): readonly string[] | undefined {
  return columns?.split(',').map((name) => name.trim());
}

function echoOf(
  parts: readonly Query[],
  {
    where = null,
    base,
    order,
    at,
  }: { where: string | null | undefined; base: SavedView | null; order: string | null; at: string },
): QueryEcho {
  return {
    where,
    view: base === null ? null : { name: base.name, where: base.where },
    sort: order,
    now: at,
    times: [...new Map(parts.flatMap(({ times }) => times).map((time) => [time.text, time])).values()],
  };
}

async function viewFor(db: Transaction, organization: string, list: ListName, name: string): Promise<SavedView> {
  const found = await savedView(db, organization, name.toLowerCase());
  if (found === null)
    throw new Refused('not-found', `No view is saved as ${name}.`, { remedy: 'GET /api/v1/views lists the views.' });
  if (found.list === list) return found;
  throw new Refused('bad-request', `The view ${found.name} is one of ${found.list}, not of ${list}.`, {
    errors: [{ parameter: 'view', message: `ask it of ${found.list}` }],
  });
}

/** Reads a query. @throws Refused with the column where it cannot be read. */
export function read(list: ListName, text: string, at: string, parameter: string) {
  const query = readQuery(text, list, Date.parse(at));
  if (query.ok) return query.value;
  throw refusedQuery(parameter, query.fault, text);
}

/** Reads an order. @throws Refused */
export function readOrder(list: ListName, text: string | null): readonly SortKey[] {
  if (text === null) return [];
  const sort = readSort(text, list);
  if (sort.ok) return sort.value;
  throw refusedQuery('sort', sort.fault, text);
}

function refusedQuery(parameter: string, { message, column, remedy, suggestions }: QueryFault, text: string): Refused {
  const given = suggestions !== undefined && suggestions.length > 0 ? { suggestions } : {};
  return new Refused('bad-request', `${parameter}, column ${column}: ${message}.`, {
    remedy,
    place: `column ${column}`,
    errors: [{ parameter, place: `column ${column}`, message, remedy, column, text, ...given }],
  });
}
