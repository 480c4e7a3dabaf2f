/**
 * A flood over real processes and real receivers of every kind: nothing is lost, and nobody is flooded. FLOOD_SERVERS=2000 makes it 10,000 changes
 * of one script and 2,000 of as many people; what it measures is printed with SHOW_FLOOD=1.
 */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CHANNEL_NAMES } from '#libs/channels/channel.js';
import { channelNamed } from '#libs/channels/channels.js';
import { sealSettings } from '#libs/delivery/sealed-settings.js';
import { readKeys } from '#libs/delivery/secrets.js';
import { migrateQueue } from '#libs/queue/migrate.js';
import { saveChannel } from '#libs/store/alerts/channel-rows.js';
import { inOrganization } from '#libs/store/database.js';
import { openOrganization } from '#libs/store/organizations.js';
import type { FleetEvent } from '#libs/fleet/event.js';
import { overwritten, server, subscription } from '../../test/support/alert-fleet.js';
import { allAlerts, outbox } from '../../test/support/alerting.js';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.js';
import { record } from '../../test/support/fleet-log.js';
import { floodReceivers, fullestWindows, type Journal } from '../../test/support/flood-receivers.js';
import { startProcess, type TestProcess } from '../../test/support/processes.js';
import { until } from '../../test/support/until.js';

const SERVERS = Number(process.env['FLOOD_SERVERS'] ?? 100);
/** A full flood is decided in about a minute on two busy cores. */
const PATIENCE = 60_000 + SERVERS * 120;
const RULE = 'default-smtp-overwritten';

let database: FreshDatabase;
let journals: readonly Journal[] = [];
const processes: TestProcess[] = [];
const keys = `k1:${randomBytes(32).toString('base64')}`;

beforeAll(async () => {
  database = await freshDatabase();
  await migrateQueue({ databaseUrl: database.ownerUrl }, 'certfleet_app');
}, 60_000);
afterEach(async () => {
  for (const process of processes.splice(0)) await process.kill();
  for (const journal of journals) await journal.stop();
});
afterAll(() => database.close());

const everyServer = <T>(of: (n: number) => T): readonly T[] => Array.from({ length: SERVERS }, (_, n) => of(n));

async function start(part: 'projector' | 'worker'): Promise<void> {
  processes.push(
    await startProcess({
      projector: part === 'projector',
      databaseUrl: database.appUrl,
      leaseSeconds: 5,
      pollMilliseconds: 150,
      deliverMilliseconds: 150,
      logLevel: 'error',
      deliveryEnvironment: {
        CERTFLEET_SECRET_KEYS: keys,
        CERTFLEET_EGRESS: '127.0.0.1',
        CERTFLEET_EGRESS_HTTP: 'true',
      },
    }),
  );
}

/** A fleet with an Edge that is projected and decided, with a channel of every kind. */
async function fleet(organization: string): Promise<void> {
  const read = readKeys(keys);
  if ('fault' in read) throw new Error(read.fault);
  journals = await floodReceivers();
  await openOrganization(database.db, organization);
  await inOrganization(database.db, organization, async (db) => {
    for (const { kind, settings } of journals) {
      const sealed = sealSettings(settings, channelNamed(kind)?.secrets ?? [], { organization, channelId: kind }, read);
      const channel = { name: kind, kind, settings: sealed, enabled: true, digest: true, savedBy: 'test' };
      await saveChannel(db, organization, { ...channel, leastSeverity: 'critical' });
    }
  });
  await record(database.db, organization, [subscription(), ...everyServer((n) => server(n))]);
  await Promise.all([start('projector'), start('worker')]);
  await until(() => isDecided(organization), { within: PATIENCE, every: 250 });
  await counted();
}

/** What autovacuum does a minute after a fleet has come: without statistics PostgreSQL finds no way to single rows. */
async function counted(): Promise<void> {
  const owner = new Client({ connectionString: database.superuserUrl });
  await owner.connect();
  await owner.query('analyze');
  await owner.end();
}

async function isDecided(organization: string): Promise<boolean> {
  const [row] = await inOrganization(database.db, organization, (db) =>
    db.query<{ done: boolean }>(
      `select f.position >= h.position as done from certfleet.alert_follower f join certfleet.head h using (organization) where organization = $1`,
      [organization],
    ),
  );
  return row?.done === true;
}

const overwrites = async (organization: string) =>
  (await allAlerts(database.db, organization)).filter(({ facts }) => facts.rule === RULE);
const laid = async (organization: string, kind: string) =>
  (await outbox(database.db, organization)).filter(
    ({ channel, message }) => channel === kind && message.rule?.id === RULE,
  );

interface Measured {
  readonly recordedSeconds: number;
  readonly firstToldSeconds: number;
  readonly allToldSeconds: number;
}

/** Records a flood, and waits until every receiver was told of all of it. */
async function flooded(organization: string, waves: readonly (readonly FleetEvent[])[]): Promise<Measured> {
  const begun = Date.now();
  const seconds = (at: number) => Math.round((at - begun) / 100) / 10;
  for (const wave of waves) await record(database.db, organization, wave);
  const recorded = Date.now();
  let told: number | null = null;
  await until(
    async () => {
      if (told === null && journals.every(({ came }) => came().length > 0)) told = Date.now();
      return told !== null && (await overwrites(organization)).length === SERVERS && (await isAllTold(organization));
    },
    { within: PATIENCE, every: 500 },
  );
  return {
    recordedSeconds: seconds(recorded),
    firstToldSeconds: seconds(told ?? 0),
    allToldSeconds: seconds(Date.now()),
  };
}

/** Whether the last messages name all servers together, and every one of them was delivered. */
async function isAllTold(organization: string): Promise<boolean> {
  const [row] = await inOrganization(database.db, organization, (db) =>
    db.query<{ told: string; due: string }>(
      `select (select coalesce(sum((m.message ->> 'subjectCount')::int), 0) from certfleet.alert_group g
         join certfleet.alert_message m on m.organization = g.organization and m.group_id = g.group_id and m.sequence = g.sequence
         where g.organization = $1 and g.rule = $2 and g.is_open) as told,
       (select count(*) from certfleet.alert_delivery where organization = $1 and state = 'due' and attempts = 0) as due`,
      [organization, RULE],
    ),
  );
  return Number(row?.told) === SERVERS && Number(row?.due) === 0;
}

async function neitherLostNorFlooded(organization: string, most: number): Promise<void> {
  const alerts = await overwrites(organization);
  expect(new Set(alerts.map(({ facts }) => facts.server)).size).toBe(SERVERS);
  expect(alerts.every(({ state }) => state === 'firing')).toBe(true);
  for (const journal of journals) {
    const { kind } = journal;
    expect([kind, (await laid(organization, kind)).length <= most]).toEqual([kind, true]);
    expect([kind, journal.came().length > 0]).toEqual([kind, true]);
    for (const { most: came, allowed } of fullestWindows(journal))
      expect({ kind, within: came <= allowed }).toEqual({ kind, within: true });
  }
}

function show(what: string, measured: Measured): void {
  if (process.env['SHOW_FLOOD'] === undefined) return;
  const came = journals.map(({ kind, came: all }) => `${kind} ${all().length}`).join(', ');
  process.stdout.write(`${what}: ${JSON.stringify(measured)}; ${came}\n`);
}

describe('a flood', () => {
  test('covers every kind of channel but programs', async () => {
    journals = await floodReceivers();
    expect(journals.map(({ kind }) => kind).sort()).toEqual(
      CHANNEL_NAMES.filter((name) => name !== 'program').toSorted(),
    );
  });

  test('of one script, five changes on each server, is a few messages that count all of them', async () => {
    await fleet('script');
    const waves = [0, 1, 2, 3, 4].map((wave) =>
      everyServer((n) => overwritten(n, wave % 2 === 0 ? 'AB' : 'BA', 50 - 10 * wave, 'flood')),
    );
    const measured = await flooded('script', waves);
    show(`${SERVERS * 5} changes of one script`, measured);
    await neitherLostNorFlooded('script', 12);
    const last = (await laid('script', 'webhook')).at(-1)?.message;
    expect(last?.subjectCount).toBe(SERVERS);
    expect(last?.title).toContain(`on ${SERVERS} servers`);
    for (const { kind, came } of journals)
      expect([kind, came().some(({ text }) => text.includes(`on ${SERVERS} servers`))]).toEqual([kind, true]);
  }, 900_000);

  test('of as many causes as servers is as few messages', async () => {
    await fleet('causes');
    const measured = await flooded('causes', [everyServer((n) => overwritten(n, 'AB', 5, `change ${n}`))]);
    show(`${SERVERS} changes of as many causes`, measured);
    await neitherLostNorFlooded('causes', 40);
  }, 900_000);
});
