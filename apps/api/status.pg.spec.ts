import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { pino } from 'pino';
import { project } from '../../test/support/fleet-log.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';
import { until } from '../../test/support/until.js';
import { startWorker } from '../worker/worker.js';

let api: RunningTestApi;
beforeAll(async () => {
  api = await runningApi();
});
afterAll(() => api.close());

const sample = readFileSync(new URL('../../collector/samples/edge-2019.json', import.meta.url), 'utf8');
const status = async () => JSON.parse((await api.ask('/api/v1/status?organization=contoso')).text);

test('an organization that nothing was sent to is well, and says that it is empty', async () => {
  expect(await status()).toMatchObject({
    organization: 'contoso',
    state: 'well',
    wrong: [],
    log: { position: 0, lastRecordedAt: null },
    projection: { position: 0, behind: 0, worker: null },
    servers: { known: 0, silent: 0 },
  });
});

test('what waits is told at each step: sent, recorded, shown, looked at for alerts', async () => {
  const { status: sent } = await api.ask('/api/v1/imports?organization=contoso', { body: sample });
  expect(sent).toBe(202);
  expect(await status()).toMatchObject({ state: 'busy', inbox: { waiting: 1, oldestWaiting: expect.any(String) } });

  const quick = { leaseSeconds: 5, idleSeconds: 0.2, reconcileSeconds: 0.2 };
  const worker = await startWorker({ databaseUrl: api.appUrl, ...quick }, pino({ level: 'silent' }));
  await until(async () => (await status()).inbox.waiting === 0);
  await worker.close();
  const recorded = await status();
  const { position } = recorded.log;
  expect(position).toBeGreaterThan(0);
  expect(recorded).toMatchObject({
    state: 'busy',
    log: { hash: expect.stringMatching(/^[0-9a-f]{64}$/), lastRecordedAt: expect.any(String) },
    projection: { position: 0, behind: position },
    inbox: { recorded: 1, quarantined: 0, oldestWaiting: null },
  });

  await project(api.db, 'contoso');
  expect(await status()).toMatchObject({
    state: 'busy',
    projection: { position, behind: 0 },
    alerts: { position: 0, behind: position, comparedAt: null, due: 0 },
    servers: { known: 1 },
    position,
  });
});

test('what nobody takes for minutes is told as stuck', async () => {
  await api.ask('/api/v1/imports?organization=late', { body: sample });
  const owner = new Client({ connectionString: api.superuserUrl });
  await owner.connect();
  await owner.query(
    `update certfleet.inbox set received_at = now() - interval '3 minutes' where organization = 'late'`,
  );
  await owner.end();
  const { text } = await api.ask('/api/v1/status?organization=late');
  expect(JSON.parse(text)).toMatchObject({ state: 'stuck', wrong: [expect.stringContaining('no worker takes it')] });
});

test('an organization is told of itself alone', async () => {
  const token = await api.grant({ name: 'reader', role: 'reader', organization: 'other' });
  expect((await api.ask('/api/v1/status?organization=contoso', { token })).status).toBe(403);
});
