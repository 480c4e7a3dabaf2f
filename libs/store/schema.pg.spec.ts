import { readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { MIGRATIONS } from '#migrations/migrations.js';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.js';
import { migrate } from './database.js';
import { schemaText } from './schema-text.js';

let fresh: FreshDatabase;
let owner: Client;
beforeAll(async () => {
  fresh = await freshDatabase();
  owner = new Client({ connectionString: fresh.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await fresh.close();
});

async function found(sql: string): Promise<unknown[]> {
  return (await owner.query<Record<string, unknown>>(sql)).rows;
}

const TABLES = `select oid, relname from pg_class
  where relnamespace = 'certfleet'::regnamespace and relkind in ('r', 'p') and relname <> 'migration'`;

describe('the schema', () => {
  test('is the one that migrations/schema.sql shows (UPDATE_SCHEMA=1 writes it)', async () => {
    const file = new URL('../../migrations/schema.sql', import.meta.url);
    const text = `-- What the migrations make, as the catalog tells it. Written by UPDATE_SCHEMA=1 npm test -- --selectProjects pg libs/store/schema\n\n${await schemaText(fresh.ownerUrl)}`;
    if (process.env.UPDATE_SCHEMA === '1') writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  test('is complete: a second migration, and two at once, find nothing to do', async () => {
    expect(await Promise.all([migrate(fresh.ownerUrl), migrate(fresh.ownerUrl)])).toEqual([[], []]);
  });

  test('two starters on an empty database: one migrates, the other waits', async () => {
    const name = `${fresh.name}_empty`;
    await owner.query(`create database ${name}`);
    const url = fresh.ownerUrl.replace(fresh.name, name);
    const ran = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    await owner.query(`drop database ${name}`);
    expect(ran.map((names) => names.length).sort()).toEqual([0, 0, MIGRATIONS.length]);
  });

  test('every migration has a name that ends in its instant, in order', () => {
    const names = MIGRATIONS.map(({ name }) => name);
    expect(names.filter((name) => !/^[A-Z][A-Za-z]+\d{13}$/.test(name))).toEqual([]);
    const instants = names.map((name) => Number(name.slice(-13)));
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
    expect(new Set(instants).size).toBe(instants.length);
  });
});

describe('what keeps the door to a distributed engine open', () => {
  test('organization is the first column of every table, text, never null, not generated', async () => {
    const wrong = await found(`select t.relname from (${TABLES}) t
      left join pg_attribute a on a.attrelid = t.oid and a.attnum = 1
      where a.attname is distinct from 'organization' or a.atttypid <> 'text'::regtype or not a.attnotnull or a.attgenerated <> '' or a.attidentity <> ''`);
    expect(wrong).toEqual([]);
  });

  test('every primary, unique and exclusion key and every unique index contains organization', async () => {
    const wrong =
      await found(`select i.indexrelid::regclass::text from (${TABLES}) t join pg_index i on i.indrelid = t.oid
      join pg_attribute a on a.attrelid = t.oid and a.attname = 'organization'
      where (i.indisunique or i.indisexclusion) and not a.attnum = any(i.indkey::int2[])`);
    expect(wrong).toEqual([]);
    const keyless = await found(`select t.relname from (${TABLES}) t
      where not exists (select from pg_index i where i.indrelid = t.oid and i.indisprimary)`);
    expect(keyless).toEqual([]);
  });

  test('every foreign key contains organization on both sides', async () => {
    const wrong =
      await found(`select k.conname from (${TABLES}) t join pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
      join pg_attribute a on a.attrelid = k.conrelid and a.attname = 'organization'
      join pg_attribute b on b.attrelid = k.confrelid and b.attname = 'organization'
      where not exists (select from unnest(k.conkey, k.confkey) as pair (mine, its) where mine = a.attnum and its = b.attnum)`);
    expect(wrong).toEqual([]);
  });

  test('there is no sequence, identity or serial, no trigger, no transaction id and no jsonb', async () => {
    expect(
      await found(
        `select relname from pg_class where relnamespace = 'certfleet'::regnamespace and relkind = 'S' and relname <> 'migration_id_seq'`,
      ),
    ).toEqual([]);
    expect(
      await found(`select g.tgname from (${TABLES}) t join pg_trigger g on g.tgrelid = t.oid and not g.tgisinternal`),
    ).toEqual([]);
    expect(
      await found(`select t.relname, a.attname from (${TABLES}) t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0
        where a.attidentity <> '' or a.atttypid in ('xid'::regtype, 'xid8'::regtype, 'pg_lsn'::regtype, 'jsonb'::regtype)`),
    ).toEqual([]);
  });

  test('every table has row-level security by organization', async () => {
    const policies = await found(`select t.relname as table, c.relrowsecurity as secured, p.polcmd as command,
        pg_get_expr(p.polqual, p.polrelid) as using, p.polwithcheck as checked, p.polroles::text as roles
      from (${TABLES}) t join pg_class c on c.oid = t.oid left join pg_policy p on p.polrelid = t.oid`);
    const setting = `( SELECT current_setting('certfleet.organization'::text, true) AS current_setting)`;
    const using = `((${setting} = organization) OR (${setting} = '*'::text))`;
    const wrong = policies.filter(
      (policy) =>
        !isDeepStrictEqual(policy, {
          ...Object(policy),
          secured: true,
          command: '*',
          using,
          checked: null,
          roles: '{0}',
        }),
    );
    expect(wrong).toEqual([]);
  });

  test('every function runs with a fixed search path and is closed to the public', async () => {
    const wrong = await found(`select f.proname from pg_proc f where f.pronamespace = 'certfleet'::regnamespace
      and (not coalesce(f.proconfig @> array['search_path=pg_catalog, certfleet, pg_temp'], false)
        or has_function_privilege('public', f.oid, 'execute'))`);
    expect(wrong).toEqual([]);
  });
});
