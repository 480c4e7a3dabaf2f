import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sourceOf } from '#libs/fleet/source.js';
import { edge01, ex01, ex02 } from '../../test/support/fixture.js';
import { happened } from '../../test/support/events.js';
import { project, record } from '../../test/support/fleet-log.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';

let api: RunningTestApi;
beforeAll(async () => {
  api = await runningApi();
  const events = [ex01(), ex02(), edge01()].map((server) =>
    happened(
      'inventory.observed',
      { ...server },
      { source: sourceOf({ organization: 'default', server: server.fqdn }) },
    ),
  );
  await record(api.db, 'default', events);
  await project(api.db, 'default');
});
afterAll(() => api.close());

const endpointsOf = (json: { readonly items: readonly { readonly server?: unknown; readonly endpoint?: unknown }[] }) =>
  json.items.map(({ server, endpoint }) => `${String(server)} ${String(endpoint)}`);

// Orders with and without a value that may be missing, both ways; now, from the history, and folded.
test.each([
  ['', ''],
  ['&sort=notAfter', ''],
  ['&sort=-notAfter', ''],
  ['&sort=-server', '&asOf=2027-01-01T00:00:00Z'],
  ['&sort=notAfter&where=finding:none%20or%20-finding:none', '&asOf=2027-01-01T00:00:00Z'],
])('a jump into the list%s%s lands where going through it does', async (sort, when) => {
  const whole = await api.ask(`/api/v1/bindings?limit=1000${sort}${when}`);
  const all = endpointsOf(whole.json);
  expect(all.length).toBeGreaterThan(6);
  for (const skip of [0, 1, 5, all.length - 1, all.length, all.length + 7]) {
    const { status, json } = await api.ask(`/api/v1/bindings?limit=3&skip=${skip}${sort}${when}`);
    expect(status).toBe(200);
    expect(endpointsOf(json)).toEqual(all.slice(skip, skip + 3));
    expect(json.total).toBe(all.length);
    if (json.next === null) continue;
    const on = await api.ask(`/api/v1/bindings?limit=3&cursor=${json.next}${sort}${when}`);
    expect(endpointsOf(on.json)).toEqual(all.slice(skip + 3, skip + 6));
  }
});

test.each(['-1', 'x', '1.5', '1000001'])('skip=%s is refused', async (skip) => {
  expect((await api.ask(`/api/v1/bindings?skip=${skip}`)).status).toBe(400);
});
