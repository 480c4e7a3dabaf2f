import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { happened, minute } from '../../test/support/events.js';
import { ex01, frontend, PUB25, PUB26, SELF } from '../../test/support/fixture.js';
import { project, record } from '../../test/support/fleet-log.js';
import { inventoryOf, lasting, on } from '../../test/support/lasting-fleet.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';
import { recordingTerminal } from '../../test/support/terminal.js';
import { runProgram } from '../cli/program.js';

const EX01 = 'ex01.contoso.com';
const DAY = 86_400_000;
const inDays = (days: number) => new Date(Math.floor(Date.now() / 1000) * 1000 + days * DAY).toISOString();
const [SOON, LATER] = [inDays(20), inDays(60)];

/** The public certificate ends in 20 days and no other one carries its name; setup's own ends in 60 days. */
const certificates = [
  { ...SELF, notBefore: '2020-01-01T00:00:00Z', notAfter: LATER },
  { ...PUB25, notBefore: '2020-01-01T00:00:00Z', notAfter: SOON },
];
const SERVER = { ...lasting(ex01()), certificates, receiveConnectors: [frontend({ fqdn: 'mail.contoso.com' })] };

let api: RunningTestApi;
beforeAll(async () => {
  api = await runningApi();
  await record(api.db, 'contoso', [inventoryOf(SERVER, minute(0))]);
  await project(api.db, 'contoso');
});
afterAll(() => api.close());

interface Item {
  readonly at: string;
  readonly server: string;
  readonly endpoint: string;
  readonly kind: string;
  readonly what: string;
}

async function forecast(query = '', organization = 'contoso') {
  const { status, json } = await api.ask(`/api/v1/forecast?organization=${organization}${query}`);
  const body: unknown = json;
  return { status, body: body as { items: Item[]; total: number; next: string | null; position: number } };
}
const instant = (text: string) => new Date(text).toISOString();

describe('GET /forecast', () => {
  test('tells each instant at which time alone changes what is presented, the soonest first', async () => {
    const { status, body } = await forecast();
    expect(status).toBe(200);
    expect(body.total).toBe(body.items.length);
    const instants = body.items.map(({ at }) => at);
    expect(instants).toEqual(instants.toSorted());
    const starttls = body.items.filter(({ endpoint }) => endpoint.endsWith(':starttls'));
    expect(starttls[0]).toMatchObject({
      at: instant(SOON),
      server: EX01,
      endpoint: 'receive:Default Frontend EX01:starttls',
      before: { outcome: 'PRESENTED', thumbprint: PUB25.thumbprint, certificate: { subject: PUB25.subject } },
    });
  });

  test('tells when the default SMTP certificate is presented though expired', async () => {
    const { body } = await forecast();
    expect(body.items).toContainEqual(
      expect.objectContaining({ at: instant(LATER), endpoint: 'internal-transport', kind: 'expires' }),
    );
  });

  test('looks no further than it is asked to', async () => {
    expect((await forecast('&days=10')).body).toMatchObject({ items: [], total: 0 });
    const { body } = await forecast('&days=30');
    expect(new Set(body.items.map(({ at }) => at))).toEqual(new Set([instant(SOON)]));
  });

  test('is read page by page without a gap', async () => {
    const whole = (await forecast()).body.items;
    const pages: Item[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await forecast(`&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      pages.push(...body.items);
      cursor = body.next;
    }
    expect(pages).toEqual(whole);
  });

  test('a renewal that is installed in time takes it away', async () => {
    const renewed = {
      ...SERVER,
      certificates: [
        ...certificates,
        { ...PUB26, notBefore: '2021-01-01T00:00:00Z', notAfter: '2099-01-01T00:00:00Z' },
      ],
    };
    await record(api.db, 'renewed', [inventoryOf(renewed, minute(0))]);
    await project(api.db, 'renewed');
    const { body } = await forecast('', 'renewed');
    expect(
      body.items.filter(({ endpoint }) => endpoint.startsWith('receive:') && endpoint.endsWith(':starttls')),
    ).toEqual([]);
  });

  test('takes the query language, of the endpoints as they are now', async () => {
    const where = (query: string) => forecast(`&where=${encodeURIComponent(query)}`);
    const { body } = await where('role:internal-transport');
    expect(new Set(body.items.map(({ endpoint }) => endpoint))).toEqual(new Set(['internal-transport']));
    expect((await where('-role:internal-transport')).body.total).toBe((await forecast()).body.total - body.total);
    expect(await where('rolle:iis')).toMatchObject({ status: 400 });
  });

  test.each([
    ['a server that is not known', '&server=nobody', 404],
    ['no number of days', '&days=0', 400],
    ['a cursor of another list', `&cursor=${Buffer.from('["bindings",["a","b"]]').toString('base64url')}`, 400],
  ])('%s is refused', async (_, query, status) => {
    expect((await forecast(query)).status).toBe(status);
  });
});

describe('the calendar', () => {
  const unfolded = (text: string) => text.replace(/\r\n /g, '').split('\r\n');

  test('has an event for each server and instant, and the same ids whenever it is read', async () => {
    const read = async () => api.ask('/api/v1/forecast.ics?organization=contoso');
    const [one, again] = [await read(), await read()];
    expect(one.headers.get('content-type')).toContain('text/calendar');
    const lines = unfolded(one.text);
    const instants = new Set((await forecast()).body.items.map(({ at }) => at));
    expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(instants.size);
    const ids = (text: string) => unfolded(text).filter((line) => line.startsWith('UID:'));
    expect(ids(again.text)).toEqual(ids(one.text));
    expect(one.text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  });

  test('a hostile name ends no line', async () => {
    const name = 'Relay\r\nBEGIN:VALARM;, \u0007' + '\u{1f4a5}'.repeat(40);
    const hostile = { ...SERVER, receiveConnectors: [frontend({ name, fqdn: 'mail.contoso.com' })] };
    await record(api.db, 'hostile', [inventoryOf(hostile, minute(0))]);
    await project(api.db, 'hostile');
    const { text, status } = await api.ask('/api/v1/forecast.ics?organization=hostile');
    expect(status).toBe(200);
    expect(unfolded(text)).not.toContain('BEGIN:VALARM;, ');
    expect(text).not.toContain('\u0007');
    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  });
});

test('certfleet forecast shows it', async () => {
  const run = async (...argv: string[]) => {
    const { terminal, stdout } = recordingTerminal({ CERTFLEET_URL: api.url, CERTFLEET_TOKEN: api.token }, true);
    const exit = await runProgram(['forecast', '--organization', 'contoso', ...argv], terminal);
    return { exit, stdout: stdout() };
  };
  const { exit, stdout } = await run();
  expect(exit).toBe(0);
  expect(stdout).toContain('in 20 days');
  expect(stdout).toContain('Receive connector "Default Frontend EX01", STARTTLS');
  expect((await run('--days', '5')).stdout).toContain('Time alone changes nothing within 5 days');
  expect((await run('--ical')).stdout).toMatch(/^BEGIN:VCALENDAR\r\n[^]*END:VCALENDAR\r\n$/);
  expect((await run('--days', 'x')).exit).toBe(64);
  const event = happened('note.added', { text: 'x' }, { occurredAt: minute(1) });
  await record(api.db, 'quiet', [on(EX01, event)]);
});
