import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { z } from 'zod';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.js';
import { readableFleet } from '../../test/support/readable-fleet.js';
import { asWhom } from '../../test/support/sql-reader.js';

/** Roles belong to the whole server: the page's login gets a name of its own here. */
const LOGIN = `grafana_${randomBytes(4).toString('hex')}`;
const PAGE = text('docs/sql-views.md').replace(/\bgrafana\b(?!-)/g, LOGIN);
const BLOCKS = [...PAGE.matchAll(/```sql\n(.*?)```/gs)].map(([, sql = '']) => sql);
const ADMINISTRATION = BLOCKS.filter((sql) => sql.startsWith('-- administrator'));
const QUERIES = BLOCKS.filter((sql) => !sql.startsWith('-- administrator'));

const Panel = z.object({
  id: z.number(),
  title: z.string(),
  type: z.string(),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  targets: z.array(
    z.object({ rawSql: z.string(), rawQuery: z.literal(true), format: z.enum(['table', 'time_series']) }),
  ),
});
const Variable = z.object({
  name: z.string(),
  type: z.string(),
  query: z.string(),
  options: z.array(z.object({ value: z.string() })),
});
const Dashboard = z.object({
  uid: z.literal('certfleet'),
  schemaVersion: z.number(),
  panels: z.array(Panel),
  templating: z.object({ list: z.array(Variable) }),
});
const DASHBOARD = Dashboard.parse(JSON.parse(text('docs/grafana-dashboard.json')));
const VARIABLES = DASHBOARD.templating.list;

let fresh: FreshDatabase;
let reader: Client;
beforeAll(async () => {
  fresh = await freshDatabase();
  await readableFleet(fresh);
});
afterAll(async () => {
  await reader.end();
  await asWhom(fresh.superuserUrl, async (superuser) => {
    await superuser.query(`delete from certfleet.reader`);
    await superuser.query(`drop role ${LOGIN}`);
  });
  await fresh.close();
});

function text(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

async function organizations(): Promise<unknown[]> {
  const { rows } = await reader.query<{ organization: string }>(
    'select organization from certfleet_views.organizations order by organization',
  );
  return rows.map(({ organization }) => organization);
}

describe('docs/sql-views.md', () => {
  test('its statements of an administrator make a login that sees its organizations, and take one away', async () => {
    const [make = '', show = '', less = '', ...others] = ADMINISTRATION;
    expect(others).toHaveLength(1);
    await asWhom(fresh.superuserUrl, async (superuser) => {
      await superuser.query(make);
      reader = new Client({ connectionString: fresh.superuserUrl.replace(/\/\/[^@]*@/, `//${LOGIN}:choose-one@`) });
      await reader.connect();
      expect(await organizations()).toEqual(['contoso', 'fabrikam']);
      expect((await superuser.query<{ role: string }>(show)).rows.map(({ role }) => role)).toEqual([LOGIN, LOGIN]);
      await superuser.query(less);
      expect(await organizations()).toEqual(['contoso']);
    });
    const { rows } = await reader.query<{ setting: string }>(
      `select name || '=' || setting as setting from pg_settings where source = 'user' order by name`,
    );
    expect(rows.map(({ setting }) => setting)).toEqual([
      'TimeZone=UTC',
      'default_transaction_read_only=on',
      'idle_in_transaction_session_timeout=60000',
      'statement_timeout=30000',
    ]);
  });

  test('where the role was not made, its statement gives back what the migration could not', async () => {
    const [, , , make = ''] = ADMINISTRATION;
    const rights = async () =>
      (
        await reader.query<{ acl: string }>(
          `select relname, relacl::text as acl from pg_class where relnamespace = 'certfleet_views'::regnamespace
           union all select nspname, nspacl::text from pg_namespace where nspname = 'certfleet_views' order by 1`,
        )
      ).rows;
    const before = await rights();
    await asWhom(fresh.ownerUrl, async (owner) => {
      await owner.query('revoke all on all tables in schema certfleet_views from certfleet_reader');
      await owner.query('revoke all on schema certfleet_views from certfleet_reader');
      await expect(organizations()).rejects.toThrow('permission denied');
      await owner.query(make);
    });
    expect(await rights()).toEqual(before);
    expect(await organizations()).toEqual(['contoso']);
  });

  test('names every view and column, its type, in order', async () => {
    const { rows } = await reader.query<{ view: string; column: string; type: string }>(
      `select table_name as view, column_name as column, case udt_name when 'int4' then 'integer' when 'int8' then 'bigint' when 'bool' then 'boolean'
         else udt_name end as type
       from information_schema.columns where table_schema = 'certfleet_views' order by table_name, ordinal_position`,
    );
    const told = [...PAGE.matchAll(/^### `(\w+)`\n(.*?)(?=^##)/gms)].flatMap(([, view = '', section = '']) =>
      [...section.matchAll(/^\| `(\w+)` \| (\w+) \|/gm)].map(([, column, type]) => ({ view, column, type })),
    );
    expect(rows.length).toBeGreaterThan(80);
    const inOrder = told.toSorted((a, b) => (a.view < b.view ? -1 : a.view > b.view ? 1 : 0));
    expect(inOrder).toEqual(rows);
  });

  test('there is more than a handful of questions, and each one has an answer', () => {
    expect(QUERIES.length).toBeGreaterThan(6);
  });

  test.each(QUERIES.map((sql) => [sql]))('%s', async (sql) => {
    expect((await reader.query(sql)).rows.length).toBeGreaterThan(0);
  });
});

/** What Grafana makes of its macros and variables before the database sees them. */
function interpolated(sql: string, chosen: Readonly<Record<string, string>>): string {
  return sql
    .replace(/\$__timeGroupAlias\((\w+), '1d'\)/g, 'floor(extract(epoch from $1)/86400)*86400 AS "time"')
    .replace(/\$__timeFilter\((\w+)\)/g, `$1 BETWEEN '2000-01-01T00:00:00Z' AND '2100-01-01T00:00:00Z'`)
    .replace(/\$\{(\w+)(?::sqlstring)?\}/g, (whole, name: string) => chosen[name] ?? whole);
}

describe('docs/grafana-dashboard.json', () => {
  test('asks for data source, organization, days ahead and hours of silence, and offers numbers for both', () => {
    expect(VARIABLES.map(({ name }) => name)).toEqual(['datasource', 'organization', 'ahead', 'silent']);
    const numbers = VARIABLES.slice(2).flatMap(({ options }) => options.map(({ value }) => value));
    expect(numbers.length).toBeGreaterThan(5);
    expect(numbers.filter((value) => !/^\d+$/.test(value))).toEqual([]);
  });

  test('its organizations are those of the login', async () => {
    const { rows } = await reader.query(VARIABLES[1]?.query ?? '');
    expect(rows).toEqual([{ organization: 'contoso' }]);
  });

  test('shows what it is for, each panel at a place of its own', () => {
    expect(DASHBOARD.panels.map(({ title }) => title)).toEqual(
      expect.arrayContaining([
        'Certificates presented, by days left',
        'Findings by severity',
        'Forecast: what time alone will change',
        'Changes per day',
        'Servers silent',
      ]),
    );
    const cells = DASHBOARD.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, n) => `${x + (n % w)},${y + Math.floor(n / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...DASHBOARD.panels.map(({ gridPos: { x, w } }) => x + w))).toBeLessThanOrEqual(24);
    expect(new Set(DASHBOARD.panels.map(({ id }) => id)).size).toBe(DASHBOARD.panels.length);
  });

  test.each(DASHBOARD.panels.map((panel) => [panel.title, panel] as const))('%s', async (_, { targets }) => {
    expect(targets).toHaveLength(1);
    for (const { rawSql, format } of targets) {
      expect(rawSql).toContain('organization in (${organization:sqlstring})');
      const asked = (organization: string) =>
        reader.query<Record<string, unknown>>(interpolated(rawSql, { organization, ahead: '365', silent: '2' }));
      const { rows, fields } = await asked(`'contoso','fabrikam'`);
      expect(rows.length).toBeGreaterThan(0);
      if (format === 'time_series') expect(fields[0]?.name).toBe('time');
      if (fields.some(({ name }) => name === 'organization'))
        expect(new Set(rows.map((row) => row['organization']))).toEqual(new Set(['contoso']));
      const { rows: none } = await asked(`'fabrikam'`);
      expect(none.filter((row) => Object.values(row).some((value) => String(value) !== '0'))).toEqual([]);
    }
  });
});
