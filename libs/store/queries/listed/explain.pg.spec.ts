import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { EVERYTHING } from '#libs/query/condition.js';
import { readQuery } from '#libs/query/read-query.js';
import { readSort } from '#libs/query/sort.js';
import { differencesBetween, serversKnownAt } from '../bindings-at.js';
import { comingChanges } from '../coming-changes.js';
import { freshness } from '../freshness.js';
import { nextTurn } from '../next-turn.js';
import { serverKey } from '../server-key.js';
import { openOrganization } from '../../organizations.js';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { until } from '../../../../test/support/until.js';
import type { Transaction } from '../../database.js';
import { BINDINGS_SQL, bindingsThenSql } from './bindings-sql.js';
import { facets } from './facets.js';
import { countListed, listed } from './listed.js';
import { serversThenSql } from './servers-sql.js';
import type { ListSql } from './sql-field.js';

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
         not_after, changes_at, last_changed_at, fqdn, roles, issuer_kind, known_from, digest)
       select $1, 'ex' || i || '.contoso.com', 'receive:C' || e || ':starttls', '2026-01-01', '{}', 'PRESENTED',
         lpad(upper(to_hex(i * 8 + e)), 40, '0'), 'high', 'STLS-9', timestamptz '2026-01-01' + (i * 8 + e) * interval '1 hour',
         timestamptz '2026-01-01' + (i * 8 + e) * interval '1 hour', timestamptz '2020-01-01' + (i * 8 + e) * interval '1 hour',
         'ex' || i || '.contoso.com', '{receive,starttls}', 'public', 1, ''
       from generate_series(1, $2) i, generate_series(0, 7) e`,
      [organization, SERVERS],
    );
  }
  // Ten years of it, a change each half year; every other one was known otherwise at first.
  await owner.query(
    `insert into certfleet.binding (organization, server, endpoint, valid_from, valid_until, outcome, thumbprint, certainty, rule,
       not_after, last_changed_at, fqdn, roles, issuer_kind, known_from, known_until, digest)
     select b.organization, b.server, b.endpoint, timestamptz '2016-01-01' + n * interval '6 months', timestamptz '2016-01-01' + (n + 1) * interval '6 months',
       b.outcome, b.thumbprint, b.certainty, b.rule, b.not_after, b.last_changed_at, b.fqdn, b.roles, b.issuer_kind, k, case k when 1 then 2 end, ''
     from certfleet.binding b, generate_series(0, 19) n, generate_series(1, 2) k
     where b.organization = 'contoso' and (k = 2 or n % 2 = 0)`,
  );
  await vacuumed('binding');
  await vacuumed('server_state');
  // From here on as the application asks: PostgreSQL gives an index less to do where rows are kept apart by policy.
  await owner.query(`set certfleet.organization = 'contoso'`);
  await owner.query('set role certfleet_app');
});
afterAll(async () => {
  await owner.end();
  await fresh.close();
});

/** As autovacuum leaves it: every page known to hold nothing but rows that all see, which a transaction that is under way puts off. */
async function vacuumed(table: string): Promise<void> {
  await until(
    async () => {
      await owner.query(`vacuum analyze certfleet.${table}`);
      const { rows } = await owner.query<{ visible: boolean }>(
        `select relallvisible = relpages as visible from pg_class where oid = 'certfleet.${table}'::regclass`,
      );
      return rows[0]?.visible === true;
    },
    { within: 20_000 },
  );
}

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

/** Answers as ever, and adds up how many rows of bindings PostgreSQL took up for it. */
function explaining(): { readonly db: Transaction; readonly read: () => number } {
  let read = 0;
  const db: Transaction = {
    async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
      const explained = await owner.query(`explain (analyze, costs off, timing off, format json) ${sql}`, [
        ...parameters,
      ]);
      read += takenUp(explained.rows[0]['QUERY PLAN'][0].Plan);
      return (await owner.query(sql, [...parameters])).rows;
    },
  };
  return { db, read: () => read };
}

/** How many rows of bindings PostgreSQL took up for a page. */
async function rowsRead(
  text: string,
  order: string,
  { cursor = false, from = BINDINGS_SQL }: { readonly cursor?: boolean; readonly from?: ListSql } = {},
): Promise<{ found: number; read: number }> {
  const query = readQuery(text, 'bindings', Date.parse('2026-06-01T00:00:00Z'));
  const sort = order === '' ? undefined : readSort(order, 'bindings');
  if (!query.ok || (sort !== undefined && !sort.ok)) throw new Error(`${text} ${order}`);
  const wanted = { condition: query.value.condition, filters: [] };
  const page = { sort: sort?.value ?? [], after: null, limit: 101 };
  const sql = { list: from, select: 'b.server, b.endpoint' };
  const first = explaining();
  const rows = await listed(first.db, 'contoso', sql, { wanted, page });
  if (!cursor) return { found: rows.length, read: first.read() };
  const after = rows.at(-1)?.keys ?? null;
  const second = explaining();
  const found = await listed(second.db, 'contoso', sql, { wanted, page: { ...page, after } });
  return { found: found.length, read: second.read() };
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
  const second = await rowsRead(text, order, { cursor: true });
  expect(second.read).toBeLessThan(1_500);
});

const SLICE = SERVERS * 8;
const AT = '2020-03-01T00:00:00Z';

test.each([
  ['', '', 3_500],
  ['server:EX77', '', 3_500],
  ['role:starttls issuer.kind:public', '', 2 * SLICE],
  ['thumbprint:00000000000000000000000000000000000003E8', '', 2 * SLICE],
  // Rows with and without a value are two statements.
  ['', '-notAfter', 4 * SLICE],
])(
  'a page of "%s" in the order "%s" at another time reads the rows of that time, not the history',
  async (text, order, most) => {
    for (const time of [{ at: AT }, { at: AT, knownAt: 1 }]) {
      const { found, read } = await rowsRead(text, order, { from: bindingsThenSql(time) });
      expect(found).toBeGreaterThan(0);
      expect([time, read <= most, read]).toEqual([time, true, read]);
    }
  },
);

test('all facets of the bindings read them once, and with them what stands in other tables', async () => {
  const everything = { condition: EVERYTHING, filters: [] };
  const own = ['outcome', 'role', 'issuer.kind', 'site', 'version', 'certainty', 'changedBy', 'rule', 'key.size'];
  const once = explaining();
  const found = await facets(once.db, 'contoso', { list: BINDINGS_SQL, fields: own, most: 5 }, everything);
  expect(found).toMatchObject({ total: SLICE, facets: { role: { values: [{ value: 'receive', count: SLICE }, {}] } } });
  expect(once.read()).toBeLessThan(1.5 * SLICE);
  const more = explaining();
  await facets(more.db, 'contoso', { list: BINDINGS_SQL, fields: [...own, 'finding.severity'], most: 5 }, everything);
  expect(more.read() - once.read()).toBeLessThan(2.5 * SLICE);
});

/** Answers as ever, and keeps the plans of what was asked. */
function planning(): { readonly db: Transaction; readonly plans: string[] } {
  const plans: string[] = [];
  const db: Transaction = {
    async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
      const explained = await owner.query(`explain (costs off) ${sql}`, [...parameters]);
      plans.push(explained.rows.map((row) => String(row['QUERY PLAN'])).join('\n'));
      return (await owner.query(sql, [...parameters])).rows;
    },
  };
  return { db, plans };
}

test('counting by what is asked for most reads no rows of the table at all', async () => {
  const query = readQuery('role:starttls outcome:presented issuer.kind:public', 'bindings', 0);
  if (!query.ok) throw new Error(query.fault.message);
  const { db, plans } = planning();
  const wanted = { condition: query.value.condition, filters: [] };
  expect(await countListed(db, 'contoso', BINDINGS_SQL, wanted)).toBe(SLICE);
  expect(plans).toEqual([expect.stringContaining('Index Only Scan using binding_live')]);
});

test('a server that is named in full is found by its key, and when time next changes something by indexes', async () => {
  const { db, plans } = planning();
  expect(await serverKey(db, 'contoso', 'EX77.contoso.com')).toBe('ex77.contoso.com');
  expect(plans).toHaveLength(1);
  await nextTurn(db, 'contoso');
  expect(
    plans.filter((plan) => plan.includes('Seq Scan on server_state') || plan.includes('Seq Scan on binding')),
  ).toEqual([]);
  expect(await serverKey(db, 'contoso', 'ex77')).toBe('ex77.contoso.com');
});

test('those that are silent longest are read in the order of an index', async () => {
  const { db, plans } = planning();
  const { silentCount, silent } = await freshness(db, 'contoso', '2999-01-01T00:00:00Z');
  expect([silentCount, silent.length]).toEqual([SERVERS, 20]);
  expect(plans.at(-1)).toContain('server_state_last_seen_at');
  expect(plans.at(-1)).not.toContain('Seq Scan');
});

test('nor do the total, the facets, and what differs between two times', async () => {
  const everything = { condition: EVERYTHING, filters: [] };
  const questions: readonly ((db: Transaction) => Promise<unknown>)[] = [
    (db) => countListed(db, 'contoso', bindingsThenSql({ at: AT }), everything),
    (db) => facets(db, 'contoso', { list: bindingsThenSql({ at: AT }), fields: ['outcome'], most: 5 }, everything),
    (db) => serversKnownAt(db, 'contoso', { at: AT }),
    (db) => countListed(db, 'contoso', serversThenSql({ at: AT }), everything),
    (db) => countListed(db, 'contoso', BINDINGS_SQL, everything),
    (db) => comingChanges(db, 'contoso', { days: 90 }, { after: null, limit: 101 }),
  ];
  for (const [index, question] of questions.entries()) {
    const asked = explaining();
    await question(asked.db);
    expect([index, asked.read() <= 3 * SLICE, asked.read()]).toEqual([index, true, asked.read()]);
  }
  const compared = explaining();
  await differencesBetween(compared.db, 'contoso', { from: AT, to: '2024-03-01T00:00:00Z' });
  // Two times, each of which takes up what was known otherwise as well.
  expect(compared.read()).toBeLessThan(5 * SLICE);
});
