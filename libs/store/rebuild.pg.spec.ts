import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventIdOf } from '#libs/fleet/event-id.js';
import type { FleetEvent } from '#libs/fleet/event.js';
import { sourceOf, streamOf } from '#libs/fleet/source.js';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.js';
import { happened, minute, thumbprint } from '../../test/support/events.js';
import { generatedServer } from '../../test/support/fleet-file.js';
import { until } from '../../test/support/until.js';
import { append } from './append.js';
import { projectionEqualsFold } from './audit.js';
import { inOrganization } from './database.js';
import { takeLease } from './lease.js';
import { openOrganization } from './organizations.js';
import { head } from './queries/head.js';
import { progress as progressOf } from './queries/progress.js';
import { rebuild, type Rebuilding, type RebuildOptions, type Rebuilt } from './rebuild.js';
import { PROJECTION, refresh } from './refresh.js';
import { SHADOWS } from './shadow.js';
import { recordSightings } from './sightings.js';

let database: FreshDatabase;
let next = 0;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const source = (n: number) => sourceOf({ organization: 'contoso', server: generatedServer(n).fqdn });

const inventory = (n: number): FleetEvent =>
  happened('inventory.observed', { ...generatedServer(n), complete: ['certificates'] }, { source: source(n) });

const overwritten = (n: number, minutes: number): FleetEvent =>
  happened(
    'default-smtp-certificate.overwritten',
    { current: thumbprint(minutes % 2 === 0 ? 'B' : 'C') },
    { source: source(n), occurredAt: minute(minutes) },
  );

async function record(organization: string, events: readonly FleetEvent[]): Promise<void> {
  const placed = events.map((event) => {
    const belongs = streamOf(event);
    if (!belongs.ok) throw new Error(belongs.reason);
    return { ...event, stream: belongs.stream };
  });
  await append(database.db, organization, placed);
}

/** An organization of so many servers, each with an inventory and a change, taken in. */
async function fleet(servers: number): Promise<string> {
  const organization = `org${(next += 1)}`;
  await openOrganization(database.db, organization);
  const numbers = Array.from({ length: servers }, (_, n) => n);
  // Knowledge grows by whole commits, and so do pages.
  for (const n of numbers) await record(organization, [inventory(n)]);
  for (const n of numbers) await record(organization, [overwritten(n, 1)]);
  await project(organization);
  return organization;
}

async function project(organization: string): Promise<void> {
  const held = await takeLease(database.db, organization, { name: PROJECTION, holder: 'test', seconds: 30 });
  if (held === null) throw new Error('nobody else has it');
  for (;;) {
    const done = await refresh(database.db, held);
    if (done === 'lost') throw new Error('the lease is ours');
    if (!done.more) return;
  }
}

async function rebuilt(organization: string, options: RebuildOptions = {}): Promise<Rebuilt> {
  const done = await rebuild(database.db, organization, options);
  if (done === 'busy') throw new Error('nobody else is at work');
  return done;
}

function change(organization: string, sql: string): Promise<unknown[]> {
  return inOrganization(database.db, organization, (db) => db.query(sql, [organization]));
}

async function damage(organization: string): Promise<void> {
  await change(
    organization,
    `update certfleet.server_state set state = replace(state::text, '2019', '2007')::json where organization = $1`,
  );
  await change(
    organization,
    `delete from certfleet.binding where organization = $1 and endpoint = 'internal-transport'`,
  );
  await change(
    organization,
    `insert into certfleet.certificate select organization, 'NEVER', facts, subject, issuer, not_before, not_after, first_seen_at, position
     from certfleet.certificate where organization = $1 limit 1`,
  );
}

async function count(organization: string, table: string): Promise<number> {
  const rows = await change(organization, `select 1 from certfleet.${table} where organization = $1`);
  return rows.length;
}

async function shadowRows(organization: string): Promise<number> {
  const counts = await Promise.all(['rebuild', ...SHADOWS].map((table) => count(organization, table)));
  return counts.reduce((sum, one) => sum + one, 0);
}

const audited = (organization: string) => projectionEqualsFold(database.db, organization);

class Stopped extends Error {}

describe('a rebuild', () => {
  test('projects into tables that are like those which it replaces', async () => {
    const { rows } = await inOrganization(database.db, 'none', async (db) => ({
      rows: await db.query<{ table: string; columns: string }>(
        `select c.relname as table, string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull), ', ' order by a.attnum) as columns
         from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where c.relnamespace = 'certfleet'::regnamespace and c.relkind = 'r' group by c.relname`,
      ),
    }));
    const columns = new Map(rows.map(({ table, columns: text }) => [table, text]));
    for (const shadow of SHADOWS) {
      expect(columns.get(shadow)).toBeDefined();
      expect([shadow, columns.get(shadow)]).toEqual([shadow, columns.get(shadow.slice('rebuild_'.length))]);
    }
  });

  test('of a projection that is right changes nothing, and leaves nothing behind', async () => {
    const organization = await fleet(7);
    const before = await change(organization, 'select xmin, * from certfleet.binding where organization = $1');
    const done = await rebuilt(organization, { page: 3 });
    expect(done).toMatchObject({ position: 14, head: 14, events: 14, resumedAt: 0 });
    expect(done.replaced).toEqual({});
    expect(await change(organization, 'select xmin, * from certfleet.binding where organization = $1')).toEqual(before);
    expect(await audited(organization)).toMatchObject({ equal: true, position: 14 });
    expect(await shadowRows(organization)).toBe(0);
  });

  test('heals what was damaged; readers see the former rows until it is complete', async () => {
    const organization = await fleet(5);
    const other = await fleet(2);
    const bindings = await count(organization, 'binding');
    await damage(organization);
    const damaged = await count(organization, 'binding');
    expect(damaged).toBeLessThan(bindings);
    expect((await audited(organization)).equal).toBe(false);
    const seen: number[] = [];
    const untouched = await change(other, 'select xmin, * from certfleet.server_state where organization = $1');
    const done = await rebuilt(organization, { page: 4, progress: () => void seen.push(0) });
    expect(seen).toHaveLength(4);
    expect(done.replaced).toMatchObject({ binding: bindings - damaged });
    expect(await count(organization, 'binding')).toBe(bindings);
    expect(
      await change(
        organization,
        `select 1 from certfleet.certificate where organization = $1 and thumbprint = 'NEVER'`,
      ),
    ).toEqual([]);
    expect(await audited(organization)).toMatchObject({ equal: true });
    expect(await change(other, 'select xmin, * from certfleet.server_state where organization = $1')).toEqual(
      untouched,
    );
  });

  test('that was stopped goes on from its last page; until then nothing is replaced', async () => {
    const organization = await fleet(6);
    await damage(organization);
    const damaged = await count(organization, 'binding');
    let pages = 0;
    const stopAtThird = () => {
      if ((pages += 1) === 3) throw new Stopped();
    };
    await expect(rebuilt(organization, { page: 2, progress: stopAtThird })).rejects.toThrow(Stopped);
    expect(await count(organization, 'binding')).toBe(damaged);
    expect(await shadowRows(organization)).toBeGreaterThan(0);
    const done = await rebuilt(organization, { page: 2 });
    expect(done).toMatchObject({ resumedAt: 6, events: 6, position: 12 });
    expect(await audited(organization)).toMatchObject({ equal: true, position: 12 });
    expect(await shadowRows(organization)).toBe(0);
  });

  test('of another build, or one that is to begin anew, begins at the beginning', async () => {
    const organization = await fleet(3);
    const stop = () => {
      throw new Stopped();
    };
    for (const [begun, options] of [
      ['1', { build: '2' }],
      ['2', { build: '2', anew: true }],
    ] as const) {
      await expect(rebuilt(organization, { page: 2, build: begun, progress: stop })).rejects.toThrow(Stopped);
      expect(await rebuilt(organization, { page: 2, ...options })).toMatchObject({ resumedAt: 0, events: 6 });
    }
    expect(await audited(organization)).toMatchObject({ equal: true });
  });

  test('is done by one at a time', async () => {
    const organization = await fleet(4);
    const outcomes: (Rebuilt | 'busy')[] = [];
    let asked = false;
    const whileRunning = async () => {
      outcomes.push(await rebuild(database.db, organization));
    };
    let meanwhile: Promise<void> | undefined;
    const progress = () => {
      if (!asked) meanwhile = whileRunning();
      asked = true;
    };
    const [first, second] = await Promise.all([
      rebuilt(organization, { page: 1, progress }),
      until(() => asked).then(() => meanwhile),
    ]);
    expect(first).toMatchObject({ position: 8 });
    expect(second).toBeUndefined();
    expect(outcomes).toEqual(['busy']);
    expect(await audited(organization)).toMatchObject({ equal: true });
  });

  test('goes on while events and sightings arrive and the projector follows', async () => {
    const organization = await fleet(10);
    await damage(organization);
    let arriving = true;
    let arrived = 0;
    const arrive = async () => {
      for (let n = 0; arriving && n < 60; n += 1) {
        await record(organization, [overwritten(n % 10, 2 + n), inventory(10 + n)]);
        await inOrganization(database.db, organization, (db) =>
          recordSightings(db, organization, [
            {
              stream: `server:${generatedServer(n % 10).fqdn}`,
              eventId: eventIdOf(inventory(n % 10)),
              lastSeenAt: minute(100 + n),
            },
          ]),
        );
        arrived += 2;
      }
    };
    const follow = async () => {
      while (arriving) await project(organization);
    };
    const arrivals = Promise.all([arrive(), follow()]);
    const pages: Rebuilding[] = [];
    const done = await rebuilt(organization, { page: 15, progress: (soFar) => void pages.push(soFar) });
    arriving = false;
    await arrivals;
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.every(({ position, head: end }) => position <= end)).toBe(true);
    expect(done.position).toBeGreaterThan(20);
    expect(arrived).toBeGreaterThan(0);
    await project(organization);
    expect(await audited(organization)).toMatchObject({ equal: true, position: 20 + arrived, differences: [] });
  }, 120_000);

  test('that was killed hard goes on when its lease has run out', async () => {
    const organization = await fleet(40);
    const root = fileURLToPath(new URL('../../', import.meta.url));
    const program = `
      import 'reflect-metadata';
      const { openDatabase } = await import('#libs/store/database.js');
      const { rebuild } = await import('#libs/store/rebuild.js');
      const db = await openDatabase(process.env.URL, 1);
      await rebuild(db, process.env.ORGANIZATION, { page: 1, leaseSeconds: 2, build: 'one' });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { PATH: process.env['PATH'], URL: database.appUrl, ORGANIZATION: organization },
    });
    const exited = once(child, 'exit');
    const shadowPosition = async () => {
      const [row] = await inOrganization(database.db, organization, (db) =>
        db.query<{ position: string }>('select position from certfleet.rebuild_checkpoint where organization = $1', [
          organization,
        ]),
      );
      return Number(row?.position ?? 0);
    };
    await until(async () => (await shadowPosition()) > 5, { every: 3, within: 30_000 });
    child.kill('SIGKILL');
    await exited;
    const reached = await shadowPosition();
    expect(reached).toBeLessThan(80);
    expect(await rebuild(database.db, organization, { build: 'one' })).toBe('busy');
    const done = await rebuilt(organization, { build: 'one', patienceSeconds: 10 });
    expect(done.resumedAt).toBeGreaterThanOrEqual(reached);
    expect(done).toMatchObject({ position: 80 });
    expect(await audited(organization)).toMatchObject({ equal: true, position: 80 });
  }, 90_000);

  test('of an empty log is done at once', async () => {
    await openOrganization(database.db, 'empty');
    expect(await rebuilt('empty')).toMatchObject({ position: 0, events: 0 });
    expect(await inOrganization(database.db, 'empty', (db) => head(db, 'empty'))).toMatchObject({ position: 0 });
    expect(await inOrganization(database.db, 'empty', (db) => progressOf(db, 'empty'))).toMatchObject({ position: 0 });
  });
});
