import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FleetEvent } from '#libs/fleet/event.js';
import { sourceOf } from '#libs/fleet/source.js';
import { walkPack } from '#libs/store/pack/walk-pack.js';
import { certificate, happened, minute, thumbprint } from '../../test/support/events.js';
import { project, record } from '../../test/support/fleet-log.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';

let api: RunningTestApi;
beforeAll(async () => {
  api = await runningApi();
  for (const event of STORY) await record(api.db, 'contoso', [event]);
  await project(api.db, 'contoso');
});
afterAll(() => api.close());

const A = thumbprint('A');
const B = thumbprint('B');
const ORGANIZATION = sourceOf({ organization: 'contoso', server: null });

function inventory(server: string, minutes: number, version = '2019' as const): FleetEvent {
  const certificates = [
    certificate('A', { services: ['SMTP', 'IIS'], notAfter: '2099-01-01T00:00:00Z' }),
    certificate('B', { services: [], notAfter: '2099-01-01T00:00:00Z' }),
  ];
  const name = server.split('.')[0] ?? '';
  return happened(
    'inventory.observed',
    {
      fqdn: server,
      netbiosName: name.toUpperCase(),
      version,
      roles: ['Mailbox'],
      adSite: null,
      internalTransportCertificate: A,
      certificates,
      receiveConnectors: [
        {
          name: 'Default',
          transportRole: 'HubTransport',
          enabled: true,
          bindings: ['0.0.0.0:25'],
          authMechanism: ['Tls', 'ExchangeServer'],
          fqdn: 'a.contoso.com',
          tlsCertificateName: null,
        },
      ],
      iisBindings: [
        { site: 'Default Web Site', protocol: 'https', ipAddress: '*', port: 443, hostName: '', thumbprint: A },
      ],
      complete: ['certificates', 'receiveConnectors', 'iisBindings'],
    },
    {
      source: sourceOf({ organization: 'contoso', server }),
      occurredAt: minute(minutes),
      id: `inventory of ${server}`,
    },
  );
}

/** 1, 2: two servers. 3: the default SMTP certificate of the first is overwritten. 4: IIS gets B. 5: a note. 6: a send connector. */
const STORY: readonly FleetEvent[] = [
  inventory('ex01.contoso.com', 0),
  inventory('ex02.contoso.com', 1),
  happened(
    'default-smtp-certificate.overwritten',
    { previous: A, current: B },
    { occurredAt: minute(10), actor: 'CONTOSO\\jo', tool: 'EAC' },
  ),
  happened(
    'iis-binding.configured',
    { site: 'Default Web Site', protocol: 'https', ipAddress: '*', port: 443, hostName: '', thumbprint: B },
    { occurredAt: minute(20), actor: 'CONTOSO\\kim' },
  ),
  happened('note.added', { text: 'Change 4711' }, { occurredAt: minute(30) }),
  happened(
    'send-connector.configured',
    {
      name: 'Outbound',
      enabled: true,
      sourceServers: ['ex01.contoso.com'],
      fqdn: 'a.contoso.com',
      tlsCertificateName: null,
      addressSpaces: ['smtp:*;1'],
    },
    { source: ORGANIZATION, occurredAt: minute(40) },
  ),
];

const get = (path: string) => api.ask(`/api/v1/${path}${path.includes('?') ? '&' : '?'}organization=contoso`);

describe('servers', () => {
  test('the list says in short what each server is and how it fares', async () => {
    const { status, json } = await get('servers');
    expect(status).toBe(200);
    expect(json).toMatchObject({ total: 2, next: null, position: 6, asOf: expect.stringMatching(/Z$/) });
    expect(json.items[0]).toMatchObject({
      fqdn: 'ex01.contoso.com',
      netbiosName: 'EX01',
      version: '2019',
      roles: ['Mailbox'],
      adSite: null,
      lastSeenAt: minute(20),
      outcomes: { PRESENTED: expect.any(Number) },
    });
  });

  test('one server has all that is known, and nothing that is not', async () => {
    const { json } = await get('servers/ex01.contoso.com');
    expect(json).toMatchObject({
      fqdn: 'ex01.contoso.com',
      adSite: null,
      internalTransportCertificate: B,
      position: 6,
      lastSeenAt: minute(20),
    });
    expect(Object.keys(json)).not.toContain('popSettings');
  });

  test.each(['EX01', 'ex01', 'Ex01.Contoso.COM'])('%s is the same server', async (name) => {
    expect((await get(`servers/${name}`)).json).toMatchObject({ fqdn: 'ex01.contoso.com' });
    expect((await get(`bindings?server=${name}&limit=1`)).json.items[0]).toMatchObject({ server: 'ex01.contoso.com' });
  });

  test('a short name finds the one server whose name begins with it, and none where several do', async () => {
    const observed = (fqdn: string) =>
      happened('server.observed', { fqdn }, { source: sourceOf({ organization: 'short', server: fqdn }) });
    await record(api.db, 'short', ['one.contoso.com', 'two.contoso.com', 'two.fabrikam.com'].map(observed));
    await project(api.db, 'short');
    expect((await api.ask('/api/v1/servers/one?organization=short')).json).toMatchObject({ fqdn: 'one.contoso.com' });
    expect((await api.ask('/api/v1/servers/two?organization=short')).status).toBe(404);
  });

  test('a server that nobody spoke of is not found', async () => {
    for (const path of ['servers/ex99', 'servers/ex99/selections', 'servers/ex99/timeline', 'bindings?server=ex99'])
      expect([path, (await get(path)).status]).toEqual([path, 404]);
  });
});

describe('what is presented', () => {
  test('selections answer for each endpoint, with the worked path where it is asked for', async () => {
    const plain = (await get('servers/ex01/selections')).json;
    const worked = (await get('servers/ex01/selections?trace=true')).json;
    expect(plain.position).toBe(6);
    expect(plain.selections.find(({ endpoint }) => endpoint === 'internal-transport')).toMatchObject({
      outcome: 'PRESENTED',
      thumbprint: B,
    });
    expect(plain.selections.every((selection) => !('trace' in selection))).toBe(true);
    expect(worked.selections.every(({ trace }) => trace.length > 0)).toBe(true);
    const untraced = worked.selections.map((selection) => ({ ...selection, trace: undefined }));
    expect(untraced).toEqual(plain.selections);
  });

  test('an item of the bindings is a selection with its certificate and its last change', async () => {
    const { json } = await get('bindings?server=ex01&endpoint=internal-transport');
    expect(json).toMatchObject({ total: 1 });
    expect(json.items[0]).toMatchObject({
      server: 'ex01.contoso.com',
      endpoint: 'internal-transport',
      outcome: 'PRESENTED',
      thumbprint: B,
      candidates: expect.any(Array),
      certificate: { thumbprint: B, subject: 'CN=b.contoso.com' },
      lastChanged: { at: minute(10), by: 'CONTOSO\\jo', position: 3 },
      lastSeenAt: minute(20),
    });
  });

  test('the plain filters count and choose', async () => {
    const all = (await get('bindings')).json;
    const ofB = (await get(`bindings?thumbprint=${B}`)).json;
    const presented = (await get('bindings?outcome=PRESENTED')).json;
    expect(ofB.items.map(({ thumbprint }) => thumbprint)).toEqual(ofB.items.map(() => B));
    expect(ofB.total).toBe(ofB.items.length);
    expect(ofB.total).toBeGreaterThan(0);
    expect(presented.total).toBeLessThanOrEqual(all.total);
    expect((await get('bindings?endpoint=nowhere')).json).toMatchObject({ total: 0, items: [], next: null });
  });

  test('certificates say where they are installed and where they are presented', async () => {
    const { json } = await get(`certificates?thumbprint=${B}`);
    expect(json.total).toBe(1);
    expect(json.items[0]).toMatchObject({
      thumbprint: B,
      subject: 'CN=b.contoso.com',
      installedOn: [{ server: 'ex01.contoso.com' }, { server: 'ex02.contoso.com', services: [] }],
      presentedAt: expect.arrayContaining([{ server: 'ex01.contoso.com', endpoint: 'internal-transport' }]),
    });
    expect((await get('certificates?server=ex02')).json.total).toBe(2);
  });
});

describe('another time', () => {
  test('asOf goes back in what was so', async () => {
    const { json } = await get(`servers/ex01/selections?asOf=${minute(5)}`);
    expect(json.selections.find(({ endpoint }) => endpoint === 'internal-transport')).toMatchObject({ thumbprint: A });
    expect((await get(`servers/ex01?asOf=${minute(5)}`)).json).toMatchObject({
      internalTransportCertificate: A,
      asOf: minute(5),
    });
    expect((await get(`bindings?asOf=${minute(5)}&thumbprint=${B}`)).json.total).toBe(0);
    expect((await get(`servers?asOf=${minute(0)}`)).json.items.map(({ fqdn }) => fqdn)).toEqual(['ex01.contoso.com']);
    expect((await get(`servers/ex02?asOf=${minute(0)}`)).status).toBe(404);
  });

  test('knownAt goes back in what was known', async () => {
    const { json } = await get('servers/ex01/selections?knownAt=2');
    expect(json.position).toBe(2);
    expect(json.selections.find(({ endpoint }) => endpoint === 'internal-transport')).toMatchObject({ thumbprint: A });
    expect((await get('certificates?knownAt=1')).json).toMatchObject({ total: 2, position: 1 });
    const bindings = (await get('bindings?knownAt=2&server=ex01')).json;
    expect(bindings.position).toBe(2);
    expect(bindings.items.find(({ endpoint }) => endpoint === 'internal-transport')).toMatchObject({ thumbprint: A });
  });

  test('asOf goes ahead: what expires is told', async () => {
    const { json } = await get('servers/ex01/selections?asOf=2099-06-01T00:00:00Z');
    const now = (await get('servers/ex01/selections')).json;
    expect(json.selections).not.toEqual(now.selections);
  });

  test('now by folding the log is now as it is stored', async () => {
    const stored = (await get('bindings')).json;
    const folded = (await get(`bindings?knownAt=${stored.position}`)).json;
    const shown = (items: typeof stored.items) =>
      items.map(({ server, endpoint, outcome, thumbprint }) => [server, endpoint, outcome, thumbprint]);
    expect(shown(folded.items)).toEqual(shown(stored.items));
  });
});

describe('timeline', () => {
  test('of another time leaves out what came later, and tells effects as they were known', async () => {
    const then = (await get('timeline?knownAt=3')).json;
    expect(then).toMatchObject({ total: 3, position: 3 });
    expect(then.items.map(({ position }) => position)).toEqual([3, 2, 1]);
    const early = (await get(`timeline?asOf=${minute(0)}`)).json;
    expect(early.total).toBe(early.items.length);
    expect(early.total).toBeGreaterThan(0);
    expect(early.total).toBeLessThan(6);
  });

  test('newest first, with what each event changed and by whom', async () => {
    const { json } = await get('timeline');
    expect(json.items.map(({ position }) => position)).toEqual([6, 5, 4, 3, 2, 1]);
    const overwritten = json.items.find(({ position }) => position === 3);
    expect(overwritten).toMatchObject({
      server: 'ex01.contoso.com',
      actor: 'CONTOSO\\jo',
      tool: 'EAC',
      occurredAt: minute(10),
      what: expect.stringContaining('overwrote the default SMTP certificate'),
      changes: expect.arrayContaining([
        {
          server: 'ex01.contoso.com',
          endpoint: 'internal-transport',
          before: { outcome: 'PRESENTED', thumbprint: A },
          after: { outcome: 'PRESENTED', thumbprint: B },
          rule: expect.any(String),
        },
      ]),
    });
    expect(json.items.find(({ position }) => position === 5)).toMatchObject({
      changes: [],
      effect: 'Nothing that is presented changed.',
    });
    expect(json.items[0]?.changes.map(({ endpoint }) => endpoint)).toContain('send:Outbound:starttls');
  });

  test('of a server: its own events and the organization’s', async () => {
    const { json } = await get('servers/ex02/timeline');
    expect(json.items.map(({ position }) => position)).toEqual([6, 2]);
    expect(json.items[0]?.changes).toEqual([]);
  });

  test('of a certificate: the events that speak of it', async () => {
    const { json } = await get(`certificates/${B.toLowerCase()}/timeline`);
    expect(json.items.map(({ position }) => position)).toEqual([4, 3, 2, 1]);
  });

  test('of an endpoint: the events that changed it, page by page', async () => {
    const { json } = await get('servers/ex01/timeline?endpoint=INTERNAL-transport');
    expect(json.items.map(({ position }) => position)).toEqual([3, 1]);
    const first = (await get('servers/ex01/timeline?endpoint=internal-transport&limit=1')).json;
    expect(first).toMatchObject({ items: [{ position: 3 }], next: expect.any(String) });
    const path = 'servers/ex01/timeline?limit=1';
    const second = (await get(`${path}&endpoint=internal-transport&cursor=${first.next}`)).json;
    expect(second).toMatchObject({ items: [{ position: 1 }] });
    expect((await get(`${path}&endpoint=pop&cursor=${first.next}`)).status).toBe(400);
    expect((await get('timeline?endpoint=internal-transport')).status).toBe(400);
  });

  test('each item is in one group', async () => {
    const { text } = await get('timeline');
    const { groups }: { groups: readonly { positions: readonly number[] }[] } = JSON.parse(text);
    expect(groups.flatMap(({ positions }) => positions).toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('pages meet without gap or repetition', async () => {
    const positions: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { json }: { json: { items: readonly { position: number }[]; next: string | null } } = await get(
        `timeline?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      positions.push(...json.items.map(({ position }) => position));
      cursor = json.next;
    }
    expect(positions).toEqual([6, 5, 4, 3, 2, 1]);
  });
});

describe('pages', () => {
  test('stand still while others write', async () => {
    const organization = 'paging';
    const names = (letters: string) => [...letters].map((letter) => `${letter}1.contoso.com`);
    const add = async (letters: string) => {
      await record(
        api.db,
        organization,
        names(letters).map((name) => inventory(name, 0)),
      );
      await project(api.db, organization);
    };
    await add('bdfh');
    const list = (cursor: string | null) =>
      api.ask(`/api/v1/servers?organization=${organization}&limit=2${cursor === null ? '' : `&cursor=${cursor}`}`);
    const first = (await list(null)).json;
    expect(first).toMatchObject({ total: 4, next: expect.any(String) });
    await add('ac');
    const second = (await list(first.next)).json;
    expect(second.items.map(({ fqdn }) => fqdn)).toEqual(names('fh'));
    expect(second).toMatchObject({ next: null, total: 6 });
  });

  test('a cursor of another list is refused', async () => {
    const { json } = await get('bindings?limit=1');
    expect((await get(`servers?cursor=${json.next}`)).status).toBe(400);
    const forged = Buffer.from(JSON.stringify(['timeline', ['x', 1]])).toString('base64url');
    expect((await get(`timeline?cursor=${forged}`)).status).toBe(400);
  });
});

describe('organizations', () => {
  test('see nothing of one another, by any route', async () => {
    const token = await api.grant({ organization: 'fabrikam', name: 'of fabrikam', role: 'administrator' });
    for (const path of ['servers', 'bindings', 'certificates', 'findings', 'timeline', 'events', 'quarantine']) {
      const { json } = await api.ask(`/api/v1/${path}`, { token });
      expect([path, json.items]).toEqual([path, []]);
    }
    for (const path of [
      'servers/ex01.contoso.com',
      'servers/ex01.contoso.com/selections',
      'servers/ex01.contoso.com/timeline',
    ]) {
      const elsewhere = await api.ask(`/api/v1/${path}`, { token });
      const nowhere = await api.ask(`/api/v1/${path.replace('ex01', 'ex99')}`, { token });
      expect([path, elsewhere.status, elsewhere.json.detail.replace('ex01', 'ex99')]).toEqual([
        path,
        nowhere.status,
        nowhere.json.detail,
      ]);
    }
    expect((await api.ask(`/api/v1/certificates/${A}/timeline`, { token })).json.items).toEqual([]);
    expect((await api.ask('/api/v1/verification', { token })).json).toMatchObject({
      log: { intact: true, position: 0 },
    });
  });
});

describe('the log', () => {
  test('is read from after a position on, as CloudEvents', async () => {
    const { json } = await get('events?after=2&limit=2');
    expect(json).toMatchObject({ next: 4, total: 6, head: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(json.items).toMatchObject([
      {
        specversion: '1.0',
        type: 'certfleet.default-smtp-certificate.overwritten.v1',
        position: 3,
        actor: 'CONTOSO\\jo',
        time: minute(10),
      },
      { type: 'certfleet.iis-binding.configured.v1', position: 4, data: { thumbprint: B } },
    ]);
    expect((await get('events?after=6')).json).toMatchObject({ items: [], next: null });
  });

  test('is verified, and a head hash that was copied is looked for in it', async () => {
    const { json } = await get('verification');
    expect(json).toMatchObject({ verified: true, log: { intact: true, position: 6 } });
    const { head } = (await get('events')).json;
    expect((await get(`verification?head=${head}&headPosition=6`)).json).toMatchObject({ verified: true });
    expect((await get(`verification?head=${'0'.repeat(63)}1&headPosition=6`)).json).toMatchObject({
      verified: false,
      log: { intact: false, reason: 'copied-hash-not-in-chain' },
    });
  });

  test('is handed out as an evidence pack that proves itself, as often as it is asked for', async () => {
    for (let times = 0; times < 2; times += 1) {
      const headers = { authorization: `Bearer ${api.token}` };
      const response = await fetch(`${api.url}/api/v1/log?organization=contoso`, { headers });
      expect(response.headers.get('content-type')).toBe('application/gzip');
      const verdict = await walkPack(Readable.from([new Uint8Array(await response.arrayBuffer())]));
      expect(verdict).toMatchObject({ intact: true, position: 6, headHash: (await get('events')).json.head });
    }
  });

  test('flows on in the stream, and resumes after the last event that was received', async () => {
    const reading = new AbortController();
    const open = async (headers: Record<string, string>) => {
      const response = await fetch(`${api.url}/api/v1/stream?organization=streaming`, {
        headers: { authorization: `Bearer ${api.token}`, ...headers },
        signal: reading.signal,
      });
      expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
      return messages(response);
    };
    await record(api.db, 'streaming', STORY.slice(0, 2));
    const stream = await open({});
    expect(await next(stream, 2)).toEqual([1, 2]);
    await record(api.db, 'streaming', STORY.slice(2, 4));
    expect(await next(stream, 2)).toEqual([3, 4]);
    expect(await next(await open({ 'last-event-id': '3' }), 1)).toEqual([4]);
    reading.abort();
  });

  test('two readers at once is all that is allowed where two is the limit', async () => {
    const small = await runningApi({ limits: { streams: 2 } });
    const reading = new AbortController();
    const open = () =>
      fetch(`${small.url}/api/v1/stream`, {
        headers: { authorization: `Bearer ${small.token}` },
        signal: reading.signal,
      });
    try {
      expect([(await open()).status, (await open()).status]).toEqual([200, 200]);
      expect((await open()).status).toBe(503);
      const started = Date.now();
      await small.stop();
      expect(Date.now() - started).toBeLessThan(8_000);
    } finally {
      reading.abort();
      await small.close();
    }
  });
});

describe('waitFor', () => {
  test('answers once the projection is there', async () => {
    const organization = 'waiting';
    const { position } = await record(api.db, organization, [inventory('ex01.contoso.com', 0)]);
    const asked = api.ask(`/api/v1/servers?organization=${organization}&waitFor=${position}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await project(api.db, organization);
    expect((await asked).json).toMatchObject({ total: 1, position });
  });

  test('says after five seconds that it is not, and how far it is', async () => {
    const started = Date.now();
    const { status, json } = await get('servers?waitFor=7');
    expect([status, json]).toMatchObject([504, { position: 6, type: 'urn:certfleet:problem:projection-behind' }]);
    expect(Date.now() - started).toBeGreaterThan(4_000);
    expect(Date.now() - started).toBeLessThan(7_000);
  });
});

test('the metrics count organizations, endpoints and what waits', async () => {
  const { text } = await api.ask('/metrics');
  expect(text).toContain('certfleet_log_position{organization="contoso"} 6');
  expect(text).toContain('certfleet_projection_lag_events{organization="contoso"} 0');
  expect(text).toMatch(/certfleet_endpoints\{organization="contoso",outcome="PRESENTED"\} [1-9]/);
  expect(text).toContain('certfleet_servers{organization="contoso"} 2');
});

async function* messages(response: Response): AsyncGenerator<number> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const message = text.slice(0, end);
      text = text.slice(end + 2);
      const [, id] = /^id: (\d+)$/m.exec(message) ?? [];
      const [, data] = /^data: (.*)$/m.exec(message) ?? [];
      if (id === undefined || data === undefined) continue;
      expect(JSON.parse(data)).toMatchObject({ specversion: '1.0', position: Number(id) });
      yield Number(id);
    }
  }
}

async function next(stream: AsyncGenerator<number>, count: number): Promise<number[]> {
  const found: number[] = [];
  while (found.length < count) {
    const { value, done } = await stream.next();
    if (done === true) return found;
    found.push(value);
  }
  return found;
}
