import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FleetEvent } from '#libs/fleet/event.js';
import { sourceOf } from '#libs/fleet/source.js';
import type { Field } from '#libs/query/field.js';
import { asksFor, EVERYTHING } from '#libs/query/condition.js';
import { LIST_FIELDS, LISTS, type ListName } from '#libs/query/lists.js';
import { readQuery } from '#libs/query/read-query.js';
import { readSort, sortFields } from '#libs/query/sort.js';
import { inSnapshot, type Transaction } from '#libs/store/database.js';
import { BINDINGS_SQL, bindingsThenSql, NOT_IN_HISTORY } from '#libs/store/queries/listed/bindings-sql.js';
import { CERTIFICATES_SQL } from '#libs/store/queries/listed/certificates-sql.js';
import { facets } from '#libs/store/queries/listed/facets.js';
import { findingsSql } from '#libs/store/queries/listed/findings-sql.js';
import { countListed, listed } from '#libs/store/queries/listed/listed.js';
import { SERVERS_SQL } from '#libs/store/queries/listed/servers-sql.js';
import type { ListSql } from '#libs/store/queries/listed/sql-field.js';
import { AT, anyServer } from '../../test/support/any-fleet.js';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.js';
import { happened } from '../../test/support/events.js';
import { project, record } from '../../test/support/fleet-log.js';
import { bindingsThen } from './bindings-list.js';
import { certificateRowsThen } from './certificates-list.js';
import { facetThen } from './facets-then.js';
import { findingRowsThen } from './findings-list.js';
import { fleetAt } from './fleet-at.js';
import { pageThen, type RowThen, wantedThen } from './page-then.js';
import { serverRowsThen } from './servers-list.js';

/**
 * The same question to PostgreSQL over the stored rows and in memory over the folded fleet: over fleets of every kind that the types allow,
 * with unknown and unset values everywhere.
 */
const ORGANIZATION = 'contoso';
const SERVERS = 14;
let fresh: FreshDatabase;
let now: number;

const SQL: Readonly<Record<ListName, { readonly list: ListSql; readonly key: string }>> = {
  servers: { list: SERVERS_SQL, key: 's.server' },
  bindings: { list: BINDINGS_SQL, key: `b.server || ' ' || b.endpoint` },
  certificates: { list: CERTIFICATES_SQL, key: 'c.thumbprint' },
  findings: {
    list: findingsSql('standing'),
    key: `concat_ws(' ', array_position(array['critical', 'high', 'medium', 'low'], f.severity), f.server, f.rule, f.endpoint, f.subject)`,
  },
};

/** Not told of another time. */
const PRESENT_ONLY = new Set(['changed', 'changedBy', 'from']);

beforeAll(async () => {
  fresh = await freshDatabase();
  const servers = fc.sample(anyServer, { numRuns: SERVERS, seed: 4711 });
  const events: FleetEvent[] = servers.map((server, i) => {
    const fqdn = i % 5 === 4 ? `edge${i}.contoso.com` : `ex${i}.contoso.com`;
    return happened(
      'inventory.observed',
      {
        ...server,
        fqdn,
        complete: ['certificates', 'receiveConnectors', 'iisBindings'],
        certificates: (server.certificates ?? []).map((certificate, j) => ({
          ...certificate,
          ...(j % 2 === 0 && { rootCaType: ['ThirdParty', 'Enterprise', 'None', null][i % 4] ?? null }),
          ...(j % 3 === 0 && { keyProvider: i % 2 === 0 ? 'CNG' : null }),
          ...(j % 2 === 1 && { keyAlgorithm: 'RSA', keySize: i % 3 === 0 ? 4096 : 2048 }),
        })),
      },
      { source: sourceOf({ organization: ORGANIZATION, server: fqdn }), occurredAt: AT, id: `inventory of ${fqdn}` },
    );
  });
  const connectors = happened(
    'send-connector.configured',
    {
      name: 'Out%b_und',
      enabled: true,
      sourceServers: ['ex0.contoso.com', 'edge4.contoso.com'],
      fqdn: 'ex01.contoso.com',
    },
    { source: sourceOf({ organization: ORGANIZATION, server: null }), occurredAt: AT },
  );
  await record(fresh.db, ORGANIZATION, [...events, connectors]);
  await project(fresh.db, ORGANIZATION);
  now = Date.now();
});
afterAll(() => fresh.close());

const inside = <T>(work: (db: Transaction) => Promise<T>) => inSnapshot(fresh.db, ORGANIZATION, work);

async function rowsThen(db: Transaction, list: ListName): Promise<readonly RowThen<unknown>[]> {
  const at = new Date(now).toISOString();
  const moment = { position: 1_000, now: new Date(now) };
  const fleet = await fleetAt(db, ORGANIZATION, { asOf: at }, moment);
  const every = readQuery('finding:none', 'bindings', now);
  const asked = {
    query: { asOf: at },
    condition: every.ok ? every.value.condition : EVERYTHING,
    moment,
    server: undefined,
  };
  if (list === 'bindings') return bindingsThen(db, ORGANIZATION, fleet, asked);
  if (list === 'servers') return serverRowsThen(db, ORGANIZATION, fleet, asked);
  if (list === 'certificates') return certificateRowsThen(fleet);
  return (await findingRowsThen(fleet)).filter(({ value }) => value.state === 'standing');
}

const keyOf = (ties: readonly unknown[], list: ListName) => ties.slice(0, list === 'findings' ? 5 : 2).join(' ');

const TEXTS = [
  'ex*',
  '*contoso*',
  'EX0',
  '"EX01"',
  '*',
  'AMS',
  'a*s',
  '"Out%b_und"',
  '*%*',
  'mail.contoso.com',
  '*:starttls',
  'pop',
  '"*.contoso.com"',
  'cn=*',
  'RSA',
  'STLS-*',
  'A0*',
  '*"*"*',
  'receive:*',
];
const TIMES = [
  '<now',
  '>now',
  '>=2026-06-01',
  '<2026',
  '2026-06',
  '2025..2026-06',
  '*..+30d',
  '*',
  '>-200d',
  '<=2027-01-01T00:00:00Z',
];

function anyTerm(list: ListName): fc.Arbitrary<string> {
  const fields = Object.entries(LIST_FIELDS[list]).filter(([name]) => !PRESENT_ONLY.has(name));
  const field = fc.constantFrom(...fields).chain(([name, about]) => anyValue(about).map((value) => `${name}:${value}`));
  const others = [
    fc.constantFrom(...fields.map(([name]) => `has:${name}`)),
    fc.constantFrom('contoso', 'EX1', '"."', 'a*1', 'starttls', 'mail'),
    ...(list === 'bindings' || list === 'certificates'
      ? [fc.constantFrom('days:<0', 'days:0..400', 'is:expired')]
      : []),
  ];
  return fc.oneof({ weight: 6, arbitrary: field }, ...others);
}

function anyValue(field: Field): fc.Arbitrary<string> {
  const missing = fc.constantFrom('unknown', 'none');
  const values = field.values ?? ['-'];
  const own = {
    text: () => fc.constantFrom(...TEXTS),
    choice: () =>
      fc.oneof(
        fc.constantFrom(...values),
        fc.subarray([...values], { minLength: 1, maxLength: Math.min(values.length, 3) }).map((some) => some.join(',')),
        fc.constant('*'),
      ),
    number: () => fc.constantFrom('2048', '>2048', '1024..2048', '<4096'),
    instant: () => fc.constantFrom(...TIMES),
    flag: () => fc.constantFrom('true', 'false'),
  }[field.kind]();
  return fc.oneof({ weight: 4, arbitrary: own }, { weight: 1, arbitrary: missing });
}

function anyQuery(list: ListName): fc.Arbitrary<string> {
  return fc.letrec<{ query: string }>((tie) => ({
    query: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      anyTerm(list),
      anyTerm(list).map((term) => `-${term}`),
      fc.array(tie('query'), { minLength: 2, maxLength: 3 }).map((all) => all.join(' ')),
      fc.array(tie('query'), { minLength: 2, maxLength: 3 }).map((all) => `(${all.join(' or ')})`),
      tie('query').map((one) => `not (${one})`),
    ),
  })).query;
}

test.each(LISTS)(
  'SQL and memory give the same rows of %s, in the same order',
  async (list) => {
    await inside(async (db) => {
      const rows = await rowsThen(db, list);
      expect(rows.length).toBeGreaterThan(4);
      let some = 0;
      await fc.assert(
        fc.asyncProperty(
          anyQuery(list),
          fc.subarray(
            [...sortFields(list)].filter((field) => !PRESENT_ONLY.has(field)),
            { maxLength: 2 },
          ),
          fc.boolean(),
          async (text, sorted, descending) => {
            const query = readQuery(text, list, now);
            if (!query.ok) throw new Error(`${text}: ${query.fault.message}`);
            const order = readSort(sorted.map((field) => (descending ? `-${field}` : field)).join(','), list);
            const sort = order.ok ? order.value : [];
            const { condition } = query.value;
            const wanted = { condition, filters: [] };
            const found = await listed<{ key: string }>(
              db,
              ORGANIZATION,
              { list: SQL[list].list, select: `${SQL[list].key} as key` },
              { wanted, page: { sort, after: null, limit: 10_000 } },
            );
            const about = { position: 1, asOf: '' };
            const then = pageThen(
              rows.map((row) => ({ ...row, value: keyOf(row.ties, list) })),
              { list, condition, sort, cursor: undefined, limit: 10_000 },
              (key) => key.trim(),
              about,
            );
            expect([text, sorted, found.map(({ key }) => key.trim())]).toEqual([text, sorted, then.items]);
            expect(await countListed(db, ORGANIZATION, SQL[list].list, wanted)).toBe(found.length);
            if (found.length > 0 && found.length < rows.length) some += 1;
          },
        ),
        { numRuns: Number(process.env['QUERY_RUNS'] ?? 150) },
      );
      // Else the queries would be none that tell rows apart.
      expect(some).toBeGreaterThan(20);
    });
  },
  120_000,
);

test.each(LISTS)(
  'pages of %s are the list, whatever its order, each row once',
  async (list) => {
    await inside(async (db) => {
      const select = `${SQL[list].key} as key`;
      const wanted = { condition: EVERYTHING, filters: [] };
      for (const field of [...sortFields(list), ...sortFields(list).map((name) => `-${name}`)]) {
        const order = readSort(field, list);
        const sort = order.ok ? order.value : [];
        const sql = { list: SQL[list].list, select };
        const whole = await listed<{ key: string }>(db, ORGANIZATION, sql, {
          wanted,
          page: { sort, after: null, limit: 10_000 },
        });
        const keys: string[] = [];
        let after: (typeof whole)[number]['keys'] | null = null;
        const size = Math.max(2, Math.floor(whole.length / 7));
        for (;;) {
          const page: typeof whole = await listed(db, ORGANIZATION, sql, {
            wanted,
            page: { sort, after, limit: size },
          });
          keys.push(...page.map(({ key }) => key));
          after = page.at(-1)?.keys ?? null;
          if (page.length < size) break;
        }
        expect([field, keys]).toEqual([field, whole.map(({ key }) => key)]);
      }
    });
  },
  120_000,
);

test.each(LISTS)(
  'facets of %s count the same in SQL and in memory',
  async (list) => {
    await inside(async (db) => {
      const rows = await rowsThen(db, list);
      const query = readQuery(list === 'certificates' ? 'is:valid or subject:*' : '-server:*9*', list, now);
      const condition = query.ok ? query.value.condition : EVERYTHING;
      const fields = Object.entries(LIST_FIELDS[list]).flatMap(([name, { kind }]) =>
        kind !== 'instant' && name !== 'server' && name !== 'presentedBy' && !PRESENT_ONLY.has(name) ? [name] : [],
      );
      const asked = { list: SQL[list].list, fields, most: 100 };
      const stored = await facets(db, ORGANIZATION, asked, { condition, filters: [] });
      const wanted = wantedThen(rows, condition);
      expect(stored.total).toBe(wanted.length);
      expect(Object.keys(stored.facets)).toEqual(fields);
      for (const field of fields) expect([field, stored.facets[field]]).toEqual([field, facetThen(wanted, field, 100)]);
    });
  },
  120_000,
);

test('the history of bindings and the folded log give the same rows at another time, in the same order', async () => {
  await inside(async (db) => {
    const asked = {
      query: {},
      condition: EVERYTHING,
      server: undefined,
      moment: { position: 1_000, now: new Date(now) },
    };
    const folded = new Set<string>([...PRESENT_ONLY, ...NOT_IN_HISTORY]);
    const fields = sortFields('bindings').filter((field) => !folded.has(field));
    for (const at of ['2026-06-15T00:00:00.000Z', '2026-11-01T00:00:00.000Z', '2028-01-01T00:00:00.000Z']) {
      const fleet = await fleetAt(db, ORGANIZATION, { asOf: at }, asked.moment);
      const rows = await bindingsThen(db, ORGANIZATION, fleet, { ...asked, query: { asOf: at } });
      const list = bindingsThenSql({ at });
      await fc.assert(
        fc.asyncProperty(anyQuery('bindings'), fc.subarray([...fields], { maxLength: 2 }), async (text, sorted) => {
          const query = readQuery(text, 'bindings', Date.parse(at));
          const order = readSort(sorted.join(','), 'bindings');
          if (!query.ok) throw new Error(`${text}: ${query.fault.message}`);
          const sort = order.ok ? order.value : [];
          const { condition } = query.value;
          fc.pre(!asksFor(condition, folded));
          const found = await listed<{ key: string }>(
            db,
            ORGANIZATION,
            { list, select: `${SQL.bindings.key} as key` },
            { wanted: { condition, filters: [] }, page: { sort, after: null, limit: 10_000 } },
          );
          const then = pageThen(
            rows.map((row) => ({ ...row, value: keyOf(row.ties, 'bindings') })),
            { list: 'bindings', condition, sort, cursor: undefined, limit: 10_000 },
            (key) => key.trim(),
            { position: 1, asOf: '' },
          );
          expect([at, text, sorted, found.map(({ key }) => key)]).toEqual([at, text, sorted, then.items]);
        }),
        { numRuns: 50 },
      );
    }
  });
}, 120_000);
