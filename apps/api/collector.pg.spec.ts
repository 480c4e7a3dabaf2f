import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { project } from '../../test/support/fleet-log.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';
import { until } from '../../test/support/until.js';
import { type RunningWorker, startWorker } from '../worker/worker.js';

/* What a collector's key may and may not do, with the files that collector/Export-Certfleet.ps1 would send. */

let api: RunningTestApi;
let worker: RunningWorker;
beforeAll(async () => {
  api = await runningApi();
  const quick = { leaseSeconds: 5, idleSeconds: 0.2, reconcileSeconds: 0.2 };
  worker = await startWorker({ databaseUrl: api.appUrl, ...quick }, pino({ level: 'silent' }));
});
afterAll(async () => {
  await worker.close();
  await api.close();
});

const sample = (name: string) => readFileSync(new URL(`../../collector/samples/${name}.json`, import.meta.url), 'utf8');

async function makeKey(asked: object): Promise<string> {
  const { text } = await api.ask('/api/v1/keys?organization=contoso', {
    body: JSON.stringify({ role: 'collector', ...asked }),
  });
  return JSON.parse(text).key;
}

/** As the script sends: the key, the name of the file, nothing else. */
function send(token: string, body: string, filename = 'certfleet-20260601050000114-EX01.json') {
  return api.ask(`/api/v1/imports?filename=${filename}`, {
    token,
    body,
    headers: { 'content-type': 'application/json' },
  });
}

async function outcomeOf(token: string, body: string) {
  const { status, json } = await send(token, body);
  expect(status).toBe(202);
  let ticket = await api.ask(`/api/v1/tickets/${json.ticket}`, { token });
  await until(async () => {
    ticket = await api.ask(`/api/v1/tickets/${json.ticket}`, { token });
    return ticket.json.state !== 'queued';
  });
  return JSON.parse(ticket.text);
}

test('a report of a server becomes its state; sent again it is a duplicate; unchanged an hour later it is only seen again', async () => {
  const token = await makeKey({ name: 'edge01', servers: ['EDGE01.contoso.com'] });
  const body = sample('edge-2019');
  expect(await outcomeOf(token, body)).toMatchObject({ state: 'done', outcome: 'recorded', events: 1, warnings: [] });
  await project(api.db, 'contoso');
  const { json } = await api.ask('/api/v1/servers/edge01.contoso.com?organization=contoso');
  expect(json).toMatchObject({
    fqdn: 'edge01.contoso.com',
    roles: ['EdgeTransport'],
    certificates: [
      { subject: 'CN=EDGE01', subjectAlternativeNames: ['EDGE01', 'edge01.contoso.com'], services: ['SMTP'] },
    ],
    lastSeenAt: '2026-06-01T05:00:00.530Z',
  });
  expect(await outcomeOf(token, body)).toMatchObject({ state: 'done', outcome: 'duplicate', events: 0 });
  const later = body.replace('2026-06-01T05:00:00.530Z', '2026-06-01T06:00:00.530Z');
  expect(await outcomeOf(token, later)).toMatchObject({ state: 'done', outcome: 'duplicate', events: 0 });
  expect(await outcomeOf(token, later)).toMatchObject({ state: 'done', outcome: 'duplicate', events: 0 });
  const selections = await api.ask('/api/v1/servers/edge01.contoso.com/selections?organization=contoso');
  expect(selections.json.selections.map(({ outcome }) => outcome)).toContain('PRESENTED');
});

test('a key without servers reports on the organization and on every server, with the notes as warnings', async () => {
  const token = await makeKey({ name: 'all servers' });
  const outcome = await outcomeOf(token, sample('all-servers'));
  expect(outcome).toMatchObject({ state: 'done', outcome: 'recorded', events: 4 });
  expect(outcome.warnings).toHaveLength(2);
  await project(api.db, 'contoso');
  const { json } = await api.ask('/api/v1/servers?organization=contoso');
  expect(json.items.map(({ fqdn }) => fqdn)).toEqual(['edge01.contoso.com', 'ex01.contoso.com', 'ex02.contoso.com']);
});

test('a key bound to a server is refused for another, and for the organization', async () => {
  const token = await makeKey({ name: 'ex01', servers: ['ex01.contoso.com'] });
  const other = await send(token, sample('edge-2019'));
  expect([other.status, other.json]).toMatchObject([
    403,
    { detail: 'This token may not report on edge01.contoso.com.' },
  ]);
  const whole = await send(token, sample('mailbox-2019'));
  expect([whole.status, whole.json]).toMatchObject([403, { detail: expect.stringContaining('the organization') }]);
  expect((await send(token, sample('organization-left-out'))).status).toBe(202);
  // Nor may it say so by a parameter, or read anything.
  const given = await api.ask('/api/v1/imports?server=ex02.contoso.com&observedAt=2026-06-01T00:00:00Z', {
    token,
    body: readFileSync('libs/formats/website-json/sample.json'),
  });
  expect(given.status).toBe(403);
  expect((await api.ask('/api/v1/servers', { token })).status).toBe(403);
});

test('a revoked key is refused, and what it sent before stays', async () => {
  const token = await makeKey({ name: 'for a while', servers: ['ex10.contoso.com'] });
  const body = JSON.stringify({ ...JSON.parse(sample('exchange-2010')), organization: undefined });
  expect(await outcomeOf(token, body)).toMatchObject({ outcome: 'recorded' });
  await api.ask('/api/v1/keys/for%20a%20while?organization=contoso', { method: 'DELETE' });
  const refused = await send(token, body);
  expect([refused.status, refused.json.detail]).toEqual([401, 'This token is not known.']);
  await project(api.db, 'contoso');
  expect((await api.ask('/api/v1/servers/ex10.contoso.com?organization=contoso')).status).toBe(200);
});
