import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { migrate } from './database.js';
import { isAlive } from './embedded/process-table.js';
import { type EmbeddedPostgres, startEmbedded } from './embedded-postgres.js';

const isRoot = process.getuid?.() === 0;
/** Of one test. */
let folder: string;
/** Of all tests that need no folder of their own: making one takes a second. */
let shared: string;
const servers: EmbeddedPostgres[] = [];

beforeAll(() => {
  shared = newFolder();
});
afterAll(() => rmSync(shared, { recursive: true, force: true }));
beforeEach(() => {
  folder = newFolder();
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'certfleet-embedded-'));
  chmodSync(path, 0o755);
  return path;
}

async function started(dataDir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbedded({ dataDir, sync: false });
  servers.push(server);
  return server;
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(10);
}

describe('the embedded PostgreSQL', () => {
  test('starts on nothing, is stopped, and starts on its data again', async () => {
    const first = await started(join(shared, 'data'));
    expect(first.adopted).toBe(false);
    expect(
      await ask(
        first.ownerUrl,
        'select current_user::text as "user", current_setting(\'server_encoding\') as encoding',
      ),
    ).toEqual([{ user: 'certfleet_owner', encoding: 'UTF8' }]);
    expect(await ask(first.appUrl, 'select current_user::text as "user"')).toEqual([{ user: 'certfleet_app' }]);
    await ask(first.ownerUrl, 'create table public.kept (n int)');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    expect(existsSync(join(first.home, 'pg18', 'postmaster.pid'))).toBe(false);
    const second = await started(join(shared, 'data'));
    expect(second).toMatchObject({ ownerUrl: first.ownerUrl, adopted: false });
    expect(await ask(second.ownerUrl, 'select count(*)::int as n from public.kept')).toEqual([{ n: 0 }]);
  });

  test('has the role for readers of the SQL views, also in a data folder of an earlier version', async () => {
    const READERS = `select rolcanlogin as login from pg_roles where rolname = 'certfleet_reader'`;
    const first = await started(join(shared, 'data'));
    expect(await ask(first.superuserUrl, READERS)).toEqual([{ login: false }]);
    await ask(first.superuserUrl, 'drop role certfleet_reader');
    // What the migration meets on a server whose owner may make no roles.
    expect((await migrate(first.ownerUrl)).length).toBeGreaterThan(0);
    expect(await ask(first.ownerUrl, READERS)).toEqual([]);
    expect(await ask(first.ownerUrl, 'select * from certfleet_views.bindings')).toEqual([]);
    await first.stop();
    const second = await started(join(shared, 'data'));
    expect(await ask(second.superuserUrl, READERS)).toEqual([{ login: false }]);
  });

  test('is closed to others: no port, a private socket, no login without a password, no rights above its roles', async () => {
    const { ownerUrl, appUrl, home } = await started(join(shared, 'data'));
    expect(await ask(ownerUrl, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
    for (const name of ['run', 'pg18', 'postgres.log']) expect(statSync(join(home, name)).mode & 0o077).toBe(0);
    expect(statSync(join(home, 'pg18', 'certfleet-passwords.json')).mode & 0o077).toBe(0);
    await expect(ask(appUrl.replace(/:[^:@]*@/, ':wrong@'), 'select 1')).rejects.toThrow(
      'password authentication failed',
    );
    expect(
      await ask(
        ownerUrl,
        `select rolname from pg_roles where rolname like 'certfleet%' and (rolsuper or rolcreaterole or rolbypassrls)`,
      ),
    ).toEqual([]);
  });

  test('a server that runs already is adopted, and stopped by its steward alone', async () => {
    const server = await started(join(shared, 'data'));
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    try {
      writeFileSync(
        join(server.home, 'steward'),
        `${other.pid} ${
          readFileSync(`/proc/${other.pid}/stat`, 'utf8')
            .replace(/^.*\) /s, '')
            .split(' ')[19]
        }`,
      );
      const guest = await startEmbedded({ dataDir: join(shared, 'data') });
      expect(guest).toMatchObject({ adopted: true, pid: server.pid, appUrl: server.appUrl });
      await guest.stop();
      expect(isAlive(server.pid)).toBe(true);
    } finally {
      const ended = once(other, 'exit');
      other.kill('SIGKILL');
      await ended;
    }
    const heir = await startEmbedded({ dataDir: join(shared, 'data') });
    expect(heir).toMatchObject({ adopted: true, pid: server.pid });
    await heir.stop();
    expect(isAlive(server.pid)).toBe(false);
  });

  test('after kill -9 of the server it recovers what was committed', async () => {
    const server = await startEmbedded({ dataDir: join(shared, 'data') });
    await ask(server.ownerUrl, 'create table public.survivor as select 7 as n');
    process.kill(server.pid, 'SIGKILL');
    await gone(server.pid);
    expect(existsSync(join(server.home, 'pg18', 'postmaster.pid'))).toBe(true);
    const again = await started(join(shared, 'data'));
    expect(again.adopted).toBe(false);
    expect(await ask(again.ownerUrl, 'select n from public.survivor')).toEqual([{ n: 7 }]);
  });

  test('a killed server that nobody has reaped yet is waited for', async () => {
    const server = await started(join(shared, 'data'));
    await server.stop();
    // The child ends at once, and the parent that should reap it goes on as a program that does not.
    const negligent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 2'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [said] = await once(negligent.stdout, 'data');
    const zombie = Number(String(said));
    await gone(zombie);
    expect(() => process.kill(zombie, 0)).not.toThrow();
    writeFileSync(join(server.home, 'pg18', 'postmaster.pid'), `${zombie}\n${join(server.home, 'pg18')}\n`);
    const again = await started(join(shared, 'data'));
    expect(again).toMatchObject({ adopted: false });
    expect(await ask(again.appUrl, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('a pid file whose number now belongs to another process does not hinder the start', async () => {
    const server = await started(join(shared, 'data'));
    await server.stop();
    writeFileSync(
      join(server.home, 'pg18', 'postmaster.pid'),
      `${process.pid}\n${join(server.home, 'pg18')}\n1\n5432\n${join(server.home, 'run')}\n\n1 1\nready   \n`,
    );
    const again = await started(join(shared, 'data'));
    expect(again.adopted).toBe(false);
    expect(again.pid).not.toBe(process.pid);
    expect(await ask(again.appUrl, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('two starters at once end with one server and the same passwords', async () => {
    const both = await Promise.all([started(folder), started(folder)]);
    expect(new Set(both.map(({ pid }) => pid)).size).toBe(1);
    expect(new Set(both.map(({ appUrl }) => appUrl)).size).toBe(1);
    expect(await ask(both[1].appUrl, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('what a starter left behind that died while it made the folder is cleared away', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await once(dead, 'exit');
    mkdirSync(join(folder, `pg18.${dead.pid}.01234567`));
    writeFileSync(join(folder, `pg18.${dead.pid}.01234567.password`), 'secret');
    await started(folder);
    expect(existsSync(join(folder, `pg18.${dead.pid}.01234567`))).toBe(false);
    expect(existsSync(join(folder, `pg18.${dead.pid}.01234567.password`))).toBe(false);
  });

  test('two data folders are two servers', async () => {
    const one = await started(join(shared, 'data'));
    const two = await started(join(folder, 'two'));
    expect(one.pid).not.toBe(two.pid);
    await ask(one.ownerUrl, 'create table public.only_here (n int)');
    expect(await ask(two.ownerUrl, `select to_regclass('public.only_here') as found`)).toEqual([{ found: null }]);
    await expect(
      ask(
        one.appUrl.replace(/host=[^&]*/, new URLSearchParams({ host: join(two.home, 'run') }).toString()),
        'select 1',
      ),
    ).rejects.toThrow('password');
  });

  test('a path too long for a socket gets its socket elsewhere', async () => {
    const server = await started(join(folder, 'x'.repeat(120)));
    expect(await ask(server.appUrl, 'select 1 as n')).toEqual([{ n: 1 }]);
    const socketFolder = new URLSearchParams(server.appUrl.split('?')[1]).get('host') ?? '';
    expect(statSync(socketFolder).mode & 0o077).toBe(0);
    await server.stop();
    rmSync(socketFolder, { recursive: true });
  });

  test('a server that does not come up says why, with the end of its log', async () => {
    const server = await started(join(shared, 'data'));
    await server.stop();
    const settings = join(server.home, 'pg18', 'postgresql.auto.conf');
    writeFileSync(settings, 'shared_buffers = nonsense\n');
    await expect(startEmbedded({ dataDir: join(shared, 'data') })).rejects.toThrow(
      /did not start[\s\S]*shared_buffers/,
    );
    writeFileSync(settings, '');
  });

  const asRoot = isRoot ? test : test.skip;
  asRoot('root finds a place that the server can reach when the data folder lies in a closed home', async () => {
    const home = join(folder, 'root-home');
    mkdirSync(home, { mode: 0o700 });
    const dataDir = join(home, 'clone', 'data');
    const server = await started(dataDir);
    try {
      expect(server.home).toMatch(/^\/var\/lib\/certfleet\/for-/);
      expect(existsSync(join(dataDir, 'postgres', 'pg18'))).toBe(true);
      expect(await ask(server.appUrl, 'select 1 as n')).toEqual([{ n: 1 }]);
      expect(statSync(`/proc/${server.pid}`).uid).not.toBe(0);
    } finally {
      await server.stop();
      rmSync(server.home, { recursive: true });
    }
  });
});
