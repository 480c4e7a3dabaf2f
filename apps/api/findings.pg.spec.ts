import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { happened, minute } from '../../test/support/events.js';
import { ex01, frontend } from '../../test/support/fixture.js';
import { project, record } from '../../test/support/fleet-log.js';
import { anotherServer, inventoryOf, lasting, on, organizationInventory } from '../../test/support/lasting-fleet.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';

const EX01 = 'ex01.contoso.com';
const NOBODY = '<I>CN=Nobody<S>CN=nobody.contoso.com';
const healthy = lasting(ex01());
const pinned = (pin: string | null, minutes: number) =>
  on(
    EX01,
    happened('receive-connector.configured', frontend({ tlsCertificateName: pin }), { occurredAt: minute(minutes) }),
  );
const [ITC5] = [anotherServer(5).internalTransportCertificate];

/** 1 to 4: an organization and three servers, of which EX05 and EX06 share a certificate. 5: EX01 is pinned to no certificate. */
const STORY = [
  organizationInventory({ name: 'contoso', edgeSubscriptions: [] }, minute(0)),
  inventoryOf(healthy, minute(0)),
  inventoryOf(anotherServer(5), minute(1)),
  inventoryOf({ ...anotherServer(6), internalTransportCertificate: ITC5 ?? null }, minute(2)),
  pinned(NOBODY, 10),
];

let api: RunningTestApi;
beforeAll(async () => {
  api = await runningApi();
  for (const event of STORY) await record(api.db, 'contoso', [event]);
  await project(api.db, 'contoso');
});
afterAll(() => api.close());

interface Item {
  readonly id: string;
  readonly severity: string;
  readonly server: string;
  readonly endpoint: string | null;
  readonly state: string;
  readonly firstSeen: string | null;
  readonly standsUntil: string | null;
}

async function get(path: string, organization = 'contoso') {
  const answer = await api.ask(`/api/v1/${path}${path.includes('?') ? '&' : '?'}organization=${organization}`);
  const body: unknown = answer.json;
  return {
    status: answer.status,
    body: body as {
      items: Item[];
      next: string | null;
      total: number;
      position: number;
      asOf: string;
      findings: Item[];
      detail: string;
      errors: unknown[];
    },
  };
}

const named = (items: readonly Item[]) => items.map(({ id, server, endpoint }) => [id, server, endpoint]);

describe('GET /findings', () => {
  test('tells what is wrong, the worst first, each with its evidence, remedy and since when', async () => {
    const begun = Date.now();
    const { status, body } = await get('findings');
    expect(status).toBe(200);
    expect(body).toMatchObject({ next: null, position: 5, asOf: expect.stringMatching(/Z$/) });
    expect(body.total).toBe(body.items.length);
    const ranks = body.items.map(({ severity }) => ['critical', 'high', 'medium', 'low'].indexOf(severity));
    expect(ranks).toEqual(ranks.toSorted((one, other) => one - other));
    const [worst] = body.items;
    expect(worst).toEqual({
      id: 'RO-17',
      severity: 'critical',
      server: EX01,
      endpoint: 'receive:Default Frontend EX01:starttls',
      summary: expect.stringMatching(/\.$/),
      evidence: expect.objectContaining({ tlsCertificateName: NOBODY }),
      remediation: expect.arrayContaining([expect.any(String)]),
      sources: expect.arrayContaining(['KB2989382']),
      state: 'standing',
      firstSeen: expect.stringMatching(/Z$/),
      lastSeen: expect.stringMatching(/Z$/),
      resolved: null,
      standsFrom: worst?.firstSeen,
      standsUntil: null,
    });
    expect(Math.abs(Date.parse(worst?.firstSeen ?? '') - begun)).toBeLessThan(60_000);
    expect(named(body.items)).toContainEqual(['RO-06', 'ex05.contoso.com', 'internal-transport']);
    expect(named(body.items)).toContainEqual(['RO-06', 'ex06.contoso.com', 'internal-transport']);
  });

  test('the filters choose, and count what they choose', async () => {
    const all = (await get('findings')).body;
    for (const [query, passes] of [
      ['server=EX05', ({ server }: Item) => server === 'ex05.contoso.com'],
      ['rule=ro-06', ({ id }: Item) => id === 'RO-06'],
      ['severity=medium', ({ severity }: Item) => severity === 'medium'],
      [
        'server=ex06.contoso.com&rule=RO-06&severity=medium',
        ({ id, server }: Item) => id === 'RO-06' && /^ex06/.test(server),
      ],
    ] as const) {
      const { items, total } = (await get(`findings?${query}`)).body;
      expect([query, items]).toEqual([query, all.items.filter(passes)]);
      expect(items.length).toBeGreaterThan(0);
      expect(total).toBe(items.length);
    }
    expect((await get('findings?rule=RO-99')).body).toMatchObject({ items: [], total: 0, next: null });
  });

  test('what is to come is told apart: not seen yet, and from when on it will stand', async () => {
    const { body } = await get('findings?state=coming&rule=RO-13&server=ex01');
    expect(body.items).toEqual([
      expect.objectContaining({
        state: 'coming',
        firstSeen: null,
        lastSeen: null,
        resolved: null,
        standsFrom: '2099-01-01T00:00:00.000Z',
      }),
    ]);
    const all = (await get('findings?state=all&limit=1000')).body;
    const [standing, coming] = [(await get('findings')).body, (await get('findings?state=coming&limit=1000')).body];
    expect(all.total).toBe(standing.total + coming.total);
  });

  test('pages meet without gap or repetition, in every state and at another time', async () => {
    for (const query of ['state=all', 'state=standing', 'state=coming', 'state=all&knownAt=5']) {
      const whole = (await get(`findings?${query}&limit=1000`)).body.items;
      const paged: Item[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body }: { body: { items: Item[]; next: string | null } } = await get(
          `findings?${query}&limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`,
        );
        paged.push(...body.items);
        cursor = body.next;
      }
      expect(whole.length).toBeGreaterThan(2);
      expect([query, paged.length]).toEqual([query, whole.length]);
      expect(named(paged)).toEqual(named(whole));
    }
  });

  test('refuses what it does not understand', async () => {
    for (const query of ['where=rol:x', 'state=open', 'severity=worst', 'rule=13', 'cursor=abc', 'sevrity=high'])
      expect([query, (await get(`findings?${query}`)).status]).toEqual([query, 400]);
    expect((await get('findings?server=ex99')).status).toBe(404);
    const { next } = (await get('bindings?limit=1')).body;
    expect((await get(`findings?cursor=${next}`)).status).toBe(400);
    expect(JSON.stringify((await get('findings?where=severty:high')).body.errors)).toContain('severity');
  });

  test('tells after a repair what was resolved, and when', async () => {
    await record(api.db, 'repair', [inventoryOf(healthy, minute(0)), pinned(NOBODY, 1)]);
    await project(api.db, 'repair');
    expect((await get('findings?rule=RO-17', 'repair')).body.total).toBe(1);
    const { position } = await record(api.db, 'repair', [pinned(null, 2)]);
    await project(api.db, 'repair');
    expect((await get(`findings?rule=RO-17&waitFor=${position}`, 'repair')).body.total).toBe(0);
    const { items } = (await get('findings?rule=RO-17&state=resolved', 'repair')).body;
    expect(items).toEqual([
      expect.objectContaining({
        state: 'resolved',
        server: EX01,
        resolved: expect.stringMatching(/Z$/),
        severity: 'critical',
      }),
    ]);
  });
});

describe('another time', () => {
  test('asOf tells what stood then, and nothing of since when', async () => {
    const then = (await get(`findings?asOf=${minute(5)}&rule=RO-17`)).body;
    expect(then).toMatchObject({ total: 0, asOf: minute(5) });
    const later = (await get(`findings?asOf=${minute(15)}&rule=RO-17`)).body;
    expect(named(later.items)).toEqual([['RO-17', EX01, 'receive:Default Frontend EX01:starttls']]);
    expect(Object.keys(later.items[0] ?? {})).not.toContain('firstSeen');
    expect(later.items[0]).toMatchObject({ state: 'standing', resolved: null, standsUntil: null });
  });

  test('knownAt tells what was known: of two servers that share a certificate the first one alone is no finding', async () => {
    expect((await get('findings?knownAt=3&rule=RO-06')).body).toMatchObject({ total: 0, position: 3 });
    expect((await get('findings?knownAt=4&rule=RO-06')).body.total).toBe(2);
    expect((await get('findings?knownAt=4&rule=RO-06&server=ex06')).body.total).toBe(1);
  });

  test('asOf goes ahead: what expires is told', async () => {
    const ahead = (await get('findings?asOf=2099-06-01T00:00:00Z&rule=RO-13')).body;
    expect(ahead.items.map(({ server }) => server)).toEqual([EX01, 'ex05.contoso.com', 'ex06.contoso.com']);
  });

  test('now by folding the log is now as it is stored, for what stands and what is to come', async () => {
    for (const state of ['standing', 'coming', 'all']) {
      const stored = (await get(`findings?state=${state}&limit=1000`)).body;
      const folded = (await get(`findings?state=${state}&limit=1000&knownAt=${stored.position}`)).body;
      expect(folded.total).toBe(stored.total);
      expect(named(folded.items)).toEqual(named(stored.items));
      expect(folded.items.map(({ standsUntil }) => standsUntil)).toEqual(
        stored.items.map(({ standsUntil }) => standsUntil),
      );
    }
  });

  test('does not know what was resolved then', async () => {
    const { status, body } = await get(`findings?asOf=${minute(15)}&state=resolved`);
    expect([status, body.errors]).toEqual([400, [expect.objectContaining({ parameter: 'state' })]]);
  });

  test('is refused for an organization of too many servers; one server is told without', async () => {
    const many = Array.from({ length: 1001 }, (_, n) =>
      on(`s${n}.contoso.com`, happened('server.observed', { fqdn: `s${n}.contoso.com` })),
    );
    await record(api.db, 'large', many);
    await project(api.db, 'large');
    const { status, body } = await get(`findings?asOf=${minute(15)}`, 'large');
    expect([status, body.detail]).toEqual([422, expect.stringContaining('1001')]);
    const one = await get(`servers/s7.contoso.com?asOf=${minute(15)}`, 'large');
    expect(one).toMatchObject({
      status: 200,
      body: { fqdn: 's7.contoso.com', findingsUnknown: expect.stringContaining('1001') },
    });
    expect(Object.keys(one.body)).not.toContain('findings');
    const short = await get(`servers?server=s7&asOf=${minute(15)}`, 'large');
    expect(short.body.items.map((item) => Object.keys(item).includes('findings'))).toEqual([false]);
    expect((await get('servers/s7.contoso.com', 'large')).body.findings).toEqual([]);
  });
});

describe('servers', () => {
  test('one server has its standing findings, as the list has them', async () => {
    const { items } = (await get('findings?server=ex01')).body;
    expect((await get('servers/ex01')).body.findings).toEqual(items);
    expect(items.length).toBeGreaterThan(0);
  });

  test('… and those of another time, which depend on servers beside it', async () => {
    const { findings } = (await get('servers/ex06?knownAt=5')).body;
    expect(named(findings)).toContainEqual(['RO-06', 'ex06.contoso.com', 'internal-transport']);
    expect(named((await get(`servers/ex01?asOf=${minute(5)}`)).body.findings).map(([id]) => id)).not.toContain('RO-17');
    expect(named((await get(`servers/ex01?asOf=${minute(15)}`)).body.findings).map(([id]) => id)).toContain('RO-17');
  });

  test('the list counts them by severity, now and at another time', async () => {
    const { items } = (await get('findings?limit=1000')).body;
    for (const path of ['servers', 'servers?knownAt=5', `servers?asOf=${minute(15)}`]) {
      const { body } = await get(path);
      const counts = Object(body.items.find((item) => Object(item).fqdn === EX01)).findings;
      const own = items.filter(({ server }) => server === EX01);
      for (const severity of ['critical', 'high', 'medium', 'low'])
        expect([path, severity, counts[severity]]).toEqual([
          path,
          severity,
          own.filter((one) => one.severity === severity).length,
        ]);
    }
    const { body } = await get('servers?server=ex06&knownAt=5');
    expect(body.items).toEqual([expect.objectContaining({ findings: expect.objectContaining({ medium: 1 }) })]);
  });
});

describe('metrics', () => {
  test('count the standing findings of each organization by severity, and say it where there are none', async () => {
    const lines = (await api.ask('/metrics')).text.split('\n').filter((line) => line.startsWith('certfleet_findings{'));
    for (const severity of ['critical', 'high', 'medium', 'low']) {
      const { total } = (await get(`findings?severity=${severity}`)).body;
      expect(lines).toContain(`certfleet_findings{organization="contoso",severity="${severity}"} ${total}`);
    }
    expect(lines).toContain('certfleet_findings{organization="repair",severity="critical"} 0');
  });
});

describe('organizations', () => {
  test('see nothing of the findings of others', async () => {
    const token = await api.grant({ organization: 'fabrikam', name: 'of fabrikam', role: 'administrator' });
    for (const state of ['standing', 'coming', 'resolved', 'all'])
      expect((await api.ask(`/api/v1/findings?state=${state}`, { token })).json).toMatchObject({ items: [], total: 0 });
    expect((await api.ask('/api/v1/findings?organization=contoso', { token })).status).toBe(403);
    expect((await api.ask('/api/v1/findings', { token: null })).status).toBe(401);
    const collector = await api.grant({ organization: 'contoso', name: 'a collector', role: 'collector' });
    expect((await api.ask('/api/v1/findings', { token: collector })).status).toBe(403);
    const reader = await api.grant({ organization: 'contoso', name: 'a reader', role: 'reader' });
    expect((await api.ask('/api/v1/findings', { token: reader })).json.total).toBeGreaterThan(0);
  });
});
