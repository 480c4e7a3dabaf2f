import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EventData } from '#libs/fleet/event.js';
import { happened, minute, thumbprint } from '../../test/support/events.js';
import { ex01, SELF } from '../../test/support/fixture.js';
import { project, record } from '../../test/support/fleet-log.js';
import { anotherServer, inventoryOf, lasting, on } from '../../test/support/lasting-fleet.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';

const EX01 = 'ex01.contoso.com';
const IIS = 'iis:Default Web Site:*:443:';
const EX06 = anotherServer(6);

interface Body {
  readonly items: readonly {
    readonly server: string;
    readonly endpoint: string;
    readonly observedFrom: string | null;
    readonly agreement: string;
    readonly reason: string;
    readonly hints: readonly string[];
    readonly seen: {
      readonly outcome: string | null;
      readonly thumbprint: string | null;
      readonly line: string | null;
    };
    readonly predicted: { readonly thumbprint: string | null; readonly rule: string; readonly version: string } | null;
  }[];
  readonly next: string | null;
  readonly total: number;
  readonly counts: readonly object[];
  readonly cut: boolean;
  readonly detail: string;
}

let api: RunningTestApi;
/** Minutes before now: what was seen counts for a month only, so the story is of today. */
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const seen = (data: EventData['presentation.observed'], minutesAgo: number, server = EX01) =>
  on(server, happened('presentation.observed', data, { occurredAt: ago(minutesAgo) }));

async function get(parameters = '', organization = 'contoso') {
  const { status, json } = await api.ask(`/api/v1/presentations?organization=${organization}${parameters}`);
  const body: unknown = json;
  return { status, body: body as Body };
}

let itc = '';
beforeAll(async () => {
  api = await runningApi();
  await record(api.db, 'contoso', [inventoryOf(lasting(ex01()), minute(0)), inventoryOf(EX06, minute(1))]);
  await project(api.db, 'contoso');
  const { json } = await api.ask(
    `/api/v1/servers/${EX01}/selections?organization=contoso&endpoint=${encodeURIComponent(IIS)}`,
  );
  itc = json.selections[0]?.thumbprint ?? '';
  const via = { observedFrom: 'probe-1', protocol: 'https', port: 443, serverName: null };
  await record(api.db, 'contoso', [
    seen({ endpoint: IIS, chain: [thumbprint('C')], outcome: 'PRESENTED', ...via }, 50),
    seen({ endpoint: IIS, chain: [itc], outcome: 'PRESENTED', ...via }, 20),
    seen({ endpoint: IIS, chain: [EX06.internalTransportCertificate ?? ''], ...via, observedFrom: 'probe-2' }, 10),
    seen(
      {
        endpoint: 'pop',
        chain: [],
        outcome: 'HANDSHAKE_FAILS',
        reason: 'no-common',
        line: 'x',
        observedFrom: 'probe-1',
      },
      5,
    ),
    seen({ endpoint: 'receive:Nobody:starttls', chain: [thumbprint('D')] }, 5),
    seen({ endpoint: IIS, chain: [thumbprint('E')], ...via }, 60 * 24 * 40),
  ]);
  await project(api.db, 'contoso');
});
afterAll(() => api.close());

describe('presentations', () => {
  test('of each endpoint the last one of every observer, compared with what was foretold for that instant', async () => {
    const { status, body } = await get();
    expect(status).toBe(200);
    expect(itc).toMatch(/^[0-9A-F]{40}$/);
    expect(
      body.items.map(({ endpoint, observedFrom, agreement, reason, hints }) => [
        endpoint,
        observedFrom,
        agreement,
        reason,
        hints,
      ]),
    ).toEqual([
      [IIS, 'probe-1', 'agrees', 'same-certificate', []],
      [IIS, 'probe-2', 'disagrees', 'other-certificate', ['ON_ANOTHER_SERVER', 'INVENTORY_IS_OLD']],
      ['pop', 'probe-1', 'cannot-tell', 'seen-unknown', []],
      ['receive:Nobody:starttls', null, 'cannot-tell', 'no-prediction', []],
    ]);
    expect(body).toMatchObject({ total: 4, next: null, cut: false });
    expect(body.items[0]?.predicted).toMatchObject({ thumbprint: itc, rule: 'IIS-1', version: '2019' });
    expect(body.items[2]?.seen).toMatchObject({ outcome: null, thumbprint: null, line: 'x' });
  });

  test('how often each rule was right, by version, whatever is filtered', async () => {
    const counts = [{ rule: 'IIS-1', version: '2019', agrees: 1, disagrees: 1, cannotTell: 0 }];
    expect((await get()).body.counts.slice(0, 1)).toEqual(counts);
    expect((await get('&agreement=agrees&limit=1')).body.counts.slice(0, 1)).toEqual(counts);
  });

  test.each([
    ['&agreement=disagrees', 1],
    ['&endpoint=POP', 1],
    ['&server=EX01', 4],
    ['&server=ex06.contoso.com', 0],
    ['&days=60', 4],
  ])('%s: %i', async (parameters, total) => {
    expect((await get(parameters)).body.total).toBe(total);
  });

  test('page by page it is the same list', async () => {
    const whole = (await get()).body.items;
    const paged: Body['items'][number][] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await get(`&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
      paged.push(...body.items);
      cursor = body.next;
    }
    expect(paged).toEqual(whole);
  });

  test('what was seen is compared with what is known of that very time, whatever changed since', async () => {
    await record(api.db, 'changed', [
      inventoryOf(lasting(ex01()), minute(0)),
      seen({ endpoint: IIS, chain: [itc], outcome: 'PRESENTED' }, 30),
      on(
        EX01,
        happened(
          'iis-binding.configured',
          {
            site: 'Default Web Site',
            protocol: 'https',
            ipAddress: '*',
            port: 443,
            hostName: '',
            thumbprint: SELF.thumbprint,
          },
          { occurredAt: ago(20) },
        ),
      ),
    ]);
    await project(api.db, 'changed');
    expect((await get('', 'changed')).body.items[0]).toMatchObject({
      agreement: 'agrees',
      reason: 'same-certificate',
    });
    await record(api.db, 'changed', [seen({ endpoint: IIS, chain: [itc], outcome: 'PRESENTED' }, 10)]);
    await project(api.db, 'changed');
    expect((await get('', 'changed')).body.items[0]).toMatchObject({
      agreement: 'disagrees',
      predicted: { thumbprint: SELF.thumbprint },
      hints: expect.arrayContaining(['IN_THIS_STORE']),
    });
  });

  test('a server that is not known, a wrong filter, another organization', async () => {
    expect((await get('&server=nobody')).status).toBe(404);
    expect((await get('&agreement=perhaps')).status).toBe(400);
    expect((await get('', 'elsewhere')).body.items).toEqual([]);
  });
});
