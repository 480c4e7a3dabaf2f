import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { FleetEvent } from '#libs/fleet/event.js';
import { sourceOf, streamOf } from '#libs/fleet/source.js';
import { migrateQueue } from '#libs/queue/migrate.js';
import { openIngestQueue } from '#libs/queue/queue.js';
import { append } from '#libs/store/append.js';
import { projectionEqualsFold } from '#libs/store/audit.js';
import { inOrganization } from '#libs/store/database.js';
import { receive } from '#libs/store/inbox.js';
import { openOrganization } from '#libs/store/organizations.js';
import { eventsAfter } from '#libs/store/queries/events-after.js';
import { progress } from '#libs/store/queries/progress.js';
import { type NewSighting, recordSightings } from '#libs/store/sightings.js';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.js';
import { happened, minute, thumbprint } from '../../test/support/events.js';
import { fleetFile, generatedServer } from '../../test/support/fleet-file.js';
import { startProcess, type TestProcess } from '../../test/support/processes.js';
import { until } from '../../test/support/until.js';
import { startWorker } from '../worker/worker.js';
import { startProjector, type RunningProjector } from './projector.js';

let database: FreshDatabase;
let next = 0;
const silent = pino({ level: 'silent' });
const running: RunningProjector[] = [];
const processes: TestProcess[] = [];

beforeAll(async () => {
  database = await freshDatabase();
});
afterEach(async () => {
  for (const process of processes.splice(0)) await process.kill();
  for (const projector of running.splice(0)) await projector.close();
});
afterAll(() => database.close());

async function project(pollMilliseconds?: number): Promise<RunningProjector> {
  const projector = await startProjector(
    // Alerts are events, too, and would move the positions that are counted here.
    { databaseUrl: database.appUrl, leaseSeconds: 2, decidesAlerts: false, pollMilliseconds },
    silent,
  );
  running.push(projector);
  return projector;
}

async function projectInProcess(): Promise<TestProcess> {
  const started = await startProcess({
    projector: true,
    decidesAlerts: false,
    databaseUrl: database.appUrl,
    leaseSeconds: 1,
    pollMilliseconds: 100,
  });
  processes.push(started);
  return started;
}

async function freshOrganization(): Promise<string> {
  const name = `org${(next += 1)}`;
  await openOrganization(database.db, name);
  return name;
}

const source = (n: number) => sourceOf({ organization: 'contoso', server: generatedServer(n).fqdn });

const inventory = (n: number): FleetEvent =>
  happened('inventory.observed', { ...generatedServer(n), complete: ['certificates'] }, { source: source(n) });

const overwritten = (n: number, minutes: number): FleetEvent =>
  happened(
    'default-smtp-certificate.overwritten',
    { current: thumbprint(minutes % 2 === 0 ? 'B' : 'C') },
    { source: source(n), occurredAt: minute(minutes) },
  );

async function record(organization: string, events: readonly FleetEvent[]): Promise<number> {
  const placed = events.map((event) => {
    const belongs = streamOf(event);
    if (!belongs.ok) throw new Error(belongs.reason);
    return { ...event, stream: belongs.stream };
  });
  return (await append(database.db, organization, placed)).position;
}

const recordSighting = (organization: string, sighting: NewSighting) =>
  inOrganization(database.db, organization, (db) => recordSightings(db, organization, [sighting]));

const position = (organization: string) =>
  inOrganization(database.db, organization, async (db) => (await progress(db, organization)).position);

describe('projectors', () => {
  test('take in what is appended when the append says so, long before they would look by themselves', async () => {
    const organization = await freshOrganization();
    const lookEvery = 10_000;
    await project(lookEvery);
    await record(organization, [inventory(1)]);
    await until(async () => (await position(organization)) === 1);
    const begun = Date.now();
    await record(organization, [overwritten(1, 1)]);
    await until(async () => (await position(organization)) === 2, { every: 5 });
    expect(Date.now() - begun).toBeLessThan(lookEvery / 2);
  });

  test('look by themselves in time, however often an append rings: a sighting rings never', async () => {
    const [quiet, loud] = [await freshOrganization(), await freshOrganization()];
    await project(400);
    await record(quiet, [inventory(1)]);
    await until(async () => (await position(quiet)) === 1);
    const [event] = await inOrganization(database.db, quiet, (db) => eventsAfter(db, quiet, 0, 1));
    if (event === undefined) throw new Error('it was recorded');
    const lastSeenAt = minute(60);
    await recordSighting(quiet, { stream: event.stream, eventId: event.eventId, lastSeenAt });
    const unfolded = async () => {
      const rows = await inOrganization(database.db, quiet, (db) =>
        db.query('select 1 from certfleet.sighting where organization = $1 and folded_at is null', [quiet]),
      );
      return rows.length;
    };
    for (let rings = 1; (await unfolded()) > 0; rings += 1) {
      if (rings > 500) throw new Error('nobody looked');
      await record(loud, [overwritten(1, rings)]);
    }
    expect(await position(loud)).toBeGreaterThan(0);
  }, 60_000);

  test('make rows of an older shape again from the log', async () => {
    const organization = await freshOrganization();
    const first = await project();
    await record(organization, [inventory(1)]);
    await until(async () => (await position(organization)) === 1);
    await first.close();
    const columns = (sql: string) =>
      inOrganization(database.db, organization, (db) => db.query<object>(sql, [organization]));
    const made =
      'select server, endpoint, roles, names, unset from certfleet.binding where organization = $1 order by 1, 2';
    const before = await columns(made);
    expect(before).not.toEqual([]);
    // As an installation stands that was migrated from before there were these columns.
    await columns('update certfleet.binding set roles = null, names = null, unset = null where organization = $1');
    await columns('update certfleet.checkpoint set shape = 1 where organization = $1');
    await project();
    await until(async () => JSON.stringify(await columns(made)) === JSON.stringify(before));
    expect(await position(organization)).toBe(1);
  });

  test('share the organizations, and no event is taken in twice', async () => {
    const organizations = await Promise.all(Array.from({ length: 6 }, freshOrganization));
    const projectors = [await project(), await project()];
    const before = projectors.map(({ counts }) => counts().events);
    for (let round = 0; round < 5; round += 1)
      await Promise.all(
        organizations.map((organization) =>
          record(organization, [inventory(round), overwritten(round, 2 * round + 1)]),
        ),
      );
    await until(async () => (await Promise.all(organizations.map(position))).every((p) => p === 10));
    await until(() => projectors.every(({ counts }) => counts().failures === 0));
    const taken = projectors.map(({ counts }, index) => counts().events - (before[index] ?? 0));
    expect(taken.reduce((sum, one) => sum + one, 0)).toBe(60);
    for (const organization of organizations)
      expect((await projectionEqualsFold(database.db, organization)).differences).toEqual([]);
  });

  test('go on where a killed one stopped', async () => {
    const organization = await freshOrganization();
    for (let start = 0; start < 300; start += 50)
      await record(
        organization,
        Array.from({ length: 50 }, (_, n) => inventory(start + n)),
      );
    for (let start = 0; start < 900; start += 50)
      await record(
        organization,
        Array.from({ length: 50 }, (_, n) => overwritten((start + n) % 300, 1 + Math.floor(start / 300))),
      );
    for (let kills = 0; kills < 4; kills += 1) {
      const before = await position(organization);
      const victim = await projectInProcess();
      await until(async () => (await position(organization)) > before, { every: 3 });
      await victim.kill();
    }
    await projectInProcess();
    await until(async () => (await position(organization)) === 1200, { within: 60_000 });
    expect(await projectionEqualsFold(database.db, organization)).toMatchObject({
      equal: true,
      position: 1200,
      servers: 300,
    });
  }, 180_000);

  test('overtake one that stalls, which then writes nothing any more', async () => {
    const organization = await freshOrganization();
    await record(organization, [inventory(1)]);
    const sleeper = await projectInProcess();
    await until(async () => (await position(organization)) === 1);
    sleeper.child.kill('SIGSTOP');
    await record(organization, [overwritten(1, 1)]);
    const other = await project();
    await until(async () => (await position(organization)) === 2, { within: 30_000 });
    sleeper.child.kill('SIGCONT');
    await record(organization, [overwritten(1, 2), overwritten(1, 3)]);
    await until(async () => (await position(organization)) === 4);
    expect(other.counts().failures).toBe(0);
    expect((await projectionEqualsFold(database.db, organization)).differences).toEqual([]);
  }, 90_000);
});

describe('a fleet of 200 servers', () => {
  test('goes from files to answers, and its projection equals its log', async () => {
    await migrateQueue({ databaseUrl: database.ownerUrl }, 'certfleet_app');
    const organization = await freshOrganization();
    const queue = await openIngestQueue({ databaseUrl: database.appUrl });
    const worker = await startWorker({ databaseUrl: database.appUrl, reconcileSeconds: 0.5 }, silent);
    await project();
    const begun = Date.now();
    const items = [];
    for (let n = 0; n < 200; n += 1) {
      const bytes = fleetFile([generatedServer(n)]);
      items.push({ organization, inboxId: await receive(database.db, organization, { kind: 'import', bytes }) });
    }
    const received = Date.now();
    await queue.enqueue(items);
    const open = () =>
      inOrganization(database.db, organization, async (db) => {
        const [row] = await db.query<{ n: string }>(
          `select count(*) as n from certfleet.inbox where organization = $1 and state = 'queued'`,
          [organization],
        );
        return Number(row?.n);
      });
    await until(async () => (await open()) === 0, { within: 90_000 });
    const ingested = Date.now();
    await until(async () => (await position(organization)) === 200, { within: 60_000 });
    const projected = Date.now();
    const audit = await projectionEqualsFold(database.db, organization);
    const audited = Date.now();
    console.info(
      `200 servers: received in ${received - begun} ms, recorded after ${ingested - received} ms more, ` +
        `projected ${projected - ingested} ms after that, audited in ${audited - projected} ms`,
    );
    await worker.close();
    await queue.close();
    expect(audit).toMatchObject({ equal: true, position: 200, servers: 200 });
    const [presented] = await inOrganization(database.db, organization, (db) =>
      db.query<{ servers: string; endpoints: string }>(
        `select count(distinct server) as servers, count(*) as endpoints from certfleet.binding
         where organization = $1 and selection is not null and valid_from <= now() and (valid_until is null or valid_until > now())`,
        [organization],
      ),
    );
    expect(Number(presented?.servers)).toBe(200);
    expect(Number(presented?.endpoints)).toBeGreaterThanOrEqual(200 * 7);
  }, 180_000);
});
