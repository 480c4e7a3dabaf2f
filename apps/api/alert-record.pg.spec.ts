import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { CHANNEL_NAMES } from '#libs/channels/channel.js';
import { PUBLIC_ONLY } from '#libs/delivery/egress.js';
import { readKeys } from '#libs/delivery/secrets.js';
import { decideAll, tellAll } from '../../test/support/alerting.js';
import { overwritten, server, subscription } from '../../test/support/alert-fleet.js';
import { project, record } from '../../test/support/fleet-log.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';

let api: RunningTestApi;
let id = '';
const SECRET = `whsec_${randomBytes(32).toString('base64')}`;

beforeAll(async () => {
  const keys = readKeys(`k1:${randomBytes(32).toString('base64')}`);
  if ('fault' in keys) throw new Error(keys.fault);
  api = await runningApi({ delivery: { keys, egress: PUBLIC_ONLY, programs: [], publicUrl: null } });
  await record(api.db, 'default', [subscription(), server(1), server(2)]);
  await project(api.db, 'default');
  await decideAll(api.db, 'default');
  await save({ url: 'https://hooks.example.com/x', secrets: [SECRET] });
  await record(api.db, 'default', [overwritten(1, 'AB', 5)]);
  await project(api.db, 'default');
  await decideAll(api.db, 'default');
  await tellAll(api.db, 'default');
  const listed = await api.ask('/api/v1/alerts?rule=default-smtp-overwritten');
  id = JSON.parse(listed.text).items[0].id;
}, 60_000);
afterAll(() => api.close());

const send = (method: string, path: string, body?: unknown) =>
  api.ask(`/api/v1/alerts${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json' },
  });
const save = (settings: unknown) => send('PUT', '/channels/duty', { kind: 'webhook', settings });
const asked = async (path: string) => {
  const { status, text } = await api.ask(`/api/v1/alerts${path}`);
  return { status, body: JSON.parse(text) };
};

describe('what became of alerts', () => {
  test('is told as their life, with who said what', async () => {
    await send('POST', `/${id}/acknowledge`, { note: 'on it', ticket: 'CHG-7' });
    await send('POST', `/${id}/acknowledge`, { note: 'shall be so', accept: true });
    const { status, body } = await asked(`/${id}/events`);
    expect([status, body.cutOff]).toEqual([200, false]);
    expect(body.items).toMatchObject([
      { what: 'resolved', reason: 'accepted', by: 'administrator', note: 'shall be so' },
      { what: 'acknowledged', by: 'administrator', note: 'on it', ticket: 'CHG-7' },
      { what: 'fired', episode: 1, severity: 'critical', by: null },
    ]);
    expect(body.items.every((one: object) => !('alert' in one))).toBe(true);
    expect((await asked('/5d0a2a5e-4ac6-5ae5-9d2c-f3a4d5f0a001/events')).status).toBe(404);
  });

  test('is counted for each channel, with the newest messages', async () => {
    const { body } = await asked('/deliveries');
    expect(body.items).toEqual([
      expect.objectContaining({ channel: 'duty', delivered: 0, undelivered: 0, triedInVain: 0, lastDeliveredAt: null }),
    ]);
    const [{ due, last }] = body.items;
    expect(due).toBeGreaterThan(0);
    expect(last[0]).toMatchObject({ title: expect.stringContaining('EX00001'), messageState: 'firing', state: 'due' });
  });
});

test('silences that are over are asked for apart', async () => {
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const made = await send('POST', '/silences', { matches: { server: 'EX0*' }, until, reason: 'migration' });
  const silence = JSON.parse(made.text);
  expect([(await asked('/silences')).body.items, (await asked('/silences?state=past')).body.items]).toEqual([
    [silence],
    [],
  ]);
  expect((await send('DELETE', `/silences/${silence.id}`)).status).toBe(204);
  expect((await asked('/silences')).body.items).toEqual([]);
  expect((await asked('/silences?state=past')).body.items).toMatchObject([{ id: silence.id, reason: 'migration' }]);
  expect((await asked('/silences?state=odd')).status).toBe(400);
});

describe('channels', () => {
  test('have kinds with the shape of their settings, and which of them are secret', async () => {
    const { body } = await asked('/channel-kinds');
    expect(body.items.map(({ kind }: { readonly kind: string }) => kind)).toEqual(CHANNEL_NAMES);
    for (const { settings, secrets } of body.items)
      expect(Object.keys(settings.properties)).toEqual(expect.arrayContaining(secrets));
  });

  test('are read whole when a secret is kept: nothing else of them may be wrong', async () => {
    expect((await save({ url: 'ftp://hooks.example.com', secrets: '…' })).status).toBe(400);
    expect((await save({ url: 'https://hooks.example.com/x', secrets: '…', body: 'odd' })).status).toBe(400);
    expect((await save({ url: 'https://hooks.example.com/x', secrets: '…', body: 'alertmanager' })).status).toBe(200);
    expect((await asked('/channels')).body.items).toMatchObject([
      { settings: { url: 'https://hooks.example.com/x', secrets: '…', body: 'alertmanager' } },
    ]);
  });
});

test('a token learns what it is for; one of a collector has nothing to ask', async () => {
  const own = await api.ask('/api/v1/own-key');
  expect(JSON.parse(own.text)).toEqual({
    name: 'administrator',
    role: 'administrator',
    organization: 'default',
    servers: null,
  });
  const reader = await api.grant({ name: 'auditor', role: 'reader', organization: 'default' });
  expect(JSON.parse((await api.ask('/api/v1/own-key', { token: reader })).text)).toMatchObject({ role: 'reader' });
  const collector = await api.grant({ name: 'ex01', role: 'collector', organization: 'default' });
  expect((await api.ask('/api/v1/own-key', { token: collector })).status).toBe(403);
});
