import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inOrganization } from '#libs/store/database.js';
import { claim, type Ending, finish } from '#libs/store/inbox.js';
import { record } from '../../test/support/fleet-log.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';

let api: RunningTestApi;
beforeAll(async () => {
  api = await runningApi({ limits: { eventsBytes: 256 * 1024 } });
});
afterAll(() => api.close());

const JSON_EVENT = { 'content-type': 'application/cloudevents+json' };
const SERVER = '/organizations/contoso/servers/ex01.contoso.com';

function note(text: string, id: string = randomUUID()) {
  return {
    specversion: '1.0',
    id,
    source: SERVER,
    type: 'certfleet.note.added.v1',
    time: '2026-06-01T00:00:00Z',
    data: { text },
  };
}

function post(events: unknown, organization = 'contoso', headers: Record<string, string> = JSON_EVENT) {
  return api.ask(`/api/v1/events?organization=${organization}`, {
    headers,
    body: typeof events === 'string' ? events : JSON.stringify(events),
  });
}

async function inbox(
  organization: string,
): Promise<{ inbox_id: string; sha256: string; size: string; state: string; kind: string; parameters: unknown }[]> {
  return inOrganization(api.db, organization, (db) =>
    db.query(
      `select inbox_id, encode(sha256, 'hex') as sha256, size, state, kind, parameters from certfleet.inbox where organization = $1`,
      [organization],
    ),
  );
}

describe('events', () => {
  test('what is acknowledged is on disk, byte for byte', async () => {
    const body = JSON.stringify(note('kept'));
    const { status, json } = await post(body, 'durable');
    expect(status).toBe(202);
    expect(json).toMatchObject({ accepted: 1, duplicates: 0, head: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const [row] = await inbox('durable');
    expect(row).toMatchObject({ inbox_id: json.ticket, state: 'queued', kind: 'events', size: String(body.length) });
    expect(row?.sha256).toBe(createHash('sha256').update(body).digest('hex'));
  });

  test('one, a batch and lines are taken, by any of their content types', async () => {
    const [one, batch] = [note('one'), [note('two'), note('three')]];
    const lines = [note('four'), note('five'), note('six')].map((event) => JSON.stringify(event)).join('\n');
    const counts = [
      await post(one),
      await post(batch, 'contoso', { 'content-type': 'application/cloudevents-batch+json' }),
      await post(lines, 'contoso', { 'content-type': 'application/x-ndjson' }),
      await post(batch, 'contoso', { 'content-type': 'application/json' }),
    ].map(({ json }) => json);
    expect(counts).toMatchObject([{ accepted: 1 }, { accepted: 2 }, { accepted: 3 }, { accepted: 2 }]);
  });

  test('an event in binary mode is put together from its headers', async () => {
    const { status, json } = await post(JSON.stringify({ text: 'from headers' }), 'binary', {
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-id': 'binary-1',
      'ce-source': SERVER,
      'ce-type': 'certfleet.note.added.v1',
      'ce-time': '2026-06-01T00:00:00Z',
      'ce-actor': 'CONTOSO%5Cjos%C3%A9',
    });
    expect([status, json]).toMatchObject([202, { accepted: 1 }]);
    const stored = await inOrganization(api.db, 'binary', (db) =>
      db.query<{ bytes: Buffer }>('select bytes from certfleet.inbox'),
    );
    expect(JSON.parse(stored[0]?.bytes.toString('utf8') ?? '')).toMatchObject({
      actor: 'CONTOSO\\josé',
      data: { text: 'from headers' },
    });
  });

  test('what the log holds already, and what stands twice in a request, counts as duplicate', async () => {
    const known = note('known', 'known-1');
    await post(note('opens the organization'), 'duplicates');
    await record(api.db, 'duplicates', [
      { id: known.id, source: known.source, type: 'note.added', occurredAt: known.time, data: known.data },
    ]);
    const fresh = note('fresh');
    const { json } = await post([known, fresh, fresh], 'duplicates');
    expect(json).toMatchObject({ accepted: 1, duplicates: 2 });
  });

  test('a source that names another organization is recorded where it was sent, and says so', async () => {
    const { json } = await post(note('elsewhere'), 'fabrikam');
    expect(JSON.stringify(json)).toContain('contoso');
  });

  test('one malformed event refuses them all, with its index, place and remedy', async () => {
    const broken = { ...note('broken'), time: 'yesterday' };
    const { status, json, headers } = await post([note('good'), broken, note('good')], 'refusals');
    expect(status).toBe(422);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(json).toMatchObject({
      index: 1,
      place: '[1].time',
      remedy: expect.stringContaining('2026-06-01T08:30:00Z'),
    });
    expect(await inbox('refusals')).toEqual([]);
  });

  test.each([
    ['nothing', '', 400],
    ['no JSON', '{"specversion":', 422],
    ['no event', '{"hello":"world"}', 415],
    ['a number', '17', 415],
    ['NUL in a name', JSON.stringify({ ...note('x'), source: '/organizations/contoso/servers/ex01\u0000' }), 422],
    [
      'half a surrogate pair in a text',
      `{"specversion":"1.0","id":"s","source":"${SERVER}","type":"certfleet.note.added.v1","time":"2026-06-01T00:00:00Z","data":{"text":"\\ud800"}}`,
      422,
    ],
    ['deep nesting', `{"specversion":"1.0","data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 422],
  ])('%s is refused with a reason, and nothing is stored', async (_, body, expected) => {
    const { status, json, text } = await post(body, 'refusals');
    expect(status).toBe(expected);
    expect(json).toMatchObject({
      status,
      detail: expect.any(String),
      type: expect.stringMatching(/^urn:certfleet:problem:/),
    });
    expect(text).not.toMatch(/\.(js|ts):\d+/);
    expect(await inbox('refusals')).toEqual([]);
  });

  test('more than a request may hold is refused', async () => {
    const { status } = await post(note('x'.repeat(300 * 1024)));
    expect(status).toBe(413);
  });
});

describe('imports', () => {
  const document = readFileSync('libs/formats/fleet-document/sample.json');
  const send = (query: string, body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}) =>
    api.ask(`/api/v1/imports?organization=files&${query}`, { body, headers });

  test('a file is kept with what the request said of it', async () => {
    const { status, json } = await send('observedAt=2026-06-01T02:00:00%2B02:00&filename=sample.json', document);
    expect([status, json]).toMatchObject([202, { ticket: expect.any(String), warnings: expect.any(Array) }]);
    const row = (await inbox('files')).find(({ inbox_id }) => inbox_id === json.ticket);
    expect(row).toMatchObject({
      kind: 'import',
      size: String(document.length),
      sha256: createHash('sha256').update(document).digest('hex'),
      parameters: { observedAt: '2026-06-01T00:00:00.000Z' },
    });
    const ticket = await api.ask(`/api/v1/tickets/${json.ticket}?organization=files`);
    expect(ticket.json).toMatchObject({ state: 'queued', events: 0, position: null, warnings: [], error: null });
  });

  test('a form holds the same file', async () => {
    const form = new FormData();
    form.set('file', new File([new Uint8Array(document)], 'from a form.json'));
    const { status, json } = await send('observedAt=2026-06-01T00:00:00Z', form);
    expect(status).toBe(202);
    const row = (await inbox('files')).find(({ inbox_id }) => inbox_id === json.ticket);
    expect(row?.sha256).toBe(createHash('sha256').update(document).digest('hex'));
  });

  test('a form with two files, with none, or that is none, is refused', async () => {
    const two = new FormData();
    two.append('file', new File(['a'], 'a'));
    two.append('file', new File(['b'], 'b'));
    expect((await send('', two)).status).toBe(400);
    const none = new FormData();
    none.set('name', 'value');
    expect((await send('', none)).status).toBe(400);
    expect((await send('', 'garbage', { 'content-type': 'multipart/form-data; boundary=x' })).status).toBe(400);
    const many = `--x\r\n\r\n`.repeat(5_000);
    expect((await send('', many, { 'content-type': 'multipart/form-data; boundary=x' })).status).toBe(400);
  });

  test('what the file cannot say is asked for by name', async () => {
    const timeless = JSON.stringify({ format: 'certfleet.fleet/1', servers: [{ fqdn: 'ex01.contoso.com' }] });
    const { status, json } = await send('', timeless);
    expect(status).toBe(422);
    expect(json.errors).toMatchObject([{ parameter: 'observedAt' }]);
  });

  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const secrets: readonly (readonly [string, Uint8Array])[] = [
    ['PEM', Buffer.from(key.export({ format: 'pem', type: 'pkcs8' }))],
    ['DER', key.export({ format: 'der', type: 'pkcs8' })],
    [
      'inside a document',
      Buffer.from(
        JSON.stringify({
          format: 'certfleet.fleet/1',
          servers: [],
          note: key.export({ format: 'pem', type: 'pkcs1' }),
        }),
      ),
    ],
  ];
  test.each(secrets)('a private key is refused and leaves no trace: %s', async (_, bytes) => {
    const { status, json } = await send(
      'observedAt=2026-06-01T00:00:00Z&server=ex09.contoso.com',
      new Uint8Array(bytes),
    );
    expect([status, json]).toMatchObject([422, { type: 'urn:certfleet:problem:private-key' }]);
    const digest = createHash('sha256').update(bytes).digest('hex');
    expect((await inbox('files')).map(({ sha256 }) => sha256)).not.toContain(digest);
    const secret = key.export({ format: 'der', type: 'pkcs8' }).toString('base64').slice(100, 160);
    expect(api.logged.join('')).not.toContain(secret);
  });

  test('a private key in an event is refused as well', async () => {
    const pem = key.export({ format: 'pem', type: 'pkcs8' });
    const event = { ...note('x'), type: 'certfleet.certificate.imported.v1', data: { certificate: pem } };
    const { status, json } = await post(event, 'keys');
    expect([status, json]).toMatchObject([422, { type: 'urn:certfleet:problem:private-key' }]);
    expect(await inbox('keys')).toEqual([]);
  });
});

describe('who may record what', () => {
  test('a collector speaks of its own servers only, and sees its own tickets only', async () => {
    await post(note('opens'), 'bound');
    const grant = { organization: 'bound', role: 'collector' as const };
    const mine = await api.grant({ ...grant, name: 'collector of ex01', servers: ['EX01.contoso.com'] });
    const other = await api.grant({ ...grant, name: 'collector of ex02', servers: ['ex02.contoso.com'] });
    const accepted = await api.ask('/api/v1/events', {
      token: mine,
      headers: JSON_EVENT,
      body: JSON.stringify(note('mine')),
    });
    expect(accepted.status).toBe(202);
    expect(
      (await api.ask('/api/v1/events', { token: other, headers: JSON_EVENT, body: JSON.stringify(note('not mine')) }))
        .status,
    ).toBe(403);
    const whole = { ...note('whole'), source: '/organizations/bound' };
    const batch = await api.ask('/api/v1/events', {
      token: mine,
      headers: JSON_EVENT,
      body: JSON.stringify([note('fine'), whole]),
    });
    expect([batch.status, batch.json]).toMatchObject([403, { index: 1 }]);
    expect((await api.ask(`/api/v1/tickets/${accepted.json.ticket}`, { token: mine })).status).toBe(200);
    expect((await api.ask(`/api/v1/tickets/${accepted.json.ticket}`, { token: other })).status).toBe(404);
  });

  test('only an administrator of all organizations opens a new one', async () => {
    const token = await api.grant({ organization: 'unopened', name: 'admin of one', role: 'administrator' });
    const { status } = await api.ask('/api/v1/events', { token, headers: JSON_EVENT, body: JSON.stringify(note('x')) });
    expect(status).toBe(403);
  });

  test('a ticket of one organization is none in another', async () => {
    const { json } = await post(note('x'), 'contoso');
    expect((await api.ask(`/api/v1/tickets/${json.ticket}?organization=contoso`)).status).toBe(200);
    expect((await api.ask(`/api/v1/tickets/${json.ticket}?organization=fabrikam`)).status).toBe(404);
  });
});

describe('what became of it', () => {
  async function end(organization: string, ticket: string, ending: Ending) {
    const held = await claim(api.db, organization, ticket, { holder: 'test', seconds: 60 });
    if (typeof held === 'string') throw new Error(held);
    expect(await finish(api.db, held, ending)).toBe('held');
  }
  const ticketOf = async (ticket: string) => (await api.ask(`/api/v1/tickets/${ticket}?organization=endings`)).json;

  test.each<[Ending, object]>([
    [
      { state: 'recorded', events: 2, position: 7 },
      { state: 'done', events: 2, position: 7, error: null },
    ],
    [
      { state: 'duplicate', events: 0, position: 7 },
      { state: 'done', events: 0, error: null },
    ],
    [
      { state: 'conflict', events: 1, reason: 'Known.' },
      { state: 'done', events: 1, error: 'Known.' },
    ],
    [
      { state: 'conflict', events: 0, reason: 'Known.' },
      { state: 'failed', events: 0, error: 'Known.' },
    ],
    [
      { state: 'quarantined', reason: 'Not\u0000readable.', remedy: 'Send it again.' },
      { state: 'failed', position: null, error: 'Not\u0000readable. Send it again.' },
    ],
  ])('%j', async (ending, expected) => {
    const { ticket } = (await post(note('x'), 'endings')).json;
    expect(await ticketOf(ticket)).toMatchObject({ state: 'queued' });
    await end('endings', ticket, ending);
    expect(await ticketOf(ticket)).toMatchObject(expected);
  });

  test('what could not be recorded is listed with its reason, newest first, page by page', async () => {
    const tickets: string[] = [];
    for (const reason of ['first', 'second', 'third']) {
      const { ticket } = (await post(note(reason), 'quarantined')).json;
      await end('quarantined', ticket, { state: 'quarantined', reason });
      tickets.unshift(ticket);
    }
    const first = (await api.ask('/api/v1/quarantine?organization=quarantined&limit=2')).json;
    expect(first).toMatchObject({
      total: 3,
      items: [
        { ticket: tickets[0], reason: 'third' },
        { ticket: tickets[1], reason: 'second' },
      ],
    });
    const second = (await api.ask(`/api/v1/quarantine?organization=quarantined&limit=2&cursor=${first.next}`)).json;
    expect(second).toMatchObject({ next: null, items: [{ ticket: tickets[2], reason: 'first' }] });
  });
});
