import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { channelNamed } from '#libs/channels/channels.js';
import { SAMPLE_MESSAGE } from '#libs/channels/sample-message.js';
import { delivered, never, type Outcome, retry } from '#libs/channels/outcome.js';
import { forgetChannel, saveChannel } from '#libs/store/alerts/channel-rows.js';
import { layOut } from '#libs/store/alerts/outbox.js';
import { inOrganization } from '#libs/store/database.js';
import { deliveryCounts, waitingDeliveries } from '#libs/store/queries/metrics/notifications.js';
import { openOrganization } from '#libs/store/organizations.js';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.js';
import { deliverer } from './deliverer.js';

let database: FreshDatabase;
const silent = pino({ level: 'silent' });
const GROUP = '00000000-0000-4000-8000-000000000001';

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

async function organizationWith(name: string, kind: string, messages: number): Promise<void> {
  await openOrganization(database.db, name);
  await inOrganization(database.db, name, async (db) => {
    const channel = { name: 'duty', kind, settings: {}, enabled: true, leastSeverity: 'low', digest: true } as const;
    await saveChannel(db, name, { ...channel, savedBy: 'test' });
    for (let sequence = 1; sequence <= messages; sequence += 1) {
      const group = messages === 1 ? GROUP : null;
      const message = { ...SAMPLE_MESSAGE, id: `${name} ${sequence}` };
      await layOut(db, name, message, { group, sequence, channels: ['duty'] });
    }
  });
}

const query = <Row>(organization: string, sql: string) =>
  inOrganization(database.db, organization, (db) => db.query<Row>(sql, [organization]));

function counting() {
  let count = 0;
  const send = () => Promise.resolve(delivered(`receipt ${(count += 1)}`));
  return { round: deliverer({ database: database.db, send, log: silent }), sent: () => count };
}

test('counts what came of each try, by channel, and forgets a channel with its counts', async () => {
  await organizationWith('counted', 'webhook', 3);
  const outcomes: Outcome[] = [retry('503', null), never('gone', 'see to it'), delivered('ok')];
  const round = deliverer({
    database: database.db,
    send: () => Promise.resolve(outcomes.shift() ?? delivered('ok')),
    log: silent,
  });
  await round();
  const scrape = (organization: string) =>
    inOrganization(database.db, organization, async (db) => ({
      counts: await deliveryCounts(db, organization),
      waiting: await waitingDeliveries(db, organization),
    }));
  const first = await scrape('counted');
  expect(first.counts.map(({ outcome, tries }) => [outcome, tries])).toEqual([
    ['delivered', 1],
    ['never', 1],
    ['retry', 1],
  ]);
  expect(first.waiting).toEqual([
    { organization: 'counted', channel: 'duty', waiting: 1, oldest: expect.closeTo(Date.now() / 1000, -2) },
  ]);
  await query(
    'counted',
    `update certfleet.alert_delivery set due_at = clock_timestamp(), first_tried_at = first_tried_at - interval '2 days' where organization = $1`,
  );
  outcomes.push(retry('503', null));
  await round();
  expect((await scrape('counted')).counts).toContainEqual({
    organization: 'counted',
    channel: 'duty',
    outcome: 'given-up',
    tries: 1,
  });
  await inOrganization(database.db, 'counted', (db) => forgetChannel(db, 'counted', 'duty'));
  expect(await scrape('counted')).toEqual({ counts: [], waiting: [] });
});

describe('the deliverer', () => {
  test('sends no faster than the receiver takes it, and keeps the rest for when there is room', async () => {
    const [rate] = channelNamed('teams')?.rates ?? [];
    if (rate === undefined) throw new Error('Teams has rates');
    await organizationWith('flood', 'teams', rate.sendings + 5);
    const { round, sent } = counting();
    await round();
    expect(sent()).toBeLessThan(rate.sendings + 5);
    const waiting = await query<{ attempts: number; later: boolean }>(
      'flood',
      `select attempts, due_at > clock_timestamp() - interval '${rate.withinMs} ms' as later from certfleet.alert_delivery where organization = $1 and state = 'due'`,
    );
    expect(waiting.length).toBe(rate.sendings + 5 - sent());
    expect(waiting.every(({ attempts, later }) => attempts === 0 && later)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, rate.withinMs + 50));
    await round();
    expect(sent()).toBeGreaterThanOrEqual(2 * rate.sendings);
  });

  test('tells a receiver that forgets again while the alert is open, for a while after its end, and then no more', async () => {
    const again = channelNamed('alertmanager')?.resend;
    if (again == null) throw new Error('Alertmanager forgets');
    await organizationWith('forgetful', 'alertmanager', 1);
    await query(
      'forgetful',
      `insert into certfleet.alert_group (organization, group_id, rule, together) values ($1, '${GROUP}', 'went-dark', 'x')`,
    );
    const older = (by: number) =>
      query(
        'forgetful',
        `update certfleet.alert_delivery set finished_at = finished_at - interval '${by} ms', last_tried_at = last_tried_at - interval '${by} ms'
         where organization = $1`,
      );
    const send = async () => {
      const { round, sent } = counting();
      await round();
      return sent();
    };
    expect(await send()).toBe(1);
    expect(await send()).toBe(0);
    await older(again.everyMs);
    expect(await send()).toBe(1);
    await query('forgetful', 'update certfleet.alert_group set is_open = false where organization = $1');
    await older(again.everyMs);
    expect(await send()).toBe(1);
    await query(
      'forgetful',
      `update certfleet.alert_message set made_at = made_at - interval '${again.afterEndMs} ms' where organization = $1`,
    );
    await older(again.everyMs);
    expect(await send()).toBe(0);
  });
});
