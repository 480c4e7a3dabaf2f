import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sourceOf } from '#libs/fleet/source.js';
import { edge01, ex01, ex02, PUB25, SELF2 } from '../../test/support/fixture.js';
import { happened } from '../../test/support/events.js';
import { project, record } from '../../test/support/fleet-log.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';

let api: RunningTestApi;
beforeAll(async () => {
  api = await runningApi();
  const servers = [ex01(), ex02({ adSite: '=cmd|calc!A0', certificates: [SELF2, PUB25] }), edge01()];
  const events = servers.map((server, i) =>
    happened(
      'inventory.observed',
      { ...server, complete: ['certificates', 'receiveConnectors', 'iisBindings'] },
      {
        source: sourceOf({ organization: 'contoso', server: server.fqdn }),
        // EX02 has been silent for ten days.
        occurredAt: new Date(Date.now() - (i === 1 ? 10 : 0.01) * 86_400_000).toISOString(),
        id: `inventory of ${server.fqdn}`,
      },
    ),
  );
  await record(api.db, 'contoso', events);
  await project(api.db, 'contoso');
});
afterAll(() => api.close());

const path = (rest: string) => `/api/v1/${rest}${rest.includes('?') ? '&' : '?'}organization=contoso`;
const get = (rest: string, headers = {}) => api.ask(path(rest), { headers });
const where = (text: string) => encodeURIComponent(text);
const put = (name: string, view: unknown) =>
  api.ask(path(`views/${name}`), { method: 'PUT', body: JSON.stringify(view) });

describe('where', () => {
  test('narrows a list, says how its times were read and how fresh the answer is', async () => {
    const { status, json } = await get(`bindings?where=${where('role:starttls server:EX* -site:AMS notAfter:>+1d')}`);
    expect(status).toBe(200);
    expect(json.items.map(({ server, endpoint }) => [server, endpoint])).toEqual([
      ['ex02.contoso.com', 'receive:Default EX02:starttls'],
      ['ex02.contoso.com', 'receive:Default Frontend EX02:starttls'],
    ]);
    expect(json).toMatchObject({
      total: 2,
      freshness: { servers: 3, silent: ['ex02.contoso.com'], silentCount: 1 },
      query: { where: 'role:starttls server:EX* -site:AMS notAfter:>+1d', view: null, times: [{ text: '+1d' }] },
    });
  });

  test('is answered of another time, too, with times that count from there', async () => {
    const { json } = await get(
      `bindings?asOf=2031-01-01T00:00:00Z&where=${where('is:expired notAfter:<-1d presented:true')}`,
    );
    expect(json.total).toBeGreaterThan(0);
    expect(json).toMatchObject({ query: { now: '2031-01-01T00:00:00.000Z' }, freshness: { silentCount: null } });
    expect((await get(`bindings?asOf=2031-01-01T00:00:00Z&where=${where('is:valid')}`)).json.total).toBe(0);
  });

  test.each(['servers', 'bindings', 'certificates', 'findings'])('%s take one', async (list) => {
    const all = (await get(`${list}?limit=1000`)).json.total;
    const some = (await get(`${list}?where=ex02&limit=1000`)).json.total;
    const others = (await get(`${list}?where=-ex02&limit=1000`)).json.total;
    expect(all).toBeGreaterThan(0);
    expect(some + others).toBe(all);
  });

  test('that cannot be read is refused with the column and what was likely meant', async () => {
    const { status, json } = await get(`bindings?where=${where('presented:true rle:starttls')}`);
    expect(status).toBe(400);
    expect(json).toMatchObject({
      detail: 'where, column 16: The list of bindings has no field rle.',
      place: 'column 16',
      errors: [
        {
          parameter: 'where',
          column: 16,
          text: 'presented:true rle:starttls',
          suggestions: expect.arrayContaining(['role']),
        },
      ],
    });
    for (const odd of ['sort=name', 'sort=', 'view=none', 'silentAfter=3', 'format=xml', 'columns=x&format=csv'])
      expect([odd, (await get(`bindings?${odd}`)).status >= 400]).toEqual([odd, true]);
  });

  test.each([
    `x' or '1'='1`,
    `server:"'; drop table certfleet.binding; --"`,
    `site:"$1"`,
    `site:?`,
    'subject:*\\*',
    `name:"%"`,
  ])('is never SQL: %s', async (text) => {
    const { status, json } = await get(`bindings?where=${where(text)}`);
    expect([status, status === 200 ? json.total : 0]).toEqual([status === 400 ? 400 : 200, 0]);
  });

  test('pages go on in the order that was asked for, and their cursors belong to it', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { json } = await get(`bindings?sort=-notAfter,server&limit=5${cursor}`);
      seen.push(...json.items.map(({ server, endpoint }) => `${server} ${endpoint}`));
      cursor = json.next === null ? '' : `&cursor=${json.next}`;
      if (cursor !== '') expect((await get(`bindings?limit=5${cursor}`)).status).toBe(400);
    } while (cursor !== '');
    const { json } = await get('bindings?sort=-notAfter,server&limit=1000');
    expect(seen).toEqual(json.items.map(({ server, endpoint }) => `${server} ${endpoint}`));
    expect(new Set(seen).size).toBe(json.total);
  });
});

describe('facets and fields', () => {
  test('count values under the filter', async () => {
    const { json } = await get(
      `query/facets?list=bindings&where=${where('role:starttls')}&fields=site,outcome,presented,finding`,
    );
    expect(json).toMatchObject({
      total: 5,
      facets: {
        site: {
          values: [
            { value: '=cmd|calc!A0', count: 2 },
            { value: 'AMS', count: 2 },
          ],
          none: 1,
          unknown: 0,
        },
      },
    });
    const then = await get(`query/facets?list=bindings&asOf=2031-01-01T00:00:00Z&fields=site,finding`);
    expect(then.json).toMatchObject({ facets: { site: { none: expect.any(Number) } } });
    expect((await get('query/facets?list=bindings&fields=notAfter')).status).toBe(400);
  });

  test('tell a console what can be typed', async () => {
    const { json } = await get('query/fields?list=bindings');
    expect(json).toMatchObject({
      fields: expect.arrayContaining([
        expect.objectContaining({
          name: 'outcome',
          kind: 'choice',
          values: expect.arrayContaining([{ value: 'PRESENTED', count: expect.any(Number) }]),
        }),
      ]),
      sort: expect.arrayContaining(['notAfter']),
    });
    for (const list of ['servers', 'certificates', 'findings'])
      expect((await get(`query/fields?list=${list}`)).status).toBe(200);
  });
});

describe('saved views', () => {
  test('are kept, asked, narrowed with their base still shown, and forgotten', async () => {
    const view = {
      list: 'bindings',
      where: 'role:starttls',
      sort: '-notAfter',
      columns: ['server', 'endpoint'],
      description: 'What others see',
    };
    expect(await put('Outside', view)).toMatchObject({
      status: 200,
      json: { name: 'outside', savedBy: expect.any(String) },
    });
    const { json } = await get(`bindings?view=outside&where=${where('server:EX01')}`);
    expect(json).toMatchObject({
      total: 2,
      query: { where: 'server:EX01', sort: '-notAfter', view: { name: 'outside', where: 'role:starttls' } },
    });
    expect((await get('servers?view=outside')).status).toBe(400);
    expect((await get('bindings?view=outside&format=csv')).text.split('\r\n')[0]).toBe('server,endpoint');
    expect((await get('views')).json.items).toHaveLength(1);
    expect((await api.ask('/api/v1/views?organization=fabrikam')).json.items).toHaveLength(0);
    expect((await api.ask(path('views/outside'), { method: 'DELETE' })).status).toBe(204);
    expect((await get('views/outside')).status).toBe(404);
    expect((await api.ask(path('views/outside'), { method: 'DELETE' })).status).toBe(404);
  });

  test.each([
    ['no JSON', '{'],
    ['no list', { where: 'x' }],
    ['a query of another list', { list: 'servers', where: 'endpoint:pop' }],
    ['no order', { list: 'servers', sort: 'endpoint' }],
    ['no column', { list: 'servers', columns: ['endpoint'] }],
    ['an unknown key', { list: 'servers', wher: '' }],
    ['a NUL', { list: 'servers', description: '\u0000' }],
  ])('are refused with %s', async (_, view) => {
    const body = typeof view === 'string' ? view : JSON.stringify(view);
    expect((await api.ask(path('views/x'), { method: 'PUT', body })).status).toBe(400);
  });

  test('readers may ask, not save', async () => {
    const token = await api.grant({ organization: 'contoso', name: 'r', role: 'reader' });
    expect((await api.ask('/api/v1/views', { token })).status).toBe(200);
    expect((await api.ask('/api/v1/views/x', { token, method: 'PUT', body: '{"list":"servers"}' })).status).toBe(403);
    expect((await api.ask('/api/v1/views/x', { token, method: 'DELETE' })).status).toBe(403);
  });
});

describe('files', () => {
  test('CSV holds every row, and no formula', async () => {
    const { text, headers, status } = await get('servers?format=csv&columns=server,site,version&sort=server');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('x-certfleet-total')).toBe('3');
    expect(text).toBe(
      `server,site,version\r\nedge01.contoso.com,none,2019\r\nex01.contoso.com,AMS,2019\r\nex02.contoso.com,"'=cmd|calc!A0",2019\r\n`,
    );
  });

  test('NDJSON holds the items, Markdown a table; the header Accept asks for them as well', async () => {
    const lines = (await get('bindings?format=ndjson')).text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual((await get('bindings?limit=1000')).json.items);
    const { text } = await get('certificates', { accept: 'text/markdown, application/json;q=0.5' });
    expect(text).toMatch(/^\| thumbprint \| subject \|/);
    expect((await get('findings?format=md&asOf=2031-01-01T00:00:00Z')).text).toMatch(/^\| finding.severity/);
    expect((await get('bindings', { accept: 'text/html,*/*' })).json.items).toBeDefined();
    expect((await get('bindings?format=csv&where=rol:x')).status).toBe(400);
  });
});
