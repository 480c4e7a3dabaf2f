import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { happened, minute } from '../../test/support/events.js';
import { ex01, frontend, PUB26, SELF } from '../../test/support/fixture.js';
import { project, record } from '../../test/support/fleet-log.js';
import { anotherServer, inventoryOf, lasting, on, organizationInventory } from '../../test/support/lasting-fleet.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';

const EX01 = 'ex01.contoso.com';
const PIN = `<I>${PUB26.issuer ?? ''}<S>${PUB26.subject ?? ''}`;

/** PUB26 is the next certificate of the Auth configuration, and at minute 10 a connector of EX01 is pinned to its names. */
const STORY = [
  organizationInventory({ name: 'contoso', edgeSubscriptions: [] }, minute(0)),
  on(null, happened('auth-config.changed', { nextThumbprint: PUB26.thumbprint }, { occurredAt: minute(1) })),
  inventoryOf(lasting(ex01()), minute(2)),
  inventoryOf(anotherServer(5), minute(2)),
  on(EX01, happened('receive-connector.configured', frontend({ tlsCertificateName: PIN }), { occurredAt: minute(10) })),
];

let api: RunningTestApi;
beforeAll(async () => {
  api = await runningApi();
  await record(api.db, 'contoso', STORY);
  await project(api.db, 'contoso');
});
afterAll(() => api.close());

interface Namings {
  readonly items: readonly { readonly kind: string; readonly server: string | null; readonly exact: boolean }[];
  readonly cut: boolean;
}

async function namings(thumbprint: string, query = '') {
  const { status, json } = await api.ask(`/api/v1/certificates/${thumbprint}/namings?organization=contoso${query}`);
  const body: unknown = json;
  return { status, body: body as Namings };
}

test('which settings name a certificate, now', async () => {
  const { status, body } = await namings(PUB26.thumbprint);
  expect(status).toBe(200);
  expect(body.cut).toBe(false);
  expect(body.items).toContainEqual(
    expect.objectContaining({ kind: 'auth-config', server: null, name: 'next', exact: true }),
  );
  expect(body.items).toContainEqual(
    expect.objectContaining({ kind: 'receive-connector', server: EX01, value: PIN, exact: false }),
  );
});

test('and at another time: the pin was not set yet', async () => {
  const { body } = await namings(PUB26.thumbprint, `&asOf=${minute(5)}`);
  expect(body.items.map(({ kind }) => kind)).toContain('auth-config');
  expect(body.items.filter(({ kind, server }) => kind === 'receive-connector' && server === EX01)).toEqual([]);
});

test("a server's own is its internal transport certificate; one that nobody has is named by nothing", async () => {
  const { body } = await namings(SELF.thumbprint.toLowerCase());
  expect(body.items).toContainEqual(expect.objectContaining({ kind: 'internal-transport', server: EX01, exact: true }));
  expect((await namings('0'.repeat(40))).body.items).toEqual([]);
  expect((await namings('nothing')).status).toBe(400);
});
