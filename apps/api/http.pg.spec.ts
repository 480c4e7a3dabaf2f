import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApi } from './api.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';

let api: RunningTestApi;
beforeAll(async () => {
  api = await runningApi({ limits: { importBytes: 64 * 1024, eventsBytes: 32 * 1024 } });
});
afterAll(() => api.close());

describe('without a token', () => {
  test.each([
    '/healthz',
    '/readyz',
    '/api/openapi.json',
    '/api/docs',
    '/api/docs/swagger-ui.css',
    '/api/docs/swagger-ui-bundle.js',
  ])('%s answers', async (path) => {
    expect((await api.ask(path, { token: null })).status).toBe(200);
  });

  test.each([
    '/api/v1/servers',
    '/api/v1/servers/ex01.contoso.com',
    '/api/v1/servers/ex01.contoso.com/selections',
    '/api/v1/servers/ex01.contoso.com/timeline',
    '/api/v1/bindings',
    '/api/v1/certificates',
    '/api/v1/findings',
    `/api/v1/certificates/${'A'.repeat(40)}/timeline`,
    '/api/v1/timeline',
    '/api/v1/events',
    '/api/v1/stream',
    '/api/v1/verification',
    '/api/v1/log',
    '/api/v1/quarantine',
    '/api/v1/keys',
    '/api/v1/tickets/5e884898-da28-4415-aeb2-0a4b5c1c1d1e',
    '/API/V1/servers/../servers',
    '//api/v1/servers',
  ])('%s tells nothing', async (path) => {
    const { status, headers, json } = await api.ask(path, { token: null });
    expect([401, 404]).toContain(status);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(Object.keys(json)).not.toContain('items');
  });

  test('an unknown token is told from none, and both are refused alike', async () => {
    const none = await api.ask('/api/v1/servers', { token: null });
    const wrong = await api.ask('/api/v1/servers', { token: 'cf_wrong' });
    expect([none.status, wrong.status]).toEqual([401, 401]);
    expect(none.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(wrong.json.detail).toBe('This token is not known.');
  });

  test('a body is not even read', async () => {
    const { status } = await api.ask('/api/v1/imports', { token: null, body: 'x'.repeat(60_000) });
    expect(status).toBe(401);
  });

  test('the metrics answer to the machine itself, not through a proxy on it', async () => {
    const own = await api.ask('/metrics', { token: null });
    expect(own.status).toBe(200);
    expect(own.text).toContain('certfleet_process_resident_memory_bytes');
    const proxied = await api.ask('/metrics', { token: null, headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(proxied.status).toBe(401);
    const rebound = await raw(api.url, 'GET /metrics HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n');
    expect(rebound).toMatch(/^HTTP\/1\.1 401 /);
  });
});

describe('roles', () => {
  const ways = [
    { method: 'GET', path: '/api/v1/servers' },
    { method: 'GET', path: '/api/v1/bindings' },
    { method: 'GET', path: '/api/v1/certificates' },
    { method: 'GET', path: '/api/v1/findings' },
    { method: 'GET', path: '/api/v1/timeline' },
    { method: 'GET', path: '/api/v1/events' },
    { method: 'GET', path: '/api/v1/quarantine' },
    { method: 'POST', path: '/api/v1/events' },
    { method: 'POST', path: '/api/v1/imports' },
  ];
  test('a reader reads and sends nothing, a collector sends and reads nothing', async () => {
    const reader = await api.grant({ organization: '*', name: 'reader', role: 'reader' });
    const collector = await api.grant({ organization: '*', name: 'collector', role: 'collector' });
    for (const { method, path } of ways) {
      const body = method === 'POST' ? { body: 'not an event' } : {};
      const forReader = await api.ask(path, { token: reader, method, ...body });
      const forCollector = await api.ask(path, { token: collector, method, ...body });
      expect([path, method, forReader.status === 403]).toEqual([path, method, method === 'POST']);
      expect([path, method, forCollector.status === 403]).toEqual([path, method, method === 'GET']);
    }
  });

  test('the log as a whole is for administrators', async () => {
    for (const role of ['reader', 'collector'] as const) {
      const token = await api.grant({ organization: '*', name: `${role} of logs`, role });
      expect((await api.ask('/api/v1/log', { token })).status).toBe(403);
    }
    expect((await api.ask('/api/v1/log?organization=unheard-of')).status).toBe(404);
  });

  test('a token of one organization asks for no other', async () => {
    const token = await api.grant({ organization: 'contoso', name: 'of contoso', role: 'administrator' });
    expect((await api.ask('/api/v1/servers?organization=contoso', { token })).status).toBe(200);
    expect((await api.ask('/api/v1/servers?organization=fabrikam', { token })).status).toBe(403);
    expect((await api.ask('/metrics?organization=fabrikam', { token })).status).toBe(403);
  });

  test('a token that is revoked or has expired is none', async () => {
    const token = await api.grant({
      organization: '*',
      name: 'old',
      role: 'reader',
      expiresAt: '2020-01-01T00:00:00Z',
    });
    expect((await api.ask('/api/v1/servers', { token })).status).toBe(401);
  });
});

describe('a request that cannot be understood', () => {
  test.each([
    ['/api/v1/servers?limit=0', 'limit'],
    ['/api/v1/servers?limit=many', 'limit'],
    ['/api/v1/servers?limit=1&limit=2', 'limit'],
    ['/api/v1/servers?asof=2026-06-01T00:00:00Z', 'asof'],
    ['/api/v1/servers?asOf=yesterday', 'asOf'],
    ['/api/v1/servers?asOf=2026-06-01T00:00:00', 'asOf'],
    ['/api/v1/servers?knownAt=-1', 'knownAt'],
    ['/api/v1/servers?waitFor=1e99', 'waitFor'],
    ['/api/v1/servers?organization=../etc', 'organization'],
    ['/api/v1/servers?cursor=abc', 'cursor'],
    ['/api/v1/bindings?where=expird:yes', 'where'],
    ['/api/v1/bindings?outcome=presented', 'outcome'],
    ['/api/v1/bindings?thumbprint=12', 'thumbprint'],
    ['/api/v1/events?after=x', 'after'],
    ['/api/v1/stream?after=x', 'after'],
    ['/api/v1/imports', ''],
  ])('%s names the parameter', async (path, parameter) => {
    const { status, json, headers } = await api.ask(path);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    if (parameter === '') return expect(status).toBe(404);
    expect(status).toBe(400);
    expect(JSON.stringify(json.errors)).toContain(parameter);
  });

  test('a percent sign that escapes nothing is refused, not a fault', async () => {
    const { status, text } = await api.ask('/api/v1/servers/%zz');
    expect(status).toBe(400);
    expect(text).not.toMatch(/at .*\.(js|ts):\d+/);
  });

  test('a ticket that is no id is refused, one that nobody has is not found', async () => {
    expect((await api.ask('/api/v1/tickets/1')).status).toBe(400);
    expect((await api.ask('/api/v1/tickets/5e884898-da28-4415-aeb2-0a4b5c1c1d1e')).status).toBe(404);
  });

  test('a body past the limit is refused before it is read, announced or not', async () => {
    const announced = await api.ask('/api/v1/imports', { body: 'x'.repeat(200_000) });
    expect(announced.status).toBe(413);
    const chunks = new ReadableStream({
      start(stream) {
        for (let sent = 0; sent < 10; sent += 1) stream.enqueue(new TextEncoder().encode('x'.repeat(50_000)));
        stream.close();
      },
    });
    const response = await fetch(`${api.url}/api/v1/imports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${api.token}` },
      body: chunks,
      duplex: 'half',
    } as RequestInit).catch(() => null);
    // The server may close while the rest is still being sent; what it must not do is take it.
    if (response !== null) expect(response.status).toBe(413);
  });

  test('headers without end are refused', async () => {
    const answer = await raw(api.url, `GET /healthz HTTP/1.1\r\nhost: x\r\nx-long: ${'a'.repeat(40_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });
});

test('every answer says that it is not to be sniffed, framed or kept', async () => {
  for (const path of ['/healthz', '/api/v1/servers', '/nowhere', '/api/docs']) {
    const { headers } = await api.ask(path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test('the reference page loads nothing from elsewhere', async () => {
  const page = await api.ask('/api/docs', { token: null });
  expect(page.text).not.toMatch(/(src|href)="https?:/);
  const start = await api.ask('/api/docs/start.js', { token: null });
  expect(start.text).toContain("url: '/api/openapi.json'");
  expect((await api.ask('/api/docs/package.json', { token: null })).status).toBe(404);
});

test('the reference document describes every request', async () => {
  const { text } = await api.ask('/api/openapi.json', { token: null });
  const document: unknown = JSON.parse(text);
  expect(document).toMatchObject({
    openapi: '3.1.0',
    paths: {
      '/api/v1/events': { post: {}, get: {} },
      '/api/v1/imports': { post: {} },
      '/api/v1/tickets/{ticket}': { get: {} },
      '/api/v1/servers': { get: {} },
      '/api/v1/servers/{fqdn}': { get: {} },
      '/api/v1/servers/{fqdn}/selections': { get: {} },
      '/api/v1/servers/{fqdn}/timeline': { get: {} },
      '/api/v1/timeline': { get: {} },
      '/api/v1/certificates/{thumbprint}/timeline': { get: {} },
      '/api/v1/bindings': { get: {} },
      '/api/v1/certificates': { get: {} },
      '/api/v1/stream': { get: {} },
      '/api/v1/verification': { get: {} },
      '/api/v1/log': { get: {} },
      '/api/v1/quarantine': { get: {} },
      '/healthz': { get: {} },
      '/readyz': { get: {} },
      '/metrics': { get: {} },
    },
  });
});

test('a port that is taken is told, and nothing is left open', async () => {
  const { port } = new URL(api.url);
  const settings = {
    host: '127.0.0.1',
    port: Number(port),
    databaseUrl: api.appUrl,
    administratorToken: api.token,
    logLevel: 'silent',
  };
  await expect(startApi(settings)).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('no token stands in the log', async () => {
  await api.ask('/api/v1/servers');
  await api.ask('/api/v1/servers', { token: 'cf_a_wrong_secret' });
  const logged = api.logged.join('');
  expect(logged).toContain('"route":"/api/v1/servers"');
  expect(logged).not.toContain(api.token);
  expect(logged).not.toContain('cf_a_wrong_secret');
});

test('bodies that would fill the memory wait outside, and only as long as they must', async () => {
  const small = await runningApi({ limits: { importBytes: 64 * 1024, bodiesBytes: 100 * 1024 } });
  const { hostname, port } = new URL(small.url);
  const slow = connect({ host: hostname, port: Number(port) });
  try {
    slow.write(
      `POST /api/v1/imports HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${small.token}\r\ncontent-length: 102300\r\n\r\nslow`,
    );
    const send = () => small.ask('/api/v1/imports', { body: 'x'.repeat(60_000) });
    expect(await until(send, 503)).toMatchObject({ status: 503 });
    expect((await small.ask('/api/v1/servers')).status).toBe(200);
    // A small one does not wait: it is read at once, and refused for what it is.
    expect((await small.ask('/api/v1/imports', { body: 'x'.repeat(200) })).status).toBe(415);
    slow.destroy();
    expect(await until(send, 415)).toMatchObject({ status: 415 });
  } finally {
    slow.destroy();
    await small.close();
  }
});

/** Asks again for at most two seconds until the answer has this status. */
async function until(ask: () => Promise<{ status: number }>, status: number): Promise<{ status: number }> {
  for (let tries = 0; ; tries += 1) {
    const answer = await ask();
    if (answer.status === status || tries === 20) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function raw(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(request));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('close', () => resolve(answer));
    socket.on('error', (error) => (answer === '' ? reject(error) : resolve(answer)));
    socket.setTimeout(10_000, () => socket.destroy());
  });
}
