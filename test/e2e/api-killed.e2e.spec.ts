import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { migrateQueue } from '#libs/queue/migrate.js';
import { inOrganization } from '#libs/store/database.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { freePort } from '../support/free-port.js';

let database: FreshDatabase;
let port: number;
const token = 'a token for this test alone';
beforeAll(async () => {
  database = await freshDatabase();
  await migrateQueue({ databaseUrl: database.ownerUrl }, 'certfleet_app');
  port = await freePort();
});
afterAll(() => database.close());

test('whatever was acknowledged before the API was killed is in the inbox, byte for byte', async () => {
  const acknowledged = new Map<string, string>();
  for (let round = 0; round < 3; round += 1) {
    const api = await start();
    let killed = false;
    const senders = Array.from({ length: 8 }, async () => {
      while (!killed) {
        const body = JSON.stringify(note());
        const ticket = await send(body);
        if (ticket !== null) acknowledged.set(ticket, createHash('sha256').update(body).digest('hex'));
      }
    });
    const enough = acknowledged.size + 10;
    for (const until = Date.now() + 15_000; acknowledged.size < enough && Date.now() < until;) await pause(5);
    api.kill('SIGKILL');
    killed = true;
    await Promise.all([...senders, once(api, 'exit')]);
  }
  expect(acknowledged.size).toBeGreaterThanOrEqual(30);
  const rows = await inOrganization(database.db, 'default', (db) =>
    db.query<{ inbox_id: string; sha256: string }>(
      `select inbox_id, encode(sha256, 'hex') as sha256 from certfleet.inbox`,
    ),
  );
  const kept = new Map(rows.map(({ inbox_id, sha256 }) => [inbox_id, sha256]));
  expect([...acknowledged].filter(([ticket, sha256]) => kept.get(ticket) !== sha256)).toEqual([]);
});

test('told to stop, it ends by itself', async () => {
  const api = await start();
  api.kill('SIGTERM');
  const [code] = await once(api, 'exit');
  expect(code).toBe(0);
});

test('wrong settings are named, and nothing is started', async () => {
  const api = spawn(process.execPath, ['dist/apps/api/main.js'], {
    env: { PATH: process.env['PATH'], PORT: 'x' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  api.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = await once(api, 'close');
  expect([code, said]).toEqual([64, expect.stringMatching(/PORT[^]*DATABASE_URL[^]*CERTFLEET_TOKEN|DATABASE_URL/)]);
});

function note() {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/organizations/default/servers/ex01.contoso.com',
    type: 'certfleet.note.added.v1',
    time: '2026-06-01T00:00:00Z',
    data: { text: 'kept' },
  };
}

async function send(body: string): Promise<string | null> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents+json' },
      body,
    });
    const answer = (await response.json()) as { ticket: string };
    return response.status === 202 ? answer.ticket : null;
  } catch {
    return null;
  }
}

async function start(): Promise<ChildProcess> {
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    DATABASE_URL: database.appUrl,
    CERTFLEET_TOKEN: token,
    PORT: String(port),
    LOG_LEVEL: 'warn',
  };
  const api = spawn(process.execPath, ['dist/apps/api/main.js'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  for (let tries = 0; tries < 200; tries += 1) {
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return api;
    await pause(100);
  }
  api.kill('SIGKILL');
  throw new Error('The API did not start.');
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
