import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { readQuery } from '#libs/query/read-query.js';
import { readSort } from '#libs/query/sort.js';
import { openOrganization } from '../../organizations.js';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import type { Transaction } from '../../database.js';
import { BINDINGS_SQL } from './bindings-sql.js';
import { listed } from './listed.js';

/** A fleet of 1,000 servers with eight endpoints each: a page must not cost a walk through all of them. */
const SERVERS = 1_000;
let fresh: FreshDatabase;
let owner: Client;

beforeAll(async () => {
  fresh = await freshDatabase();
  await openOrganization(fresh.db, 'contoso');
  await openOrganization(fresh.db, 'fabrikam');
  owner = new Client({ connectionString: fresh.ownerUrl });
  await owner.connect();
  await owner.query(`set certfleet.organization = '*'`);
  for (const organization of ['contoso', 'fabrikam']) {
    await owner.query(
      `insert into certfleet.server_state (organization, server, fqdn, netbios_name, state, last_seen_at, position)
       select $1, 'ex' || i || '.contoso.com', 'EX' || i || '.contoso.com', 'EX' || i, '{}', now(), 1 from generate_series(1, $2) i`,
      [organization, SERVERS],
    );
    await owner.query(
      `insert into certfleet.binding (organization, server, endpoint, valid_from, selection, outcome, thumbprint, certainty, rule,
         not_after, changes_at, last_changed_at, fqdn, roles, issuer_kind, position)
       select $1, 'ex' || i || '.contoso.com', 'receive:C' || e || ':starttls', '2026-01-01', '{}', 'PRESENTED',
         lpad(upper(to_hex(i * 8 + e)), 40, '0'), 'high', 'STLS-9', timestamptz '2026-01-01' + (i * 8 + e) * interval '1 hour',
         timestamptz '2026-01-01' + (i * 8 + e) * interval '1 hour', timestamptz '2020-01-01' + (i * 8 + e) * interval '1 hour',
         'ex' || i || '.contoso.com', '{receive,starttls}', 'public', 1
       from generate_series(1, $2) i, generate_series(0, 7) e`,
      [organization, SERVERS],
    );
  }
  await owner.query('analyze certfleet.binding');
  await owner.query('analyze certfleet.server_state');
});
afterAll(async () => {
  await owner.end();
  await fresh.close();
});

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

/** How many rows of bindings PostgreSQL took up for a page. */
async function rowsRead(text: string, order: string, cursor = false): Promise<{ found: number; read: number }> {
  const query = readQuery(text, 'bindings', Date.parse('2026-06-01T00:00:00Z'));
  const sort = order === '' ? undefined : readSort(order, 'bindings');
  if (!query.ok || (sort !== undefined && !sort.ok)) throw new Error(`${text} ${order}`);
  let read = 0;
  const explaining: Transaction = {
    async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
      const explained = await owner.query(`explain (analyze, costs off, timing off, format json) ${sql}`, [
        ...parameters,
      ]);
      read += takenUp(explained.rows[0]['QUERY PLAN'][0].Plan);
      return (await owner.query(sql, [...parameters])).rows;
    },
  };
  const wanted = { condition: query.value.condition, filters: [] };
  const page = { sort: sort?.value ?? [], after: null, limit: 101 };
  const sql = { list: BINDINGS_SQL, select: 'b.server, b.endpoint' };
  const rows = await listed(explaining, 'contoso', sql, { wanted, page });
  if (!cursor) return { found: rows.length, read };
  read = 0;
  const after = rows.at(-1)?.keys ?? null;
  return { found: (await listed(explaining, 'contoso', sql, { wanted, page: { ...page, after } })).length, read };
}

function takenUp(plan: Plan): number {
  const own =
    plan['Relation Name'] === 'binding'
      ? (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
      : 0;
  return own + (plan.Plans ?? []).reduce((sum, one) => sum + takenUp(one), 0);
}

test.each([
  ['', ''],
  ['role:starttls issuer.kind:public', ''],
  ['server:EX77', ''],
  ['server:EX77*', ''],
  ['thumbprint:00000000000000000000000000000000000003E8', ''],
  ['notAfter:<2026-01-03', ''],
  ['notAfter:<+30d', 'notAfter'],
  ['', '-notAfter'],
  ['', 'changesAt'],
  ['role:starttls', '-changed'],
])('a page of "%s" in the order "%s" reads a part of the bindings', async (text, order) => {
  const first = await rowsRead(text, order);
  expect(first.found).toBeGreaterThan(0);
  // Two statements at most: rows with and without a value of the first key.
  expect(first.read).toBeLessThan(1_500);
  const second = await rowsRead(text, order, true);
  expect(second.read).toBeLessThan(1_500);
});
