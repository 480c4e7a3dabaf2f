import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { migrateQueue } from '#libs/queue/migrate.js';
import { openIngestQueue, type IngestQueue } from '#libs/queue/queue.js';
import { inOrganization } from '#libs/store/database.js';
import { claim, receive, type Upload } from '#libs/store/inbox.js';
import { openOrganization } from '#libs/store/organizations.js';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.js';
import { fleetFile, generatedServer } from '../../test/support/fleet-file.js';
import { startProcess, type TestProcess } from '../../test/support/processes.js';
import { until } from '../../test/support/until.js';
import { MOST_DEATHS } from './reconcile.js';
import { startWorker, type RunningWorker } from './worker.js';

let database: FreshDatabase;
let queue: IngestQueue;
let next = 0;
const silent = pino({ level: 'silent' });
const running: RunningWorker[] = [];
const processes: TestProcess[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  await migrateQueue({ databaseUrl: database.ownerUrl }, 'certfleet_app');
  queue = await openIngestQueue({ databaseUrl: database.appUrl });
});
afterEach(async () => {
  for (const process of processes.splice(0)) await process.kill();
  for (const worker of running.splice(0)) await worker.close();
});
afterAll(async () => {
  await queue.close();
  await database.close();
});

const QUICK = { leaseSeconds: 2, idleSeconds: 0.5, reconcileSeconds: 0.3 };

async function work(settings = QUICK): Promise<void> {
  running.push(await startWorker({ databaseUrl: database.appUrl, ...settings }, silent));
}

async function workInProcess(): Promise<TestProcess> {
  const started = await startProcess({ databaseUrl: database.appUrl, ...QUICK });
  processes.push(started);
  return started;
}

async function freshOrganization(): Promise<string> {
  const name = `org${(next += 1)}`;
  await openOrganization(database.db, name);
  return name;
}

const file = (bytes: Uint8Array, more: Partial<Upload> = {}): Upload => ({ kind: 'import', bytes, ...more });
const text = (content: string) => new TextEncoder().encode(content);

async function send(organization: string, upload: Upload, ask = true): Promise<string> {
  const inboxId = await receive(database.db, organization, upload);
  if (ask) await queue.enqueue([{ organization, inboxId }]);
  return inboxId;
}

interface Row {
  readonly inbox_id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly remedy: string | null;
  readonly events: number | null;
  readonly leased_by: string | null;
}

function uploads(organization: string): Promise<Row[]> {
  return inOrganization(database.db, organization, (db) =>
    db.query<Row>(
      `select inbox_id, state, reason, remedy, events, leased_by from certfleet.inbox where organization = $1 order by received_at, inbox_id`,
      [organization],
    ),
  );
}

async function finished(organization: string, within = 30_000): Promise<Row[]> {
  await until(async () => (await uploads(organization)).every(({ state }) => state !== 'queued'), { within });
  return uploads(organization);
}

function events(organization: string): Promise<{ position: string; stream: string }[]> {
  return inOrganization(database.db, organization, (db) =>
    db.query(`select position, stream from certfleet.event where organization = $1 order by position`, [organization]),
  );
}

describe('an upload ends', () => {
  test('recorded, then duplicate, then as a sighting, each without a second event', async () => {
    await work();
    const organization = await freshOrganization();
    const bytes = fleetFile([generatedServer(1), generatedServer(2)]);
    for (const at of ['2026-06-01T08:00:00Z', '2026-06-01T08:00:00Z', '2026-06-01T08:30:00Z']) {
      const sent = at.includes('08:30') ? fleetFile([generatedServer(1), generatedServer(2)], at) : bytes;
      await send(organization, file(sent));
      await finished(organization);
    }
    const rows = await uploads(organization);
    expect(rows.map(({ state, events: n }) => [state, n])).toEqual([
      ['recorded', 2],
      ['duplicate', 0],
      ['duplicate', 0],
    ]);
    expect((await events(organization)).map(({ stream }) => stream)).toEqual([
      'server:ex0001.contoso.com',
      'server:ex0002.contoso.com',
    ]);
    const sightings = await inOrganization(database.db, organization, (db) =>
      db.query<{ last_seen_at: Date }>(`select last_seen_at from certfleet.sighting where organization = $1`, [
        organization,
      ]),
    );
    expect(sightings.map(({ last_seen_at }) => last_seen_at.toISOString())).toEqual([
      '2026-06-01T08:30:00.000Z',
      '2026-06-01T08:30:00.000Z',
    ]);
  });

  test('quarantined with place and remedy when its content cannot be read', async () => {
    await work();
    const organization = await freshOrganization();
    await send(organization, file(text('{"format":"certfleet.fleet/1","servers":[{"certificates":[]}]}')));
    await send(organization, file(text('no format at all')));
    const rows = await finished(organization);
    for (const row of rows) {
      expect(row.state).toBe('quarantined');
      expect(row.reason).toMatch(/\S/);
      expect(row.remedy).toMatch(/\S/);
    }
    expect(rows[0]?.reason).toContain('fqdn');
    expect(await events(organization)).toEqual([]);
  });

  test('in conflict when an id is used for something else, and the first one stands', async () => {
    await work();
    const organization = await freshOrganization();
    const event = (thumbprint: string) =>
      text(
        JSON.stringify({
          specversion: '1.0',
          id: '7',
          source: '/organizations/contoso/servers/ex01.contoso.com',
          type: 'certfleet.certificate.removed.v1',
          time: '2026-06-01T08:00:00Z',
          data: { thumbprint },
        }),
      );
    await send(organization, file(event('A'.repeat(40)), { kind: 'events' }));
    await finished(organization);
    await send(organization, file(event('B'.repeat(40)), { kind: 'events' }));
    const [, second] = await finished(organization);
    expect(second).toMatchObject({ state: 'conflict', events: 0 });
    expect(second?.reason).toContain('1 event');
    expect(await events(organization)).toHaveLength(1);
  });
});

describe('whatever the queue loses', () => {
  test('the reconciler has done: no job was ever made', async () => {
    const organization = await freshOrganization();
    for (let n = 0; n < 5; n += 1) await send(organization, file(fleetFile([generatedServer(n)])), false);
    await work();
    const rows = await finished(organization);
    expect(rows.map(({ state }) => state)).toEqual(Array(5).fill('recorded'));
    expect(await events(organization)).toHaveLength(5);
  });

  test('the reconciler has done: the queue was emptied behind our back', async () => {
    const organization = await freshOrganization();
    for (let n = 0; n < 5; n += 1) await send(organization, file(fleetFile([generatedServer(n)])));
    const tables = await database.db.query<{ tablename: string }[]>(
      `select tablename from pg_tables where schemaname = 'bullmq' and tablename not like '%migration%' and tablename not like '%schema%'`,
    );
    for (const { tablename } of tables) await database.db.query(`delete from bullmq.${tablename}`);
    await work();
    expect((await finished(organization)).map(({ state }) => state)).toEqual(Array(5).fill('recorded'));
    expect(await events(organization)).toHaveLength(5);
  });
});

describe('an upload over which workers die', () => {
  test('is set aside after so many deaths, and delays no other', async () => {
    const organization = await freshOrganization();
    const poison = await send(organization, file(text('whoever reads this dies')), false);
    for (let death = 0; death < MOST_DEATHS; death += 1) {
      await claim(database.db, organization, poison, { holder: `worker ${death}`, seconds: 0.01 });
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await work();
    const begun = Date.now();
    await send(organization, file(fleetFile([generatedServer(1)])));
    await until(async () => (await uploads(organization)).some(({ state }) => state === 'recorded'), { within: 5_000 });
    expect(Date.now() - begun).toBeLessThan(5_000);
    const [set] = await finished(organization);
    expect(set).toMatchObject({ inbox_id: poison, state: 'quarantined' });
    expect(set?.reason).toBe(`The worker died on it ${MOST_DEATHS} times.`);
  });

  test('killed five times on its way, is recorded once all the same', async () => {
    const organization = await freshOrganization();
    const sent = 40;
    for (let n = 0; n < sent; n += 1)
      await send(organization, file(fleetFile([generatedServer(n), generatedServer(1000 + n)])));
    for (let kills = 0; kills < 5; kills += 1) {
      const victim = await workInProcess();
      await until(
        async () =>
          (await uploads(organization)).some(({ leased_by, state }) => leased_by !== null && state === 'queued') ||
          (await uploads(organization)).every(({ state }) => state !== 'queued'),
        { every: 1 },
      );
      await victim.kill();
    }
    await workInProcess();
    const rows = await finished(organization, 60_000);
    // Also where the worker was killed between the log and the inbox, and the next one found its events there.
    for (const { state, events: n } of rows) expect([state, n]).toEqual(['recorded', 2]);
    const recorded = await events(organization);
    expect(recorded.map(({ position }) => Number(position))).toEqual(Array.from({ length: 2 * sent }, (_, i) => i + 1));
    expect(new Set(recorded.map(({ stream }) => stream)).size).toBe(2 * sent);
  }, 120_000);

  test('by a worker that stalls past its lease and wakes up again, is recorded once', async () => {
    const organization = await freshOrganization();
    const sent = 40;
    for (let n = 0; n < sent; n += 1) await send(organization, file(fleetFile([generatedServer(n)])), false);
    const sleeper = await workInProcess();
    await until(
      async () =>
        (await uploads(organization)).some(({ leased_by, state }) => leased_by !== null && state === 'queued'),
      { every: 1 },
    );
    sleeper.child.kill('SIGSTOP');
    const asleepOver = (await uploads(organization)).filter(({ state }) => state === 'queued').length;
    await workInProcess();
    await finished(organization, 60_000);
    const before = { rows: await uploads(organization), events: await events(organization) };
    sleeper.child.kill('SIGCONT');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(asleepOver).toBeGreaterThan(0);
    expect(await uploads(organization)).toEqual(before.rows);
    expect(await events(organization)).toEqual(before.events);
    expect(before.events).toHaveLength(sent);
  }, 120_000);
});
