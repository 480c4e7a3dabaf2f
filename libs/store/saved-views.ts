import type { ListName } from '#libs/query/lists.js';
import type { Transaction } from './database.js';

/** A query that somebody keeps under a name, for lists, reports and alerts. */
export interface SavedView {
  readonly name: string;
  readonly list: ListName;
  readonly where: string;
  /** As in a request: `notAfter,-server`. Null: the order of the list. */
  readonly sort: string | null;
  /** Null: all. */
  readonly columns: readonly string[] | null;
  readonly description: string | null;
  readonly savedAt: string;
  readonly savedBy: string | null;
}

interface Row extends Omit<SavedView, 'savedAt'> {
  readonly savedAt: Date;
}

const COLUMNS = `name, list, query as "where", sort, columns, description, saved_at as "savedAt", saved_by as "savedBy"`;

/** Many for people, few enough to be told at once. */
export const MOST_VIEWS = 500;

export async function savedViews(db: Transaction, organization: string): Promise<readonly SavedView[]> {
  const rows = await db.query<Row>(
    `select ${COLUMNS} from certfleet.saved_view where organization = $1 order by name limit ${MOST_VIEWS}`,
    [organization],
  );
  return rows.map(viewOf);
}

export async function savedView(db: Transaction, organization: string, name: string): Promise<SavedView | null> {
  const [row] = await db.query<Row>(
    `select ${COLUMNS} from certfleet.saved_view where organization = $1 and name = $2`,
    [organization, name],
  );
  return row === undefined ? null : viewOf(row);
}

/** Keeps a view, in place of one of the same name. Null: there are too many already. */
export async function saveView(
  db: Transaction,
  organization: string,
  view: Omit<SavedView, 'savedAt'>,
): Promise<SavedView | null> {
  const [row] = await db.query<Row>(
    `insert into certfleet.saved_view (organization, name, list, query, sort, columns, description, saved_by)
     select $1, $2, $3, $4, $5, $6::text[], $7, $8
     where (select count(*) from certfleet.saved_view where organization = $1 and name <> $2) < ${MOST_VIEWS}
     on conflict (organization, name) do update set list = excluded.list, query = excluded.query, sort = excluded.sort,
       columns = excluded.columns, description = excluded.description, saved_by = excluded.saved_by, saved_at = clock_timestamp()
     returning ${COLUMNS}`,
    [organization, view.name, view.list, view.where, view.sort, view.columns, view.description, view.savedBy],
  );
  return row === undefined ? null : viewOf(row);
}

/** True when there was one. */
export async function forgetView(db: Transaction, organization: string, name: string): Promise<boolean> {
  const rows = await db.query(`delete from certfleet.saved_view where organization = $1 and name = $2 returning name`, [
    organization,
    name,
  ]);
  return rows.length > 0;
}

function viewOf(row: Row): SavedView {
  return { ...row, savedAt: row.savedAt.toISOString() };
}
