import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Alert } from '#libs/alerts/alert.js';
import { evolveAlert } from '#libs/alerts/evolve-alert.js';
import { canonicalText } from '#libs/fleet/canonical.js';
import type { RecordedAlertEvent } from '#libs/alerts/alert-event.js';
import { overwritten, server, subscription } from '../../../test/support/alert-fleet.js';
import { allAlerts, channelFor, decideAll, decidersLease, outbox, tellAll } from '../../../test/support/alerting.js';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.js';
import { project, record } from '../../../test/support/fleet-log.js';
import type { FleetEvent } from '#libs/fleet/event.js';
import { projectionEqualsFold } from '../audit.js';
import { inOrganization } from '../database.js';
import { eventsPage } from '../queries/events-page.js';
import { rebuild } from '../rebuild.js';
import { verifyLog } from '../verify.js';
import { decide } from './decide.js';
import { saveRule } from './rule-rows.js';
import { BUILT_IN_RULES } from '#libs/alerts/built-in-rules.js';
import { acknowledge, silence } from './say.js';
import { sweep } from './sweep.js';
import { backTest } from './backtest.js';

let database: FreshDatabase;
let next = 0;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

/** An organization of so many servers with an Edge, and a channel; nothing has happened yet. */
async function fleet(servers: number, withEdge = true): Promise<string> {
  const organization = `fleet${(next += 1)}`;
  await heard(organization, [
    ...(withEdge ? [subscription()] : []),
    ...Array.from({ length: servers }, (_, n) => server(n)),
  ]);
  await channelFor(database.db, organization);
  await tellAll(database.db, organization);
  return organization;
}

/** Records events, and decides what is worth telling of them. */
async function heard(organization: string, events: readonly FleetEvent[]): Promise<void> {
  await record(database.db, organization, events);
  await project(database.db, organization);
  await decideAll(database.db, organization);
}

const overwrites = async (organization: string): Promise<readonly Alert[]> =>
  (await allAlerts(database.db, organization)).filter(({ facts }) => facts.rule === 'default-smtp-overwritten');

const told = async (organization: string) =>
  (await outbox(database.db, organization)).filter(({ message }) => message.rule?.id === 'default-smtp-overwritten');

describe('an overwrite of the default SMTP certificate', () => {
  test('on a server that an Edge knows is told once, with cause, effect, evidence and the way back', async () => {
    const organization = await fleet(2);
    await heard(organization, [overwritten(1, 'AB', 5)]);
    await tellAll(database.db, organization);
    const messages = await told(organization);
    expect(messages).toHaveLength(1);
    expect(messages[0]?.message).toMatchObject({
      state: 'firing',
      severity: 'critical',
      title: 'EX00001: default SMTP certificate overwritten',
      summary: expect.stringContaining('EdgeSync stops'),
      subjects: [
        {
          server: 'ex00001.contoso.com',
          endpoint: 'internal-transport',
          before: { thumbprint: 'A'.repeat(40) },
          after: { thumbprint: 'B'.repeat(40) },
        },
      ],
      cause: { actor: 'CONTOSO\\svc-acme', tool: 'ImportExchange.ps1', lateBySeconds: null },
      remedy: [expect.stringMatching(/^Enable-ExchangeCertificate .*A{40}.*-Services SMTP.*-Force/)],
    });
    await heard(organization, []);
    await tellAll(database.db, organization);
    expect(await told(organization)).toHaveLength(1);
  });

  test('without an Edge is told to nobody', async () => {
    const organization = await fleet(1, false);
    await heard(organization, [overwritten(0, 'AB', 5)]);
    await tellAll(database.db, organization);
    expect(await overwrites(organization)).toEqual([]);
    expect(await told(organization)).toEqual([]);
  });

  test('that is taken back is over: where it was told, and where it was not nobody hears of it', async () => {
    const organization = await fleet(2);
    await heard(organization, [overwritten(0, 'AB', 50), overwritten(1, 'AB', 40)]);
    await heard(organization, [overwritten(1, 'BA', 30)]);
    await tellAll(database.db, organization);
    await heard(organization, [overwritten(0, 'BA', 20)]);
    await tellAll(database.db, organization);
    const states = (await overwrites(organization)).map(({ state, resolved }) => [state, resolved?.reason]);
    expect(states).toEqual([
      ['resolved', 'restored'],
      ['resolved', 'restored'],
    ]);
    const messages = (await told(organization)).map(({ message }) => [message.state, message.subjectCount]);
    expect(messages[0]).toEqual(['firing', 1]);
    expect(messages.at(-1)?.[0]).toBe('resolved');
    expect(messages).toHaveLength(2);
  });

  test('that happens again has the same id, and is told again', async () => {
    const organization = await fleet(1);
    await heard(organization, [overwritten(0, 'AB', 50)]);
    await tellAll(database.db, organization);
    const [first] = await overwrites(organization);
    await heard(organization, [overwritten(0, 'BA', 40)]);
    await tellAll(database.db, organization);
    await heard(organization, [overwritten(0, 'AB', 30)]);
    await tellAll(database.db, organization);
    const alerts = await overwrites(organization);
    expect(alerts.map(({ id, episode, state }) => [id, episode, state])).toEqual([[first?.id, 2, 'firing']]);
    expect((await told(organization)).map(({ message }) => [message.id, message.state])).toEqual([
      [first?.id, 'firing'],
      [first?.id, 'resolved'],
      [first?.id, 'firing'],
    ]);
  });

  test('that is reported a month late is told as late', async () => {
    const organization = await fleet(1);
    await heard(organization, [{ ...server(0, 40 * 86_400), id: 'old' }, overwritten(0, 'AB', 30 * 86_400)]);
    expect(await overwrites(organization)).toMatchObject([
      {
        state: 'resolved',
        facts: { cause: { lateBySeconds: expect.any(Number) } },
        resolved: { reason: expect.any(String) },
      },
    ]);
  });

  test('is acknowledged, accepted, and silenced with a ticket', async () => {
    const organization = await fleet(2);
    const { db } = database;
    await silence(db, organization, {
      matches: { server: 'EX00001' },
      from: null,
      until: new Date(Date.now() + 3_600_000).toISOString(),
      by: 'kim',
      reason: 'migration',
      ticket: 'CHG-7',
    });
    await heard(organization, [overwritten(0, 'AB', 9), overwritten(1, 'AB', 8, 'other')]);
    await tellAll(db, organization);
    expect((await told(organization)).map(({ message }) => message.title)).toEqual([
      'EX00000: default SMTP certificate overwritten',
    ]);
    const [first] = (await overwrites(organization)).filter(({ facts }) => facts.server === 'ex00000.contoso.com');
    const said = { by: 'kim', note: 'on it', ticket: null };
    expect(await acknowledge(db, organization, first?.id ?? '', { ...said, accept: false })).toMatchObject({
      ok: true,
      alert: { state: 'acknowledged' },
    });
    expect(await acknowledge(db, organization, first?.id ?? '', { ...said, accept: true })).toMatchObject({
      ok: true,
      alert: { state: 'resolved', resolved: { reason: 'accepted', by: 'kim' } },
    });
    await heard(organization, []);
    await tellAll(db, organization);
    expect((await overwrites(organization)).map(({ state }) => state).sort()).toEqual(['firing', 'resolved']);
    expect((await told(organization)).map(({ message }) => message.state)).toEqual(['firing', 'resolved']);
  });
});

test('one change on 300 servers is one message that lists them', async () => {
  const organization = await fleet(300);
  await heard(
    organization,
    Array.from({ length: 300 }, (_, n) => overwritten(n, 'AB', 20, 'renewal')),
  );
  await tellAll(database.db, organization);
  const messages = await told(organization);
  expect(await overwrites(organization)).toHaveLength(300);
  expect(messages.map(({ message }) => message.subjectCount)).toEqual([300]);
  expect(messages[0]?.message.subjects).toHaveLength(50);
}, 120_000);

test('the alerts are the fold of their events, the log is whole, and alerts are no servers', async () => {
  const organization = await fleet(3);
  await heard(organization, [overwritten(0, 'AB', 9), overwritten(1, 'AB', 8)]);
  await heard(organization, [overwritten(1, 'BA', 2)]);
  const events = await inOrganization(database.db, organization, (db) =>
    eventsPage(db, organization, 0, { events: 1_000, bytes: 1e9 }),
  );
  const folded = new Map<string, Alert>();
  const isAlert = (event: (typeof events)[number]): event is RecordedAlertEvent => event.stream === 'alerts';
  for (const event of events.filter(isAlert)) {
    if (!('alert' in event.data)) continue;
    const alert = evolveAlert(folded.get(event.data.alert) ?? null, event);
    if (alert !== null) folded.set(alert.id, alert);
  }
  const kept = await allAlerts(database.db, organization);
  expect(kept.length).toBeGreaterThan(1);
  expect(kept.map((alert) => canonicalText(alert)).sort()).toEqual(
    [...folded.values()].map((alert) => canonicalText(alert)).sort(),
  );
  await project(database.db, organization);
  expect(await projectionEqualsFold(database.db, organization)).toMatchObject({ equal: true, servers: 3 });
  expect(await verifyLog(database.db, organization)).toMatchObject({ intact: true });
});

test('a rebuild of the projection tells nobody anything', async () => {
  const organization = await fleet(2);
  await heard(organization, [overwritten(0, 'AB', 9)]);
  await tellAll(database.db, organization);
  const before = [await allAlerts(database.db, organization), await outbox(database.db, organization)];
  await project(database.db, organization);
  await rebuild(database.db, organization);
  await decideAll(database.db, organization);
  await tellAll(database.db, organization);
  expect([await allAlerts(database.db, organization), await outbox(database.db, organization)]).toEqual(before);
});

test('two deciders, and one that lost its lease, decide once', async () => {
  const organization = await fleet(5);
  await record(
    database.db,
    organization,
    Array.from({ length: 5 }, (_, n) => overwritten(n, 'AB', 9)),
  );
  await project(database.db, organization);
  const lease = await decidersLease(database.db, organization);
  const stale = { ...lease, fence: lease.fence - 1 };
  expect(await decide(database.db, stale)).toBe('lost');
  await Promise.all([
    decide(database.db, lease, 2),
    decide(database.db, lease, 2),
    decide(database.db, lease, 2),
    sweep(database.db, lease),
  ]);
  await decideAll(database.db, organization);
  expect(await overwrites(organization)).toHaveLength(5);
});

test('a rule is asked of the past before it is switched on', async () => {
  const organization = await fleet(3);
  await heard(organization, [overwritten(0, 'AB', 9), overwritten(1, 'AB', 8)]);
  const rule = BUILT_IN_RULES.find(({ id }) => id === 'default-smtp-overwritten');
  if (rule === undefined) throw new Error('the rule is there');
  const other = { ...rule, id: 'elsewhere', condition: { ...rule.condition, where: 'site:BER' } } as typeof rule;
  const [here, elsewhere] = await inOrganization(database.db, organization, async (db) => [
    await backTest(db, organization, rule, 90),
    await backTest(db, organization, other, 90),
  ]);
  expect(here).toMatchObject({ hits: 2, withoutConditions: 2, over: 'changes' });
  expect(elsewhere).toMatchObject({ hits: 0, withoutConditions: 2 });
});

test('a rule of a query fires while a row meets it, and ends when it is switched off', async () => {
  const organization = await fleet(2);
  const rule = {
    id: 'in-amsterdam',
    name: 'In Amsterdam',
    about: '',
    severity: 'low',
    enabled: true,
    condition: { kind: 'query', list: 'servers', where: 'site:AMS' },
    owner: 'kim',
    channels: null,
    robots: 'told',
  } as const;
  const save = (enabled: boolean) =>
    inOrganization(database.db, organization, (db) => saveRule(db, organization, { ...rule, enabled }, 'kim'));
  await save(true);
  await decideAll(database.db, organization);
  const own = async () =>
    (await allAlerts(database.db, organization)).filter(({ facts }) => facts.rule === 'in-amsterdam');
  expect((await own()).map(({ state, facts }) => [state, facts.owner])).toEqual([
    ['firing', 'kim'],
    ['firing', 'kim'],
  ]);
  await save(false);
  await decideAll(database.db, organization);
  expect((await own()).map(({ resolved }) => resolved?.reason)).toEqual(['rule-off', 'rule-off']);
});
