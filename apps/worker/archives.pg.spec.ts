/** Many files at once, and history: zips and single files through API, inbox, reading, log and projection. */
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { canonicalText } from '#libs/fleet/canonical.js';
import type { FileResult } from '#libs/formats/file-result.js';
import { projectionEqualsFold } from '#libs/store/audit.js';
import { inOrganization } from '#libs/store/database.js';
import { claim, receive } from '#libs/store/inbox.js';
import { openOrganization } from '#libs/store/organizations.js';
import { fleetFile, generatedServer } from '../../test/support/fleet-file.js';
import { project } from '../../test/support/fleet-log.js';
import { makeZip, unixTimes, type MadeEntry } from '../../test/support/make-zip.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';
import { openDecoder, type Decoder } from '../decoder/decoder.js';
import { ingest } from './ingest.js';
import { record } from './record.js';

let api: RunningTestApi;
let decoder: Decoder;
beforeAll(async () => {
  api = await runningApi();
  decoder = openDecoder({});
});
afterAll(async () => {
  await decoder.close();
  await api.close();
});

interface Sent {
  readonly status: number;
  readonly text: string;
  readonly ticket: string;
  readonly warnings: readonly { readonly place: string; readonly message: string }[];
}

async function post(organization: string, bytes: Uint8Array, query = ''): Promise<Sent> {
  const { status, text } = await api.ask(`/api/v1/imports?organization=${organization}&filename=year.zip&${query}`, {
    body: Buffer.from(bytes),
  });
  return { status, text, ...JSON.parse(text) };
}

interface Told {
  readonly state: string;
  readonly outcome: string;
  readonly events: number;
  readonly error: string | null;
  readonly files: readonly FileResult[];
  readonly warnings: readonly { readonly place: string; readonly message: string }[];
}

async function told(organization: string, ticket: string): Promise<Told> {
  return JSON.parse((await api.ask(`/api/v1/tickets/${ticket}?organization=${organization}`)).text);
}

/** Takes an upload in and works on it, as API and worker do; and what became of it. */
async function send(organization: string, bytes: Uint8Array, query = ''): Promise<Told> {
  const { status, text, ticket } = await post(organization, bytes, query);
  if (status !== 202) throw new Error(text);
  await work(organization, ticket);
  return told(organization, ticket);
}

function work(organization: string, inboxId: string) {
  const log = pino({ level: 'silent' });
  return ingest({ database: api.db, decoder, holder: 'test', leaseSeconds: 60, log }, { organization, inboxId });
}

const sample = readFileSync(new URL('../../libs/formats/health-checker/sample.xml', import.meta.url), 'utf8');

/** What Health Checker tells of EX01 at an instant; the services of one certificate change from month to month. */
function analysis(month: number, services: string): MadeEntry {
  const mm = String(month).padStart(2, '0');
  const content = sample
    .replace(/(N="GenerationTime">)[^<]*/, `$12025-${mm}-12T10:30:00Z`)
    .replace('<ToString>IIS, SMTP</ToString>', `<ToString>${services}</ToString>`);
  return { name: `HealthChecker-EX01-2025${mm}12103000.xml`, content };
}

const YEAR = [analysis(1, 'IIS'), analysis(2, 'IIS, SMTP'), analysis(3, 'SMTP')];

const DERIVED = ['server_state', 'server_alias', 'organization_state', 'binding', 'certificate', 'installation'];
const KNOWLEDGE = new Set([
  'organization',
  'position',
  'last_changed_position',
  'frontier',
  'folded_at',
  'known_from',
  'known_until',
  'digest',
]);

/** Everything that is derived from the log, but for the order in which it became known. */
async function derived(organization: string): Promise<unknown> {
  await project(api.db, organization);
  expect((await projectionEqualsFold(api.db, organization)).differences).toEqual([]);
  return inOrganization(api.db, organization, async (db) => {
    const found: Record<string, readonly string[]> = {};
    for (const table of DERIVED) {
      const rows = await db.query<object>(
        `select * from certfleet.${table} where organization = $1 ${table === 'binding' ? 'and known_until is null' : ''}`,
        [organization],
      );
      found[table] = rows
        .map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => !KNOWLEDGE.has(key))))
        .map((row) => canonicalText(JSON.parse(JSON.stringify(row))))
        .sort();
    }
    return found;
  });
}

function inboxSize(organization: string): Promise<number> {
  return inOrganization(api.db, organization, async (db) => {
    const [row] = await db.query<{ count: string }>(`select count(*) from certfleet.inbox where organization = $1`, [
      organization,
    ]);
    return Number(row?.count);
  });
}

describe('a zip of analyses of a year', () => {
  const orders = [YEAR, YEAR.toReversed(), [YEAR[1], YEAR[2], YEAR[0]].flatMap((one) => one ?? [])];

  test('gives the same state and the same report of each file in any order, in one zip or sent apart', async () => {
    const results: (readonly FileResult[])[] = [];
    const states: unknown[] = [];
    for (const [n, order] of orders.entries()) {
      const zip = await send(`zip${n}`, makeZip(order));
      // Each time the server has changed; the organization has not.
      expect(zip).toMatchObject({ state: 'done', outcome: 'recorded', error: null, events: 4 });
      results.push(zip.files);
      states.push(await derived(`zip${n}`));
    }
    for (const [n, order] of orders.entries()) {
      for (const one of order) await send(`apart${n}`, Buffer.from(one.content));
      states.push(await derived(`apart${n}`));
    }
    expect(results[0]).toMatchObject([
      {
        file: YEAR[0]?.name,
        format: 'clixml',
        outcome: 'recorded',
        events: { 'inventory.observed': 2 },
        known: 0,
        first: '2025-01-12T10:30:00.000Z',
        last: '2025-01-12T10:30:00.000Z',
      },
      { file: YEAR[1]?.name, outcome: 'recorded', events: { 'inventory.observed': 1 }, known: 1, seenAgain: 1 },
      { file: YEAR[2]?.name, outcome: 'recorded', events: { 'inventory.observed': 1 }, known: 1, seenAgain: 1 },
    ]);
    for (const files of results) expect(files).toEqual(results[0]);
    for (const state of states) expect(state).toEqual(states[0]);
  });

  test('is a history: every month can be asked for', async () => {
    await send('history', makeZip(YEAR.toReversed()));
    await project(api.db, 'history');
    const services = async (asOf: string) => {
      const { text } = await api.ask(`/api/v1/servers/ex01.contoso.com?organization=history&asOf=${asOf}`);
      const { certificates }: { certificates: readonly { thumbprint: string; services: unknown }[] } = JSON.parse(text);
      return certificates.find(({ thumbprint }) => thumbprint.startsWith('B0F49B77'))?.services;
    };
    expect(await services('2025-01-20T00:00:00Z')).toEqual(['IIS']);
    expect(await services('2025-02-20T00:00:00Z')).toEqual(['SMTP', 'IIS']);
    expect(await services('2025-03-20T00:00:00Z')).toEqual(['SMTP']);
  });

  test('sent again, also with more in it, it tells what was known', async () => {
    await send('again', makeZip(YEAR.slice(0, 2)));
    const again = await send('again', makeZip(YEAR.slice(0, 2)));
    expect(again).toMatchObject({ state: 'done', outcome: 'duplicate', events: 0 });
    expect(again.files).toMatchObject([
      { outcome: 'known', events: {}, known: 2 },
      { outcome: 'known', known: 2 },
    ]);
    const more = await send('again', makeZip(YEAR));
    expect(more).toMatchObject({ outcome: 'recorded', events: 1 });
    expect(more.files.map(({ outcome }) => outcome)).toEqual(['known', 'known', 'recorded']);
  });

  test('one file twice in it is recorded once', async () => {
    const [first] = YEAR;
    if (first === undefined) throw new Error('there is one');
    const { files } = await send('twice', makeZip([{ ...first, name: 'copy.xml' }, first]));
    expect(files.map(({ file, outcome, known }) => [file, outcome, known])).toEqual([
      [first.name, 'recorded', 0],
      ['copy.xml', 'known', 2],
    ]);
  });

  test('inventories in it that say nothing new are sightings, as if they had come one by one', async () => {
    const day = (n: number) => `2025-06-${String(n).padStart(2, '0')}T08:00:00Z`;
    const days = [3, 1, 5, 2, 4].map((n) => ({
      name: `${n}.json`,
      content: fleetFile([generatedServer(n === 3 ? 1 : 2)], day(n)),
    }));
    const { files, events } = await send('sightings', makeZip(days));
    expect(events).toBe(2);
    expect(files.map(({ file, outcome, known, seenAgain }) => [file, outcome, known, seenAgain])).toEqual([
      ['1.json', 'recorded', 0, 0],
      ['2.json', 'known', 1, 1],
      ['3.json', 'recorded', 0, 0],
      ['4.json', 'known', 1, 1],
      ['5.json', 'known', 1, 1],
    ]);
    for (const n of [1, 2, 3, 4, 5])
      await send('sightings-apart', Buffer.from(days.find(({ name }) => name === `${n}.json`)?.content ?? ''));
    expect(await derived('sightings')).toEqual(await derived('sightings-apart'));
  });
});

describe('of a zip with files of all kinds', () => {
  const broken: MadeEntry = { name: 'broken.xml', content: sample.slice(0, 5_000) };
  const readme: MadeEntry = { name: 'readme.txt', content: 'Exports of 2025' };

  test('the good are recorded, and each of the others is told with its reason', async () => {
    const accepted = await post('mixed', makeZip([...YEAR, broken, readme]));
    expect(accepted.status).toBe(202);
    expect(accepted.warnings.map(({ place }) => place)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^broken\.xml, /), 'readme.txt']),
    );
    const { state, events, files, warnings } = await send('mixed', makeZip([...YEAR, broken, readme]));
    expect({ state, events }).toEqual({ state: 'done', events: 4 });
    expect(files.map(({ file, outcome }) => [file, outcome])).toEqual([
      ...YEAR.map(({ name }) => [name, 'recorded']),
      ['broken.xml', 'refused'],
      ['readme.txt', 'skipped'],
    ]);
    for (const { reason, remedy } of files.slice(3))
      expect([reason, remedy]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S/)]);
    expect(warnings.map(({ place }) => place)).toEqual(expect.arrayContaining(['readme.txt']));
  });

  test('one that lacks what nobody was asked for is refused in the end, and stops no other', async () => {
    const timeless = JSON.stringify({ format: 'certfleet.fleet/1', servers: [{ fqdn: 'ex02.contoso.com' }] });
    const upload = { kind: 'import' as const, bytes: makeZip([...YEAR, { name: 'a.json', content: timeless }]) };
    await openOrganization(api.db, 'lacking');
    const ticket = await receive(api.db, 'lacking', upload);
    expect(await work('lacking', ticket)).toBe('recorded');
    const { state, files } = await told('lacking', ticket);
    expect(state).toBe('done');
    expect(files.map(({ outcome }) => outcome)).toEqual(['recorded', 'recorded', 'recorded', 'refused']);
    expect(files[3]?.reason).toContain('--observed-at');
    const alone = await receive(api.db, 'lacking', { kind: 'import', bytes: Buffer.from(timeless) });
    expect(await work('lacking', alone)).toBe('quarantined');
    expect(await told('lacking', alone)).toMatchObject({
      state: 'failed',
      files: [{ outcome: 'refused', file: null }],
    });
  });

  test('an id that is used for something else is told of its file, and the others are recorded', async () => {
    const event = (id: string, text: string) =>
      JSON.stringify({
        specversion: '1.0',
        id,
        source: '/organizations/x/servers/ex01',
        type: 'certfleet.note.added.v1',
        time: '2025-01-01T00:00:00Z',
        data: { text },
      });
    const told = await send(
      'conflicts',
      makeZip([
        { name: 'a.json', content: event('1', 'first') },
        { name: 'b.json', content: event('1', 'second') },
        { name: 'c.json', content: event('2', 'third') },
      ]),
    );
    expect(told).toMatchObject({
      state: 'done',
      outcome: 'conflict',
      events: 2,
      error: expect.stringContaining('1 event'),
    });
    expect(told.files.map(({ outcome, conflicts }) => [outcome, conflicts])).toEqual([
      ['recorded', 0],
      ['conflict', 1],
      ['recorded', 0],
    ]);
  });

  test('a private key anywhere refuses everything before it is stored', async () => {
    const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'pem', type: 'pkcs8' });
    await openOrganization(api.db, 'keys');
    const { status, text } = await post('keys', makeZip([...YEAR, { name: 'old/server.key', content: pem }]));
    expect([status, JSON.parse(text)]).toMatchObject([
      422,
      { type: 'urn:certfleet:problem:private-key', detail: expect.stringContaining('old/server.key') },
    ]);
    expect(await inboxSize('keys')).toBe(0);
    expect(`${text}${api.logged.join('')}`).not.toContain(pem.toString().slice(100, 150));
  });

  test.each<[string, Uint8Array, number]>([
    ['in which no file can be read', makeZip([broken, readme]), 422],
    ['without any export', makeZip([readme]), 415],
    ['that is empty', makeZip([]), 400],
    ['that is encrypted', makeZip(YEAR.map((one) => ({ ...one, flags: 1 }))), 422],
    ['that is a bomb', makeZip([{ name: 'b', content: Buffer.alloc(33 * 1024 * 1024) }]), 413],
    ['that is cut off', makeZip(YEAR).slice(0, -30), 422],
  ])('one %s is refused, and nothing is stored', async (_, bytes, expected) => {
    await openOrganization(api.db, 'refused');
    expect((await post('refused', bytes)).status).toBe(expected);
    expect(await inboxSize('refused')).toBe(0);
  });
});

describe('what files cannot say', () => {
  const timeless = JSON.stringify({
    format: 'certfleet.fleet/1',
    servers: [{ fqdn: 'ex01.contoso.com', roles: ['Mailbox'] }],
  });
  const [timed] = YEAR;
  if (timed === undefined) throw new Error('there is one');

  test('is asked for, by the names of the files', async () => {
    const { status, text } = await post(
      'asked',
      makeZip([timed, { name: 'a.json', content: timeless }, { name: 'b.json', content: timeless }]),
    );
    expect([status, JSON.parse(text)]).toMatchObject([
      422,
      {
        detail: expect.stringMatching(/^"a\.json": .* 1 more of its files/),
        errors: [
          { parameter: 'observedAt', place: 'a.json' },
          { parameter: 'observedAt', place: 'b.json' },
        ],
      },
    ]);
  });

  test('an instant that is given holds for all that do not say theirs', async () => {
    const { files } = await send(
      'given',
      makeZip([timed, { name: 'a.json', content: timeless }]),
      'observedAt=2025-05-05T00:00:00Z',
    );
    expect(files.map(({ first }) => first)).toEqual(['2025-01-12T10:30:00.000Z', '2025-05-05T00:00:00.000Z']);
  });

  test('or where it comes from is chosen: the names of the files', async () => {
    const named = { name: 'ex01-20250405.json', content: timeless };
    const { files } = await send('named', makeZip([timed, named]), 'observedAtFrom=name');
    expect(files.map(({ first }) => first)).toEqual(['2025-01-12T10:30:00.000Z', '2025-04-05T00:00:00.000Z']);
    const { status, text } = await post(
      'named',
      makeZip([named, { ...named, name: 'ex01.json' }]),
      'observedAtFrom=name',
    );
    expect([status, text]).toEqual([422, expect.stringContaining('holds no instant')]);
    const alone = await api.ask('/api/v1/imports?organization=named&observedAtFrom=name&filename=ex01-20250405.json', {
      body: timeless,
    });
    expect(alone.status).toBe(202);
  });

  test('or when they were last changed, if the zip says so with a zone', async () => {
    const dated = { name: 'a.json', content: timeless, extra: unixTimes('2025-04-05T06:07:08Z') };
    const { files } = await send('dated', makeZip([dated]), 'observedAtFrom=mtime');
    expect(files.map(({ first }) => first)).toEqual(['2025-04-05T06:07:08.000Z']);
    const { status, text } = await post(
      'dated',
      makeZip([{ name: 'a.json', content: timeless }]),
      'observedAtFrom=mtime',
    );
    expect([status, text]).toEqual([422, expect.stringContaining('time zone')]);
  });

  test('an instant and where it comes from exclude each other', async () => {
    expect((await post('both', makeZip([timed]), 'observedAtFrom=name&observedAt=2025-05-05T00:00:00Z')).status).toBe(
      400,
    );
  });

  test('a collector that is bound to one server sends no zip that speaks of another', async () => {
    await openOrganization(api.db, 'bound');
    const token = await api.grant({
      organization: 'bound',
      name: 'of ex02',
      role: 'collector',
      servers: ['ex02.contoso.com'],
    });
    const zip = makeZip([
      { name: 'a.json', content: fleetFile([{ ...generatedServer(1), fqdn: 'ex02.contoso.com' }]) },
      timed,
    ]);
    const { status } = await api.ask('/api/v1/imports', { token, body: Buffer.from(zip) });
    expect(status).toBe(403);
    expect(await inboxSize('bound')).toBe(0);
  });
});

describe('the ticket', () => {
  test('of a single file has one file, too, and of events as well', async () => {
    const { files } = await send('single', Buffer.from(sample));
    expect(files).toMatchObject([
      {
        file: 'year.zip',
        format: 'clixml',
        outcome: 'recorded',
        events: { 'inventory.observed': 2 },
        reason: null,
        remedy: null,
      },
    ]);
    const { status } = await post('single', Buffer.from(sample));
    expect(status).toBe(202);
  });

  test('tells until it is finished that there is nothing yet', async () => {
    const { ticket } = await post('unfinished', Buffer.from(sample));
    expect(await told('unfinished', ticket)).toMatchObject({ state: 'queued', files: [] });
  });

  test('can be asked for with many others; those of other collectors are left out', async () => {
    const one = await post('many', Buffer.from(sample));
    const two = await post('many', Buffer.from(sample));
    const nobody = '00000000-0000-4000-8000-000000000000';
    const list = `/api/v1/tickets?tickets=${one.ticket},${two.ticket},${nobody}`;
    const items: (token?: string) => Promise<readonly { ticket: string }[]> = async (token) =>
      JSON.parse(
        (await api.ask(token === undefined ? `${list}&organization=many` : list, token === undefined ? {} : { token }))
          .text,
      ).items;
    expect((await items()).map(({ ticket }) => ticket).sort()).toEqual([one.ticket, two.ticket].sort());
    const token = await api.grant({ organization: 'many', name: 'other', role: 'collector' });
    expect(await items(token)).toEqual([]);
    expect((await api.ask('/api/v1/tickets?tickets=x&organization=many')).status).toBe(400);
  });

  test('of an upload whose worker died after it had recorded it tells what it brought', async () => {
    const bytes = makeZip(YEAR);
    const { ticket } = await post('died', bytes);
    const dying = await claim(api.db, 'died', ticket, { holder: 'dying', seconds: 0.01 });
    const decoded = await decoder.decode(bytes);
    if (typeof dying === 'string' || !decoded.ok) throw new Error('it can be claimed and read');
    await record(api.db, dying, decoded.report);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await work('died', ticket);
    const ending = await told('died', ticket);
    expect(ending).toMatchObject({ state: 'done', outcome: 'recorded', events: 4 });
    expect(ending.files.map(({ outcome, known }) => [outcome, known])).toEqual([
      ['recorded', 0],
      ['recorded', 1],
      ['recorded', 1],
    ]);
    expect(await send('died', bytes)).toMatchObject({ outcome: 'duplicate', events: 0 });
  });
});
