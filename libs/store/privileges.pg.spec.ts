import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.js';
import { append } from './append.js';
import { acrossOrganizations, applicationUrl, inOrganization, openDatabase } from './database.js';
import type { NewEvent } from './event-row.js';
import { receive } from './inbox.js';
import { openOrganization, whyNoOrganization } from './organizations.js';
import { head } from './queries/head.js';

let fresh: FreshDatabase;
/** Logged in as the application, without the settings that its own connections begin with. */
let attacker: Client;

beforeAll(async () => {
  fresh = await freshDatabase();
  attacker = new Client({ connectionString: fresh.appUrl.replace(/&options=.*/, '') });
  await attacker.connect();
  for (const organization of ['contoso', 'fabrikam']) {
    await openOrganization(fresh.db, organization);
    await append(fresh.db, organization, [note('1', organization), note('1', 'conflicting')]);
    await receive(fresh.db, organization, { kind: 'import', bytes: Buffer.from(organization) });
  }
});
afterAll(async () => {
  await attacker.end();
  await fresh.close();
});

function note(id: string, text: string): NewEvent {
  return {
    stream: 'organization',
    id,
    source: '/organizations/x',
    type: 'note.added',
    occurredAt: '2026-06-01T00:00:00.000Z',
    data: { text },
  };
}

async function snapshotOfLog(): Promise<unknown> {
  const tables = ['head', 'stream', 'event', 'commit', 'conflict', 'organization'];
  return Promise.all(
    tables.map((table) =>
      acrossOrganizations(fresh.db, (db) => db.query(`select t::text from certfleet.${table} t order by t::text`)),
    ),
  );
}

/** All in one transaction that sees every organization, so that nothing is refused for want of rows. */
async function attempt(...statements: string[]): Promise<string> {
  await attacker.query('begin');
  try {
    await attacker.query(`set local certfleet.organization = '*'`);
    for (const statement of statements) await attacker.query(statement);
    await attacker.query('commit');
    return 'allowed';
  } catch (error) {
    await attacker.query('rollback');
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

const LOG = ['event', 'commit', 'head', 'stream', 'conflict', 'organization'];
const REFUSED = '42501';

describe("the application's role", () => {
  test.each(
    LOG.flatMap((table) => [
      [`update certfleet.${table} set organization = organization`],
      [`delete from certfleet.${table}`],
      [`truncate certfleet.${table} cascade`],
      [`insert into certfleet.${table} select * from certfleet.${table}`],
      [`select * from certfleet.${table} for update`],
      [`alter table certfleet.${table} disable row level security`],
      [`alter table certfleet.${table} no force row level security`],
      [`alter table certfleet.${table} disable trigger all`],
      [`alter table certfleet.${table} owner to certfleet_app`],
      [`drop table certfleet.${table} cascade`],
      [`create policy open on certfleet.${table} using (true)`],
      [`drop policy organization on certfleet.${table}`],
      [`create rule rewrite as on insert to certfleet.${table} do instead nothing`],
      [
        `create trigger t before insert on certfleet.${table} for each row execute function suppress_redundant_updates_trigger()`,
      ],
      [`create index on certfleet.${table} (organization)`],
      [`copy certfleet.${table} from program 'true'`],
    ]),
  )('may not: %s', async (statement) => {
    const before = await snapshotOfLog();
    expect(await attempt(statement)).toBe(REFUSED);
    expect(await snapshotOfLog()).toEqual(before);
  });

  test.each([
    ['set role certfleet_owner'],
    ['set role postgres'],
    ['set session authorization certfleet_owner'],
    [`set session_replication_role = replica`],
    [`set local role none; reset role; delete from certfleet.event`],
    ['create table certfleet.mine (n int)'],
    ['create table public.mine (n int)'],
    ['create schema mine'],
    ['create temporary table event (n int)'],
    ['create role other superuser'],
    ['alter role certfleet_app bypassrls'],
    ['alter function certfleet.append(text, json) security invoker'],
    [
      `create or replace function certfleet.append(organization text, events json) returns void language sql as 'select'`,
    ],
    ['drop schema certfleet cascade'],
    ['drop function certfleet.append'],
    ['update certfleet.migration set name = name'],
    ['update certfleet.inbox set sha256 = sha256'],
    ['update certfleet.inbox set received_at = now()'],
    ['delete from certfleet.inbox'],
    ['truncate certfleet.inbox'],
    [`update certfleet.token set role = 'administrator'`],
    ['delete from certfleet.token'],
    [`select pg_read_file('/etc/passwd')`],
    [`select lo_import('/etc/passwd')`],
  ])('may not: %s', async (statement) => {
    expect(await attempt(statement)).toBe(REFUSED);
  });

  test('may not hand on what it may do, nor give itself more', async () => {
    const rights = () =>
      fresh.db.query(
        `select relname, relacl::text from pg_class where relnamespace = 'certfleet'::regnamespace order by relname`,
      );
    const before = await rights();
    for (const table of LOG) {
      await attempt(`grant all on certfleet.${table} to public`);
      await attempt(`grant insert, update, delete on certfleet.${table} to certfleet_app with grant option`);
    }
    expect(await rights()).toEqual(before);
  });

  test('cannot slip a table or an operator of its own under append', async () => {
    expect(await attempt('set local search_path = pg_temp, public', `select certfleet.append('contoso', '[]')`)).toBe(
      'allowed',
    );
    expect(
      await attempt(`select set_config('enable_seqscan', 'off', true)`, `select certfleet.append('contoso', 'null')`),
    ).not.toBe('allowed');
  });

  test('a transaction that speaks for one organization cannot append to another', async () => {
    const speaking = inOrganization(fresh.db, 'contoso', (db) => db.query(`select certfleet.append('fabrikam', '[]')`));
    await expect(speaking).rejects.toThrow('another organization');
    const own = await inOrganization(fresh.db, 'contoso', (db) =>
      db.query<{ position: string }>(`select * from certfleet.append('contoso', '[]')`),
    );
    expect(own).toMatchObject([{ position: '1' }]);
  });
});

describe('row-level security', () => {
  const tables = ['organization', 'head', 'stream', 'event', 'commit', 'conflict', 'inbox'];

  test.each(tables)('a transaction for one organization sees only its rows of %s', async (table) => {
    const rows = await inOrganization(fresh.db, 'contoso', (db) =>
      db.query<{ organization: string }>(`select organization from certfleet.${table}`),
    );
    expect(new Set(rows.map(({ organization }) => organization))).toEqual(new Set(['contoso']));
    const all = await acrossOrganizations(fresh.db, (db) =>
      db.query<{ organization: string }>(`select organization from certfleet.${table}`),
    );
    expect(new Set(all.map(({ organization }) => organization))).toEqual(new Set(['contoso', 'fabrikam']));
    expect(await fresh.db.query(`select organization from certfleet.${table}`)).toEqual([]);
  });

  test('nor can it write those of another, or move its own there', async () => {
    const write = (sql: string) => inOrganization(fresh.db, 'contoso', (db) => db.query(sql));
    await expect(
      write(`insert into certfleet.checkpoint (organization, projection, position) values ('fabrikam', 'p', 1)`),
    ).rejects.toThrow('row-level security');
    await write(`insert into certfleet.checkpoint (organization, projection, position) values ('contoso', 'p', 1)`);
    await expect(write(`update certfleet.checkpoint set organization = 'fabrikam'`)).rejects.toThrow(
      'row-level security',
    );
    expect(
      await write(`update certfleet.inbox set state = 'duplicate' where organization = 'fabrikam' returning 1`),
    ).toEqual([]);
    await expect(
      write(
        `insert into certfleet.inbox (organization, inbox_id, kind, sha256, size) values ('fabrikam', gen_random_uuid(), 'import', '', 0)`,
      ),
    ).rejects.toThrow('row-level security');
  });

  test('the setting ends with the transaction, also on a connection that is used again', async () => {
    const one = await openDatabase(fresh.appUrl, 1);
    try {
      expect(await inOrganization(one, 'contoso', (db) => head(db, 'contoso'))).not.toBeNull();
      await inOrganization(one, 'fabrikam', () => Promise.reject(new Error('work failed'))).catch(() => undefined);
      expect(await one.query('select * from certfleet.head')).toEqual([]);
      expect(await inOrganization(one, 'contoso', (db) => head(db, 'fabrikam'))).toBeNull();
    } finally {
      await one.destroy();
    }
  });

  test.each(["contoso', true), set_config('certfleet.organization', '*", "\\'; rollback; --", 'a"b', ' '])(
    'whatever an organization is called is its name: %j',
    async (name) => {
      const [row] = await inOrganization(fresh.db, name, (db) =>
        db.query<{ name: string }>(`select current_setting('certfleet.organization') as name`),
      );
      expect(row?.name).toBe(name);
    },
  );

  test('no organization can be called so that it stands for all', async () => {
    expect(['', '*', 'a\nb', 'x'.repeat(256), '\ud800', 'Contoso Ltd. – ü'].map(whyNoOrganization)).toEqual([
      'empty',
      'reserved',
      'control-character',
      'too-long',
      'control-character',
      null,
    ]);
    await expect(openOrganization(fresh.db, '*')).rejects.toThrow('reserved');
    expect(() => inOrganization(fresh.db, '*', () => Promise.resolve())).toThrow('no organization');
    for (const name of ['', '*', 'a\nb', 'x'.repeat(256)])
      await expect(fresh.db.query('select certfleet.open_organization($1)', [name])).rejects.toThrow(
        'organization_name',
      );
  });
});

describe('with the address of an owner alone', () => {
  test("the application's connections drop to its role", async () => {
    const db = await openDatabase(applicationUrl(fresh.ownerUrl), 2);
    try {
      expect(await db.query('select current_user::text as "user", current_setting(\'timezone\') as timezone')).toEqual([
        { user: 'certfleet_app', timezone: 'UTC' },
      ]);
      await expect(db.query('delete from certfleet.event')).rejects.toThrow('permission denied');
      expect(await append(db, 'contoso', [note('2', 'x')])).toMatchObject({ results: ['recorded'] });
    } finally {
      await db.destroy();
    }
  });

  test('options that the address has already are kept', () => {
    const url = applicationUrl('postgres://u:p@h:1/db?sslmode=require&options=-c%20statement_timeout%3D5s');
    expect(url.startsWith('postgres://u:p@h:1/db?sslmode=require&options=')).toBe(true);
    expect(new URL(url).searchParams.get('options')).toBe(
      '-c statement_timeout=5s -c role=certfleet_app -c timezone=UTC -c idle_in_transaction_session_timeout=60000',
    );
    expect(new URL(applicationUrl('postgres://u@h/db')).search).toMatch(/^\?options=-c%20role/);
  });
});
