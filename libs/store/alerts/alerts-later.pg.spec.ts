/** What becomes of alerts by what is learnt later: corrected, subscribed again, agreed again, filled, ended one by one. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { BUILT_IN_RULES } from '#libs/alerts/built-in-rules.js';
import type { AlertRule } from '#libs/alerts/alert-rule.js';
import type { FleetEvent } from '#libs/fleet/event.js';
import { ago, fqdnOf, overwritten, server, sourceOfServer, subscription } from '../../../test/support/alert-fleet.js';
import { allAlerts, channelFor, decideAll, outbox, tellAll } from '../../../test/support/alerting.js';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.js';
import { certificate, happened, thumbprint } from '../../../test/support/events.js';
import { project, record } from '../../../test/support/fleet-log.js';
import { inOrganization } from '../database.js';
import { backTest } from './backtest.js';
import { acknowledge } from './say.js';
import { saveRule } from './rule-rows.js';

let database: FreshDatabase;
let next = 0;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const HOUR = 3_600;

async function organizationWith(events: readonly FleetEvent[], rules: readonly AlertRule[] = []): Promise<string> {
  const organization = `later${(next += 1)}`;
  await record(database.db, organization, events);
  await inOrganization(database.db, organization, async (db) => {
    for (const rule of rules) await saveRule(db, organization, rule, 'kim');
  });
  await channelFor(database.db, organization);
  await heard(organization, []);
  return organization;
}

/** Records events, decides what is worth telling of them, and tells it. */
async function heard(organization: string, events: readonly FleetEvent[]): Promise<void> {
  if (events.length > 0) await record(database.db, organization, events);
  await project(database.db, organization);
  await decideAll(database.db, organization);
  await tellAll(database.db, organization);
}

const alertsOf = async (organization: string, ...rules: readonly string[]) =>
  (await allAlerts(database.db, organization)).filter(({ facts }) => rules.includes(facts.rule));
const told = async (organization: string, rule: string) =>
  (await outbox(database.db, organization)).map(({ message }) => message).filter((one) => one.rule?.id === rule);

function builtIn(id: string, keys: Partial<AlertRule> = {}): AlertRule {
  const rule = BUILT_IN_RULES.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return { ...rule, ...keys };
}

/** What POP has, at an instant: the certificates of these letters, all of the name that POP asks for. */
function withPop(letters: string, seconds: number): FleetEvent {
  return happened(
    'inventory.observed',
    {
      fqdn: fqdnOf(1),
      version: '2019',
      roles: ['Mailbox'],
      adSite: 'AMS',
      popSettings: { x509CertificateName: 'pop.contoso.com' },
      certificates: [...letters].map((letter) =>
        certificate(letter, {
          subject: 'CN=pop.contoso.com',
          subjectAlternativeNames: ['pop.contoso.com'],
          services: ['POP'],
          notAfter: ago(-400 * 24 * HOUR),
          isSelfSigned: false,
          status: 'Valid',
          version: 3,
          extendedKeyUsages: ['1.3.6.1.5.5.7.3.1'],
          keyProvider: 'CAPI',
        }),
      ),
      complete: ['certificates'],
    },
    { source: sourceOfServer(1), occurredAt: ago(seconds), id: `pop ${letters} at ${seconds}` },
  );
}

describe('what is reported late', () => {
  test('and shows that an endpoint never went dark corrects the alert, and says so where it was told', async () => {
    const removal = happened(
      'certificate.removed',
      { thumbprint: thumbprint('A') },
      { source: sourceOfServer(1), occurredAt: ago(2 * HOUR), id: 'removal' },
    );
    const organization = await organizationWith([withPop('A', 9 * HOUR)]);
    await heard(organization, [removal]);
    expect(await alertsOf(organization, 'went-dark')).toMatchObject([{ state: 'firing', facts: { endpoint: 'pop' } }]);
    await heard(organization, [withPop('AC', 3 * HOUR)]);
    expect(await alertsOf(organization, 'went-dark')).toMatchObject([
      { state: 'resolved', corrected: expect.stringContaining('reported late'), resolved: { reason: 'corrected' } },
    ]);
    expect((await told(organization, 'went-dark')).map(({ state }) => state)).toEqual(['firing', 'corrected']);
    expect((await told(organization, 'went-dark')).at(-1)?.summary).toMatch(/^What was told is corrected: /);
  });

  test('and tells who made what an inventory had shown corrects what said that nobody did, and nothing else', async () => {
    const organization = await organizationWith(
      [subscription(9 * HOUR), server(1, 8 * HOUR)],
      [builtIn('drift', { enabled: true })],
    );
    const shown = server(1, 2 * HOUR);
    if (shown.type !== 'inventory.observed') throw new Error('it is an inventory');
    await heard(organization, [{ ...shown, data: { ...shown.data, internalTransportCertificate: thumbprint('B') } }]);
    const both = ['default-smtp-overwritten', 'drift'];
    expect((await alertsOf(organization, ...both)).map(({ state }) => state)).not.toContain('resolved');
    const before = await alertsOf(organization, ...both);
    await heard(organization, [overwritten(1, 'AB', 3 * HOUR)]);
    const after = await alertsOf(organization, ...both);
    expect(after.filter(({ facts }) => facts.rule === 'drift').every(({ corrected }) => corrected !== null)).toBe(true);
    expect(after.filter(({ facts }) => facts.rule === 'drift').length).toBeGreaterThan(0);
    expect(after.filter(({ facts }) => facts.rule === 'default-smtp-overwritten')).toMatchObject([
      { state: 'firing', corrected: null, episode: 1 },
    ]);
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  });
});

test('an Edge that is subscribed again ends what its subscription had suffered, by whatever rule, in one message each', async () => {
  const own = builtIn('default-smtp-overwritten', { id: 'our-edges', severity: 'high' });
  const organization = await organizationWith([subscription(), server(0), server(1)], [own]);
  await heard(organization, [overwritten(0, 'AB', 50, 'x'), overwritten(1, 'AB', 40, 'x')]);
  expect(await alertsOf(organization, 'default-smtp-overwritten', 'our-edges')).toHaveLength(4);
  // Another site is none of theirs.
  const elsewhere = happened(
    'edge-subscription.added',
    { edgeServer: 'edge09.contoso.com', adSite: 'BER' },
    { source: subscription().source, occurredAt: ago(30), id: 'elsewhere' },
  );
  await heard(organization, [elsewhere]);
  const states = async () =>
    (await alertsOf(organization, 'default-smtp-overwritten', 'our-edges')).map((one) => one.resolved?.reason ?? null);
  expect(await states()).toEqual([null, null, null, null]);
  await heard(organization, [subscription(20)]);
  expect(await states()).toEqual(Array.from({ length: 4 }, () => 'subscribed-again'));
  for (const rule of ['default-smtp-overwritten', 'our-edges']) {
    const messages = await told(organization, rule);
    expect(messages.map(({ state, subjectCount }) => [state, subjectCount])).toEqual([
      ['firing', 2],
      ['resolved', 2],
    ]);
    expect(messages.at(-1)?.summary).toMatch(/^The Edge was subscribed again\. /);
  }
});

test('what is seen as foretold again ends what told otherwise, by whatever rule', async () => {
  const own = builtIn('probe-mismatch', { id: 'our-probes', severity: 'low' });
  const organization = await organizationWith([withPop('A', 9 * HOUR)], [own]);
  const seen = (letter: string, seconds: number) =>
    happened(
      'presentation.observed',
      { endpoint: 'pop', chain: [thumbprint(letter)], observedFrom: 'probe' },
      { source: sourceOfServer(1), occurredAt: ago(seconds), id: `seen ${letter} ${seconds}` },
    );
  await heard(organization, [seen('C', 60)]);
  const rules = ['probe-mismatch', 'our-probes'] as const;
  expect((await alertsOf(organization, ...rules)).map(({ state }) => state)).toEqual(['firing', 'firing']);
  const asked = await inOrganization(database.db, organization, (db) => backTest(db, organization, own, 30));
  expect(asked).toMatchObject({ hits: 1, items: [{ what: expect.stringContaining('was seen to present') }] });
  await heard(organization, [seen('A', 30)]);
  expect((await alertsOf(organization, ...rules)).map((one) => one.resolved?.reason)).toEqual(['ended', 'ended']);
});

describe('events that a source counted and that never came', () => {
  const numbered = (n: number): FleetEvent =>
    happened(
      'note.added',
      { text: `note ${n}`, ticket: null, refers: [] },
      {
        source: sourceOfServer(1),
        occurredAt: ago(HOUR - n),
        id: `note ${n}`,
        sequence: String(n).padStart(20, '0'),
        sequenceType: 'Integer',
        epoch: 'boot-1',
      },
    );

  /** As if so many minutes had gone by since all of it was recorded and watched. */
  async function later(organization: string, minutes: number): Promise<void> {
    const owner = new Client({ connectionString: database.superuserUrl });
    await owner.connect();
    await owner.query('alter table certfleet.event disable trigger all');
    const by = `interval '${minutes} minutes'`;
    await owner.query(`update certfleet.event set recorded_at = recorded_at - ${by} where organization = $1`, [
      organization,
    ]);
    await owner.query('alter table certfleet.event enable always trigger all').catch(() => undefined);
    await owner.query(
      `update certfleet.alert_follower set since = since - ${by}, counted_at = counted_at - ${by} where organization = $1`,
      [organization],
    );
    await owner.end();
    await heard(organization, []);
  }

  test('are told when ten minutes have gone by, as one hole still when some of them came, and ended when all did', async () => {
    const organization = await organizationWith([server(1)]);
    await heard(organization, [numbered(1), numbered(2), numbered(6), numbered(9)]);
    await later(organization, 5);
    expect(await alertsOf(organization, 'source-gap')).toEqual([]);
    await later(organization, 6);
    const fired = await alertsOf(organization, 'source-gap');
    expect(fired).toMatchObject([
      { state: 'firing', facts: { server: fqdnOf(1), headline: '3 events never came', severity: 'medium' } },
      { state: 'firing', facts: { headline: '2 events never came' } },
    ]);
    const messages = await told(organization, 'source-gap');
    expect(messages).toMatchObject([{ state: 'firing', subjectCount: 2 }]);

    await heard(organization, [numbered(4)]);
    await later(organization, 2);
    expect((await alertsOf(organization, 'source-gap')).map(({ id, state }) => [id, state])).toEqual(
      fired.map(({ id }) => [id, 'firing']),
    );
    await heard(organization, [numbered(3), numbered(5)]);
    await later(organization, 2);
    expect((await alertsOf(organization, 'source-gap')).map(({ resolved }) => resolved?.reason ?? null)).toEqual([
      'filled',
      null,
    ]);
    const rest = fired[1]?.id ?? '';
    const said = { by: 'kim', note: 'lost with the disk', ticket: null, accept: true };
    expect(await acknowledge(database.db, organization, rest, said)).toMatchObject({ ok: true });
    await later(organization, 20);
    await heard(organization, [numbered(10)]);
    await later(organization, 20);
    expect(
      (await alertsOf(organization, 'source-gap')).map(({ resolved, episode }) => [resolved?.reason, episode]),
    ).toEqual([
      ['filled', 1],
      ['accepted', 1],
    ]);
    expect((await told(organization, 'source-gap')).map(({ state }) => state)).toEqual([
      'firing',
      'firing',
      'resolved',
    ]);
  });

  test('that were missing before anybody watched are history', async () => {
    const organization = await organizationWith([server(1), numbered(1), numbered(5)]);
    const owner = new Client({ connectionString: database.superuserUrl });
    await owner.connect();
    await owner.query('alter table certfleet.event disable trigger all');
    await owner.query(
      `update certfleet.event set recorded_at = recorded_at - interval '1 hour' where organization = $1`,
      [organization],
    );
    await owner.query(`update certfleet.alert_follower set counted_at = null where organization = $1`, [organization]);
    await owner.end();
    await heard(organization, []);
    expect(await alertsOf(organization, 'source-gap')).toEqual([]);
  });
});

test('members of a group that end before the others are told as ended, in an update that waits for more of them', async () => {
  const organization = await organizationWith([subscription(), ...[0, 1, 2].map((n) => server(n))]);
  await heard(
    organization,
    [0, 1, 2].map((n) => overwritten(n, 'AB', 60, 'script')),
  );
  await record(database.db, organization, [overwritten(1, 'BA', 20)]);
  await project(database.db, organization);
  await decideAll(database.db, organization);
  const [due] = await inOrganization(database.db, organization, (db) =>
    db.query<{ seconds: string }>(
      `select extract(epoch from due_at - told_at) as seconds from certfleet.alert_group
       where organization = $1 and rule = 'default-smtp-overwritten'`,
      [organization],
    ),
  );
  expect(Math.round(Number(due?.seconds))).toBe(300);
  await tellAll(database.db, organization);
  await heard(organization, [overwritten(0, 'BA', 9), overwritten(2, 'BA', 8)]);
  const messages = await told(organization, 'default-smtp-overwritten');
  expect(messages.map(({ state, title }) => [state, title])).toEqual([
    ['firing', 'default SMTP certificate overwritten on 3 servers'],
    ['firing', 'default SMTP certificate overwritten on 2 servers; 1 ended'],
    ['resolved', 'default SMTP certificate overwritten on 3 servers'],
  ]);
  expect(messages[1]?.summary).toMatch(/^Ended: EX00001 internal-transport; 2 go on\. /);
  expect(messages[1]?.subjects.map(({ server: name }) => name)).toEqual([fqdnOf(0), fqdnOf(2)]);
  expect(new Set(messages.map(({ id }) => id)).size).toBe(1);
});
