import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { sourceOf } from '#libs/fleet/source.js';
import { inOrganization } from '#libs/store/database.js';
import { recordSightings } from '#libs/store/sightings.js';
import { happened } from '../../test/support/events.js';
import { ex01, ex02 } from '../../test/support/fixture.js';
import { project, record } from '../../test/support/fleet-log.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';

let api: RunningTestApi;
let owner: Client;
beforeAll(async () => {
  api = await runningApi();
  owner = new Client({ connectionString: api.ownerUrl });
  await owner.connect();
  await seen(ex01());
});
afterAll(async () => {
  await owner.end();
  await api.close();
});

async function seen(server: ReturnType<typeof ex01>): Promise<void> {
  const source = sourceOf({ organization: 'default', server: server.fqdn });
  await record(api.db, 'default', [happened('inventory.observed', { ...server }, { source })]);
  await project(api.db, 'default');
}

/** The last inventory of a server is seen once more: a sighting, which is no event. */
async function scannedAgain(): Promise<void> {
  await inOrganization(api.db, 'default', async (db) => {
    const [last] = await db.query<{ stream: string; event_id: string }>(
      `select stream, event_id from certfleet.event where organization = 'default' order by position desc limit 1`,
    );
    const [stream, eventId] = [String(last?.stream), String(last?.event_id)];
    await recordSightings(db, 'default', [{ stream, eventId, lastSeenAt: new Date().toISOString() }]);
  });
  await project(api.db, 'default');
}

/** How many endpoints present a certificate, of which the page and the facets say the same. */
async function told(): Promise<number> {
  const page = await api.ask('/api/v1/bindings?where=outcome:presented&limit=1');
  const facets = await api.ask('/api/v1/query/facets?list=bindings&fields=outcome&where=outcome:presented');
  expect([page.status, facets.status, facets.json.total]).toEqual([200, 200, page.json.total]);
  expect(facets.text).toContain(`{"value":"PRESENTED","count":${page.json.total}}`);
  return page.json.total;
}

/** A binding more, which presents a certificate from then on; as no projector would write it, so that nobody is told. */
async function slipIn(endpoint: string, from: string, until: string | null): Promise<void> {
  await owner.query(
    `insert into certfleet.binding (organization, server, endpoint, valid_from, valid_until, selection, outcome, certainty, rule, fqdn, known_from, digest)
     select organization, server, $1, clock_timestamp() + $2::interval, clock_timestamp() + $3::interval, selection, 'PRESENTED', certainty, rule, fqdn, 1, ''
     from certfleet.binding where organization = 'default' and server like 'ex01.%' and selection is not null limit 1`,
    [endpoint, from, until],
  );
}

test('the number of rows and their facets follow the log, and what time alone changes', async () => {
  const first = await told();
  await seen(ex02());
  const second = await told();
  expect(second).toBeGreaterThan(first);

  // Nobody was told: the answer that is kept is given, which shows that it is.
  await slipIn('pop:silent', '-1 day', null);
  expect(await told()).toBe(second);
  await scannedAgain();
  expect(await told()).toBe(second + 1);

  // What comes in and goes out by time alone is known when an answer is kept.
  await slipIn('pop:coming', '3 seconds', '6 seconds');
  await scannedAgain();
  expect(await told()).toBe(second + 1);
  await sleep(3_200);
  expect(await told()).toBe(second + 2);
  await sleep(3_200);
  expect(await told()).toBe(second + 1);
}, 60_000);

test('a scan that says nothing new moves no position, and still nothing old is told after it', async () => {
  const before = await told();
  await slipIn('pop:scanned', '-1 day', null);
  expect(await told()).toBe(before);
  const { position } = (await api.ask('/api/v1/servers')).json;
  await scannedAgain();
  expect((await api.ask('/api/v1/servers')).json.position).toBe(position);
  expect(await told()).toBe(before + 1);
});
