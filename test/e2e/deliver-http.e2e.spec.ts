import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { AlertMessage } from '#libs/alerts/message.js';
import type { ChannelName, Occasion } from '#libs/channels/channel.js';
import type { Outcome } from '#libs/channels/outcome.js';
import { SAMPLE_MESSAGE } from '#libs/channels/sample-message.js';
import { testMessage } from '#libs/channels/test-message.js';
import { oddServer, type OddServer } from '../support/odd-server.js';
import {
  httpReceiver,
  RECEIVER,
  RECEIVER_CERTIFICATE,
  testMeans,
  type Behave,
  type HttpReceiver,
} from '../support/receivers.js';
import { serverCertificate } from '../support/server-certificate.js';
import {
  CloudEvent,
  PagerDutyAlert,
  PagerDutyChange,
  PostableAlerts,
  SlackPost,
  SlackUpdate,
  SlackWebhook,
  TeamsMessage,
  WebhookBody,
} from '../support/wire-schemas.js';
import { deliver } from '#libs/delivery/deliver.js';
import { PUBLIC_ONLY } from '#libs/delivery/egress.js';
import type { Means } from '#libs/delivery/means.js';

const SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const AT: Occasion = { sendingId: 'snd_01JD', at: '2026-11-22T10:41:40Z', thread: null };
const CA = RECEIVER_CERTIFICATE.cert;
const NEVER_STOPPED = new AbortController().signal;

const running: (HttpReceiver | OddServer)[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

async function receiver(behave: Behave, plain = false): Promise<HttpReceiver> {
  const started = await httpReceiver(behave, plain);
  running.push(started);
  return started;
}

const answering =
  (status: number, body = '', headers: Readonly<Record<string, string>> = {}): Behave =>
  (response) =>
    void response.writeHead(status, headers).end(body);

function send(
  channel: ChannelName,
  settings: unknown,
  { message = SAMPLE_MESSAGE, means = testMeans(), occasion = AT, stop = NEVER_STOPPED }: Partial<Sending> = {},
): Promise<Outcome> {
  return deliver({ channel, settings, message, occasion }, means, stop);
}

interface Sending {
  readonly message: AlertMessage;
  readonly means: Means;
  readonly occasion: Occasion;
  readonly stop: AbortSignal;
}

const webhookTo = (url: string, more = {}) => ({ url, secrets: [SECRET], ca: CA, ...more });

describe('a signed webhook', () => {
  test('arrives with a signature that the receiver can check', async () => {
    const { url, requests } = await receiver(answering(204));
    const settings = webhookTo(`${url}/in?tenant=7`, { headers: { Authorization: 'Bearer abc' } });
    expect(await send('webhook', settings)).toEqual({ kind: 'delivered', receipt: null, note: null });
    const [request] = requests;
    const { headers, body = '' } = request ?? {};
    expect(request).toMatchObject({ method: 'POST', url: '/in?tenant=7' });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Bearer abc',
      'user-agent': 'Certfleet',
    });
    const key = Buffer.from(SECRET.slice(6), 'base64');
    const signed = `${headers?.['webhook-id']}.${headers?.['webhook-timestamp']}.${body}`;
    expect(headers?.['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
    expect(headers?.['webhook-timestamp']).toBe('1795344100');
    expect(WebhookBody.parse(JSON.parse(body))).toMatchObject({ type: 'certfleet.alert.firing', data: SAMPLE_MESSAGE });
  });

  test('while a secret is being replaced both sign', async () => {
    const { url, requests } = await receiver(answering(200));
    await send('webhook', webhookTo(url, { secrets: [SECRET, `whsec_${Buffer.alloc(32, 7).toString('base64')}`] }));
    expect(requests[0]?.headers['webhook-signature']).toMatch(/^v1,\S{44} v1,\S{44}$/);
  });

  test('a try later has the same id and body', async () => {
    const { url, requests } = await receiver(answering(503));
    await send('webhook', webhookTo(url));
    await send('webhook', webhookTo(url), { occasion: { ...AT, at: '2026-11-22T10:41:50Z' } });
    const [first, second] = requests;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['webhook-timestamp']).not.toBe(first?.headers['webhook-timestamp']);
  });

  test.each([
    ['500', answering(500, 'oops'), { kind: 'retry', why: 'answered 500: oops' }],
    [
      '429 with Retry-After',
      answering(429, '', { 'retry-after': '7' }),
      { kind: 'retry', notBefore: expect.any(String) },
    ],
    ['410', answering(410), { kind: 'never' }],
    ['415', answering(415), { kind: 'never' }],
    ['an answer that never comes', () => {}, { kind: 'unknown', why: 'no answer in time' }],
    ['headers that drip', (response) => drip(response.socket), { kind: 'unknown' }],
    ['a connection that ends', (response) => void response.socket?.destroy(), { kind: 'unknown' }],
    [
      'a body that breaks off',
      (response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('half');
        setTimeout(() => response.socket?.destroy(), 50);
      },
      { kind: 'delivered' },
    ],
    ['a body that drips', (response) => void response.writeHead(200).write('x'), { kind: 'delivered' }],
    ['a body without end', (response) => flood(response), { kind: 'delivered' }],
    [
      'headers without end',
      (response) => void response.socket?.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`),
      { kind: 'unknown' },
    ],
    ['no HTTP at all', (response) => void response.socket?.end('220 mail.example ESMTP\r\n'), { kind: 'unknown' }],
    [
      'another protocol',
      (response) =>
        void response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
      { kind: 'unknown' },
    ],
  ] as readonly (readonly [string, Behave, object])[])('%s', async (_what, behave, outcome) => {
    const { url } = await receiver(behave);
    expect(await send('webhook', webhookTo(url))).toMatchObject(outcome);
  });

  test('a reset', async () => {
    const { url } = await receiver((response) => void response.socket?.resetAndDestroy(), true);
    expect(await send('webhook', webhookTo(url))).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining('ECONNRESET'),
    });
  });

  test.each([301, 302, 307, 308])('a redirect to the inside (%i) is not followed', async (status) => {
    const inside = await receiver(answering(200), true);
    const { url } = await receiver(answering(status, '', { location: inside.url }));
    expect(await send('webhook', webhookTo(url))).toMatchObject({
      kind: 'never',
      why: expect.stringContaining('redirect'),
    });
    expect(inside.requests).toEqual([]);
  });

  test('what a receiver says back holds no secret', async () => {
    const { url } = await receiver(
      (response, { headers, url: path }) =>
        void response.writeHead(500).end(`${JSON.stringify(headers)} ${path}`.slice(0, 190)),
    );
    const outcome = await send('webhook', webhookTo(url, { headers: { 'A-Token': 'Bearer topsecret' } }));
    expect(outcome.kind).toBe('retry');
    expect(JSON.stringify(outcome)).not.toContain('topsecret');
  });

  test('somebody who stops is not waited for', async () => {
    const stopping = new AbortController();
    const { url } = await receiver(() => stopping.abort());
    expect(await send('webhook', webhookTo(url), { stop: stopping.signal })).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining('stopped'),
    });
  });

  test('settings that cannot be used say where, and are not sent', async () => {
    const outcome = await send('webhook', { url: 'https://a.example', secrets: ['hunter2'] });
    expect(outcome).toMatchObject({ kind: 'never', why: expect.stringContaining('/secrets/0') });
    expect(JSON.stringify(outcome)).not.toContain('hunter2');
  });
});

function drip(socket: NodeJS.WritableStream | null): void {
  socket?.write('HTTP/1.1 200 OK\r\n');
  const timer = setInterval(() => void socket?.write('X: y\r\n'), 50);
  setTimeout(() => clearInterval(timer), 1_500).unref();
}

function flood(response: NodeJS.WritableStream & { writeHead(status: number): unknown; destroyed: boolean }): void {
  response.writeHead(200);
  const more = (): void => {
    if (!response.destroyed) response.write('x'.repeat(65_536), () => setImmediate(more));
  };
  more();
}

describe('who it is', () => {
  test.each([
    ['without its authority', { ca: null }, RECEIVER],
    ['with another authority', { ca: serverCertificate('other.example').cert }, RECEIVER],
    ['under another name', {}, 'other.example'],
  ])('a receiver %s is not trusted, and told nothing', async (_what, settings, host) => {
    const { port, requests } = await receiver(answering(200));
    const outcome = await send('webhook', webhookTo(`https://${host}:${port}/`, settings));
    expect(outcome).toMatchObject({ kind: 'retry', why: expect.stringContaining('not trusted') });
    expect(requests).toEqual([]);
  });

  test('something that speaks no TLS is tried again', async () => {
    const server = await oddServer((socket) => void socket.end('hello\r\n'));
    running.push(server);
    expect(await send('webhook', webhookTo(`https://${RECEIVER}:${server.port}`))).toMatchObject({ kind: 'retry' });
  });

  test('a handshake without end is tried again, in time', async () => {
    const server = await oddServer(() => {});
    running.push(server);
    const started = Date.now();
    expect(await send('webhook', webhookTo(`https://${RECEIVER}:${server.port}`))).toMatchObject({
      kind: 'retry',
      why: 'TLS took too long',
    });
    expect(Date.now() - started).toBeLessThan(6_000);
  });
});

describe('the egress guard', () => {
  const guarded = (addresses: readonly (readonly string[])[], changed: Partial<Means> = {}): Means => {
    let asked = 0;
    return testMeans({
      egress: PUBLIC_ONLY,
      addressesOf: async () => addresses[Math.min(asked++, addresses.length - 1)] ?? [],
      ...changed,
    });
  };

  test.each([
    ['https://127.0.0.1', /this machine/],
    ['https://2130706433', /this machine/],
    ['https://0x7f.1', /this machine/],
    ['https://127.1', /this machine/],
    ['https://①②⑦.⓪.⓪.①', /must be an https address/],
    ['https://[::1]', /this machine/],
    ['https://[::ffff:7f00:1]', /this machine/],
    ['https://[64:ff9b::7f00:1]', /this machine/],
    ['https://[::ffff:a9fe:a9fe]', /metadata/],
    ['https://10.0.0.1', /private/],
  ])('%s leads nowhere', async (base, why) => {
    const { port, requests } = await receiver(answering(200));
    const outcome = await send('webhook', webhookTo(`${base}:${port}/`), { means: guarded([]) });
    expect(outcome).toMatchObject({ kind: 'never', why: expect.stringMatching(why) });
    expect(requests).toEqual([]);
  });

  test('a name that leads inside is not followed, also where another of its addresses is outside', async () => {
    const server = await oddServer(() => {});
    running.push(server);
    for (const addresses of [['127.0.0.1'], ['10.0.0.1', '::1']]) {
      const outcome = await send('webhook', webhookTo(`https://inward.example:${server.port}`), {
        means: guarded([addresses]),
      });
      expect(outcome).toMatchObject({
        kind: 'never',
        why: expect.stringContaining(`inward.example is ${addresses[0]}`),
      });
    }
    expect(server.connections()).toBe(0);
  });

  test('a name that is outside when it is looked at and inside when it is connected to is looked up once', async () => {
    const server = await oddServer(() => {});
    running.push(server);
    let asked = 0;
    const means = guarded([], {
      limits: { ...testMeans().limits, connectMs: 300 },
      addressesOf: async () => [(asked += 1) === 1 ? '192.0.2.1' : '127.0.0.1'],
      egress: { http: false, ranges: [{ family: 4, first: 0xc0000201n, last: 0xc0000201n }] },
    });
    expect(await send('webhook', webhookTo(`https://rebind.example:${server.port}`), { means })).toMatchObject({
      kind: 'retry',
    });
    expect({ asked, connections: server.connections() }).toEqual({ asked: 1, connections: 0 });
  });

  test('http is refused unless it is allowed', async () => {
    const { url, requests } = await receiver(answering(200), true);
    const { egress } = testMeans();
    const refused = await send('webhook', webhookTo(url), { means: testMeans({ egress: { ...egress, http: false } }) });
    expect(refused).toMatchObject({ kind: 'never', why: expect.stringContaining('http is not allowed') });
    expect(requests).toEqual([]);
    expect(await send('webhook', webhookTo(url))).toMatchObject({ kind: 'delivered' });
  });

  test('a name without address, and one that nobody answers for, are tried again', async () => {
    const missing = guarded([], { addressesOf: () => Promise.reject(new Error('getaddrinfo ENOTFOUND')) });
    expect(await send('webhook', webhookTo('https://missing.example'), { means: missing })).toMatchObject({
      kind: 'retry',
    });
    const silent = guarded([], {
      addressesOf: () => new Promise(() => {}),
      limits: { ...testMeans().limits, connectMs: 200 },
    });
    expect(await send('webhook', webhookTo('https://silent.example'), { means: silent })).toMatchObject({
      kind: 'retry',
    });
    const closed = await oddServer(() => {});
    await closed.stop();
    expect(await send('webhook', webhookTo(`https://${RECEIVER}:${closed.port}`))).toMatchObject({
      kind: 'retry',
      why: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('CloudEvents', () => {
  const agreeing =
    (headers: Readonly<Record<string, string>>): Behave =>
    (response, { method }) =>
      void response.writeHead(method === 'OPTIONS' ? 200 : 202, headers).end();
  const settings = (url: string, more = {}) => ({ url, token: 'sample-token', ca: CA, ...more });

  test('asks once whether it is wanted, then sends', async () => {
    const { url, requests } = await receiver(agreeing({ 'webhook-allowed-origin': 'certfleet.example' }));
    const means = testMeans();
    for (const sendingId of ['a', 'b'])
      await send('cloudevents', settings(url), { means, occasion: { ...AT, sendingId } });
    expect(requests.map(({ method }) => method)).toEqual(['OPTIONS', 'POST', 'POST']);
    expect(requests[0]?.headers).toMatchObject({
      'webhook-request-origin': 'certfleet.example',
      'webhook-request-rate': '60',
      authorization: 'Bearer sample-token',
    });
    expect(requests[1]?.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    expect(CloudEvent.parse(JSON.parse(requests[1]?.body ?? ''))).toMatchObject({
      id: 'a',
      source: '/organizations/contoso/alerts',
      sequence: '0000000000184213',
    });
    await send('cloudevents', settings(url), { means, message: testMessage('contoso', 'events', null) });
    expect(requests.map(({ method }) => method).slice(3)).toEqual(['OPTIONS', 'POST']);
  });

  test.each([
    [{}, 'never'],
    [{ 'webhook-allowed-origin': 'other.example' }, 'never'],
    [{ 'webhook-allowed-origin': '*' }, 'delivered'],
  ] as const)('a receiver that answers %j', async (headers, kind) => {
    const { url, requests } = await receiver(agreeing(headers));
    expect(await send('cloudevents', settings(url))).toMatchObject({ kind });
    expect(requests).toHaveLength(kind === 'never' ? 1 : 2);
  });

  test('a receiver that is down when it is asked is asked again', async () => {
    const { url } = await receiver(answering(503));
    expect(await send('cloudevents', settings(url))).toMatchObject({ kind: 'retry' });
    const silent = await receiver(() => {});
    expect(await send('cloudevents', settings(silent.url))).toMatchObject({ kind: 'retry' });
  });

  test('the rate that a receiver allows is kept', async () => {
    const { url, requests } = await receiver(agreeing({ 'webhook-allowed-origin': '*', 'webhook-allowed-rate': '2' }));
    let now = Date.parse(AT.at);
    const means = testMeans({ now: () => now });
    const kinds: string[] = [];
    for (const step of [0, 1_000, 1_000, 60_000]) {
      now += step;
      kinds.push((await send('cloudevents', settings(url), { means })).kind);
    }
    expect(kinds).toEqual(['delivered', 'delivered', 'retry', 'delivered']);
    expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(3);
  });

  test('binary mode: attributes are headers', async () => {
    const { url, requests } = await receiver(answering(200));
    const message = { ...SAMPLE_MESSAGE, organization: 'Contosö "Ltd"' };
    await send('cloudevents', settings(url, { mode: 'binary', handshake: false }), { message });
    expect(requests[0]?.headers).toMatchObject({
      'ce-specversion': '1.0',
      'ce-type': 'certfleet.alert.firing.v1',
      'content-type': 'application/json',
    });
    expect(requests[0]?.headers['ce-source']).toBe('/organizations/Contos%25C3%25B6%2520%2522Ltd%2522/alerts');
  });
});

describe('Alertmanager', () => {
  test('every replica is told; one is enough', async () => {
    const good = await receiver(answering(200));
    const other = await receiver(answering(200));
    const bad = await receiver(answering(500));
    const settings = { urls: [good.url, `${other.url}/`, `${bad.url}/prefix/`], ca: CA };
    expect(await send('alertmanager', settings)).toMatchObject({
      kind: 'delivered',
      note: expect.stringContaining('2 of 3 took it; answered 500'),
    });
    for (const { requests } of [good, other]) {
      expect(requests.map(({ url }) => url)).toEqual(['/api/v2/alerts']);
      const [alert] = PostableAlerts.parse(JSON.parse(requests[0]?.body ?? ''));
      expect(alert).toMatchObject({ startsAt: '2026-11-22T10:41:07Z', endsAt: '2026-11-22T10:46:40.000Z' });
    }
    expect(bad.requests[0]?.url).toBe('/prefix/api/v2/alerts');
  });

  test('none took it: it is tried again', async () => {
    const bad = await receiver(answering(503));
    const gone = await receiver(answering(404));
    expect(await send('alertmanager', { urls: [bad.url, gone.url], ca: CA })).toMatchObject({ kind: 'retry' });
  });

  test('its labels stay the same through the life of an alert', async () => {
    const { url, requests } = await receiver(answering(200));
    const later = { ...SAMPLE_MESSAGE, state: 'resolved', endsAt: '2026-11-22T11:00:00Z', position: 190_000 } as const;
    for (const message of [SAMPLE_MESSAGE, { ...SAMPLE_MESSAGE, state: 'acknowledged' } as const, later])
      await send('alertmanager', { urls: [url], ca: CA }, { message });
    const alerts = requests.map(({ body }) => PostableAlerts.parse(JSON.parse(body))[0]);
    expect(alerts[1]?.labels).toEqual(alerts[0]?.labels);
    expect(alerts[2]?.labels).toEqual(alerts[0]?.labels);
    expect(alerts[2]?.endsAt).toBe('2026-11-22T11:00:00Z');
    expect(JSON.stringify(alerts[0]?.labels)).not.toMatch(/9F2A|184213|2026/);
  });
});

describe('Slack', () => {
  test('an incoming webhook', async () => {
    const { url, requests } = await receiver(answering(200, 'ok'));
    expect(await send('slack', { url: `${url}/services/T0/B0/x`, ca: CA })).toMatchObject({ kind: 'delivered' });
    SlackWebhook.parse(JSON.parse(requests[0]?.body ?? ''));
  });

  test('a bot writes into a thread, and rewrites the first message when it is over', async () => {
    const posted = { ok: true, channel: 'C0123456789', ts: '1732270867.000200' };
    const { url, requests } = await receiver((response) => void response.writeHead(200).end(JSON.stringify(posted)));
    const settings = { botToken: 'xoxb-secret', conversation: 'C0123456789', apiUrl: `${url}/api`, ca: CA };
    const first = await send('slack', settings);
    expect(first).toMatchObject({ kind: 'delivered', receipt: 'C0123456789/1732270867.000200' });
    const occasion = { ...AT, thread: 'receipt' in first ? first.receipt : null };
    await send('slack', settings, { occasion, message: { ...SAMPLE_MESSAGE, state: 'acknowledged' } });
    await send('slack', settings, { occasion, message: { ...SAMPLE_MESSAGE, state: 'resolved' } });
    expect(requests.map(({ url: path }) => path)).toEqual([
      '/api/chat.postMessage',
      '/api/chat.postMessage',
      '/api/chat.update',
      '/api/chat.postMessage',
    ]);
    const bodies = requests.map(({ body }): unknown => JSON.parse(body));
    SlackPost.parse(bodies[0]);
    expect(SlackPost.parse(bodies[1]).thread_ts).toBe('1732270867.000200');
    expect(SlackUpdate.parse(bodies[2]).ts).toBe('1732270867.000200');
    expect(requests[0]?.headers.authorization).toBe('Bearer xoxb-secret');
  });
});

test('Teams: a card', async () => {
  const { url, requests } = await receiver(answering(202, '', { 'x-ms-workflow-run-id': '0858' }));
  const outcome = await send('teams', {
    url: `${url}/workflows/x/triggers/manual/paths/invoke?api-version=2016-06-01&sig=s3cret`,
    ca: CA,
  });
  expect(outcome).toMatchObject({ kind: 'delivered', receipt: '0858' });
  expect(requests[0]?.url).toContain('sig=s3cret');
  TeamsMessage.parse(JSON.parse(requests[0]?.body ?? ''));
});

describe('PagerDuty', () => {
  const settings = (url: string) => ({ routingKey: 'a'.repeat(32), changeRoutingKey: 'b'.repeat(32), url, ca: CA });
  const accepting = answering(202, '{"status":"success","dedup_key":"k1"}');

  test('an alert pages, a harmless change and a digest never do', async () => {
    const { url, requests } = await receiver(accepting);
    const states = ['firing', 'acknowledged', 'resolved', 'corrected'] as const;
    for (const state of states) await send('pagerduty', settings(url), { message: { ...SAMPLE_MESSAGE, state } });
    for (const kind of ['change', 'digest'] as const)
      await send('pagerduty', settings(url), { message: { ...SAMPLE_MESSAGE, kind } });
    const alerts = requests.slice(0, 4).map(({ body }) => PagerDutyAlert.parse(JSON.parse(body)));
    expect(alerts.map(({ event_action }) => event_action)).toEqual(['trigger', 'acknowledge', 'resolve', 'resolve']);
    expect(new Set(alerts.map(({ dedup_key, routing_key }) => dedup_key + routing_key)).size).toBe(1);
    expect(requests.map(({ url: path }) => path).slice(4)).toEqual(['/v2/change/enqueue', '/v2/change/enqueue']);
    expect(PagerDutyChange.parse(JSON.parse(requests[4]?.body ?? '')).routing_key).toBe('b'.repeat(32));
  });

  test('the test leaves no incident open', async () => {
    const { url, requests } = await receiver(accepting);
    await send('pagerduty', settings(url), { message: testMessage('contoso', 'pager', 'anna') });
    const actions = requests.map(({ body }) => PagerDutyAlert.parse(JSON.parse(body)).event_action);
    expect(actions).toEqual(['trigger', 'resolve']);
  });
});
