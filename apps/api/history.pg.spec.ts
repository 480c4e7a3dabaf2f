import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { happened, minute } from '../../test/support/events.js';
import { ex01, frontend, PUB26, SELF } from '../../test/support/fixture.js';
import { project, record } from '../../test/support/fleet-log.js';
import { anotherServer, inventoryOf, lasting, on, organizationInventory } from '../../test/support/lasting-fleet.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';

const EX01 = 'ex01.contoso.com';
const NOBODY = '<I>CN=Nobody<S>CN=nobody.contoso.com';

/** EX01 and EX05 at minute 0 and 1; at minute 10 EX01's default is overwritten, at 20 its connector is pinned to no certificate. */
const STORY = [
  organizationInventory({ name: 'contoso', edgeSubscriptions: [] }, minute(0)),
  inventoryOf(lasting(ex01()), minute(0)),
  inventoryOf(anotherServer(5), minute(1)),
  on(EX01, happened('default-smtp-certificate.overwritten', { current: PUB26.thumbprint }, { occurredAt: minute(10) })),
  on(
    EX01,
    happened('receive-connector.configured', frontend({ tlsCertificateName: NOBODY }), { occurredAt: minute(20) }),
  ),
];

let api: RunningTestApi;
let before: number;
beforeAll(async () => {
  api = await runningApi();
  await record(api.db, 'contoso', STORY.slice(0, 3));
  await project(api.db, 'contoso');
  before = (await history('')).body.position;
  for (const event of STORY.slice(3)) await record(api.db, 'contoso', [event]);
  await project(api.db, 'contoso');
});
afterAll(() => api.close());

interface Lane {
  readonly server: string;
  readonly endpoint: string;
  readonly cut: boolean;
  readonly ranges: readonly {
    readonly from: string;
    readonly until: string | null;
    readonly outcome: string;
    readonly thumbprint: string | null;
  }[];
}

interface History {
  readonly items: readonly Lane[];
  readonly next: string | null;
  readonly total: number;
  readonly position: number;
  readonly certificates: readonly { readonly thumbprint: string }[];
}

async function history(query: string, organization = 'contoso') {
  const { status, json } = await api.ask(`/api/v1/history?organization=${organization}&${query}`);
  const body: unknown = json;
  return { status, body: body as History };
}

const HOUR = `from=${minute(0)}&to=${minute(60)}`;
const instant = (text: string) => new Date(text).toISOString();

describe('GET /history', () => {
  test('tells range by range what an endpoint presented, with the facts of the certificates', async () => {
    const { status, body } = await history(`${HOUR}&server=EX01&endpoint=internal-transport`);
    expect(status).toBe(200);
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({
      server: EX01,
      endpoint: 'internal-transport',
      cut: false,
      ranges: [
        { from: instant(minute(0)), until: instant(minute(10)), outcome: 'PRESENTED', thumbprint: SELF.thumbprint },
        { from: instant(minute(10)), outcome: 'PRESENTED', thumbprint: PUB26.thumbprint },
      ],
    });
    expect(body.certificates.map(({ thumbprint }) => thumbprint).toSorted()).toEqual(
      [SELF.thumbprint, PUB26.thumbprint].toSorted(),
    );
  });

  test('each range agrees with what is selected at an instant within it', async () => {
    const { body } = await history(`${HOUR}&server=ex01`);
    for (const at of [minute(5), minute(15), minute(25)]) {
      const { json } = await api.ask(`/api/v1/servers/ex01/selections?organization=contoso&asOf=${at}`);
      const selections: unknown = json;
      const selected = (
        selections as { selections: { endpoint: string; outcome: string; thumbprint: string | null }[] }
      ).selections;
      expect(selected.length).toBeGreaterThan(5);
      for (const { endpoint, outcome, thumbprint } of selected) {
        const lane = body.items.find((item) => item.endpoint === endpoint);
        const range = lane?.ranges.find(
          ({ from, until }) => from <= instant(at) && (until === null || until > instant(at)),
        );
        expect({ at, endpoint, outcome: range?.outcome, thumbprint: range?.thumbprint }).toEqual({
          at,
          endpoint,
          outcome,
          thumbprint,
        });
      }
    }
  });

  test('only what changed in that time: none in which nothing did', async () => {
    const changed = await history(`${HOUR}&changed=true`);
    expect(changed.body.items.length).toBeGreaterThan(1);
    expect(changed.body.items.every(({ server, ranges }) => server === EX01 && ranges.length > 1)).toBe(true);
    expect(changed.body.total).toBe(changed.body.items.length);
    expect((await history(`from=${minute(11)}&to=${minute(19)}&changed=true`)).body).toMatchObject({
      items: [],
      total: 0,
    });
  });

  test('of a certificate, only where it was presented', async () => {
    const { body } = await history(`${HOUR}&thumbprint=${SELF.thumbprint.toLowerCase()}`);
    expect(body.items.length).toBeGreaterThan(0);
    for (const { ranges } of body.items) expect(ranges.map((range) => range.thumbprint)).toContain(SELF.thumbprint);
    expect((await history(`from=${minute(11)}&to=${minute(12)}&thumbprint=${'0'.repeat(40)}`)).body.items).toEqual([]);
  });

  test('as it was known before the changes were told, there were none', async () => {
    const { body } = await history(`${HOUR}&server=ex01&endpoint=internal-transport&knownAt=${before}`);
    expect(body.position).toBe(before);
    expect(body.items[0]?.ranges.map(({ thumbprint }) => thumbprint)).toEqual([SELF.thumbprint]);
  });

  test('page by page it is the same as at once', async () => {
    const whole = (await history(HOUR)).body.items;
    const paged: Lane[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body }: { body: History } = await history(`${HOUR}&limit=7${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(body.total).toBe(whole.length);
      paged.push(...body.items);
      cursor = body.next;
    }
    expect(paged).toEqual(whole);
  });

  test.each([
    ['a time that ends before it begins', `from=${minute(5)}&to=${minute(4)}`, 400],
    ['a thumbprint that is none', 'thumbprint=XYZ', 400],
    ['a server that nobody knows', 'server=nobody', 404],
    ['a misspelt parameter', 'form=2026-01-01T00:00:00Z', 400],
    ['a cursor of another list', 'cursor=WyJhIixbXV0', 400],
  ])('refuses %s', async (_, query, status) => {
    expect((await history(query)).status).toBe(status);
  });

  test('tells of each organization its own alone', async () => {
    await record(api.db, 'fabrikam', [inventoryOf(anotherServer(7), minute(0))]);
    await project(api.db, 'fabrikam');
    const { status, body } = await history(HOUR, 'fabrikam');
    expect(status).toBe(200);
    expect([...new Set(body.items.map(({ server }) => server))]).toEqual(['ex07.contoso.com']);
  });
});
