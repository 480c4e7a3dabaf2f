import type { Transaction } from '#libs/store/database.js';
import type { PageKey } from '#libs/store/queries/metrics/keyed-pages.js';
import type { Paged } from '#libs/store/queries/metrics/presented.js';
import type { Scope } from './collector.js';

const PAGE = 2_000;

/** Rows in pages, each read in a transaction of its own when the one before it has been sent. */
export async function* pages<R extends Pick<PageKey, 'organization' | 'server'> & Partial<PageKey>>(
  { ask, organization }: Scope,
  read: (db: Transaction, page: Paged) => Promise<readonly R[]>,
): AsyncGenerator<readonly R[], void> {
  for (let after: PageKey | null = null; ;) {
    const page = { organization, after, limit: PAGE };
    const rows: readonly R[] = await ask((db) => read(db, page));
    yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = { organization: last.organization, server: last.server, endpoint: last.endpoint ?? '' };
  }
}

/** The samples of each page. */
export async function* sampled<R, S>(
  rows: AsyncIterable<readonly R[]>,
  samplesOf: (row: R) => readonly S[],
): AsyncGenerator<readonly S[], void> {
  for await (const page of rows) yield page.flatMap(samplesOf);
}
