import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { canonicalText } from '#libs/fleet/canonical.js';
import type { Server } from '#libs/fleet/document.js';
import type { FleetEvent } from '#libs/fleet/event.js';
import { eventIdOf } from '#libs/fleet/event-id.js';
import { anyEvent } from '../../test/support/arbitrary-events.js';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.js';
import { happened, minute, thumbprint } from '../../test/support/events.js';
import { edge01, ex01, frontend, PUB26, SELF } from '../../test/support/fixture.js';
import { record } from '../../test/support/fleet-log.js';
import {
  anotherServer,
  inventoryOf,
  LASTING,
  lasting,
  on,
  organizationInventory,
} from '../../test/support/lasting-fleet.js';
import { projectionEqualsFold } from './audit.js';
import { acrossOrganizations, inOrganization } from './database.js';
import type { FindingRow } from './kept-findings.js';
import { takeLease } from './lease.js';
import { countFindingsNow, findingsNow, type FindingState, severitiesNow } from './queries/findings-now.js';
import { rebuild } from './rebuild.js';
import { PROJECTION, refresh } from './refresh.js';
import { recordSightings } from './sightings.js';

let database: FreshDatabase;
let next = 0;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

function freshName(): string {
  return `org${(next += 1)}`;
}

/** Takes in all there is, and tells of how many servers findings were looked for. */
async function project(organization: string, page = 200): Promise<number> {
  const held = await takeLease(database.db, organization, { name: PROJECTION, holder: 'test', seconds: 60 });
  if (held === null) throw new Error('nobody else has it');
  let judged = 0;
  for (;;) {
    const done = await refresh(database.db, held, page);
    if (done === 'lost') throw new Error('the lease is ours');
    judged += done.judged;
    if (!done.more) return judged;
  }
}

/** Records and takes in. */
async function told(organization: string, ...events: readonly FleetEvent[]): Promise<number> {
  await record(database.db, organization, events);
  return project(organization);
}

function listed(organization: string, state: FindingState = 'standing', rule?: string) {
  return inOrganization(database.db, organization, (db) =>
    findingsNow(db, organization, { state, rule }, { after: null, limit: 10_000 }),
  );
}

async function rulesOf(organization: string, state: FindingState = 'standing'): Promise<readonly string[]> {
  return (await listed(organization, state)).map(({ rule, server }) => `${rule} ${server}`).sort();
}

async function rowsOf(organization: string): Promise<readonly FindingRow[]> {
  return inOrganization(database.db, organization, (db) =>
    db.query<FindingRow>(
      `select * from certfleet.finding where organization = $1 order by server, rule, endpoint, subject, stands_from`,
      [organization],
    ),
  );
}

const EX01 = 'ex01.contoso.com';
const NOBODY = '<I>CN=Nobody<S>CN=nobody.contoso.com';
const healthy = lasting(ex01());
const note = (minutes: number, server: string = EX01) =>
  on(server, happened('note.added', { text: `note ${minutes}` }, { occurredAt: minute(minutes) }));

/** EX01's connector is pinned, to no certificate of its or (null) not at all. */
const pinned = (pin: string | null, minutes: number) =>
  on(
    EX01,
    happened('receive-connector.configured', frontend({ tlsCertificateName: pin }), { occurredAt: minute(minutes) }),
  );

const equal = async (organization: string) =>
  expect((await projectionEqualsFold(database.db, organization)).differences).toEqual([]);

describe('a finding', () => {
  test('opens, is seen again, is resolved and opens anew', async () => {
    const organization = freshName();
    await told(organization, inventoryOf(healthy, minute(0)));
    expect(await listed(organization)).toEqual([]);

    const begun = Date.now();
    await told(organization, pinned(NOBODY, 1));
    const [opened] = await listed(organization);
    expect(opened).toMatchObject({
      rule: 'RO-17',
      severity: 'critical',
      server: EX01,
      endpoint: 'receive:Default Frontend EX01:starttls',
      state: 'standing',
      resolved: null,
      stands_until: null,
      fqdn: EX01,
    });
    if (opened === undefined) throw new Error('it is there');
    expect(opened.first_seen.getTime()).toBeGreaterThanOrEqual(begun - 1000);
    expect(opened.stands_from).toEqual(opened.first_seen);

    await sleep(5);
    await told(organization, note(2));
    const [again, ...others] = await listed(organization);
    expect(others).toEqual([]);
    expect(again?.first_seen).toEqual(opened.first_seen);
    expect(again?.stands_from).toEqual(opened.stands_from);
    expect(again?.last_seen.getTime()).toBeGreaterThan(opened.last_seen.getTime());
    await equal(organization);

    await told(organization, pinned(null, 3));
    expect(await listed(organization)).toEqual([]);
    const [resolved] = await listed(organization, 'resolved');
    expect(resolved).toMatchObject({ rule: 'RO-17', first_seen: opened.first_seen, state: 'resolved' });
    expect(resolved?.resolved?.getTime()).toBeGreaterThanOrEqual(again?.last_seen.getTime() ?? Infinity);

    await told(organization, pinned(NOBODY, 4));
    const [anew] = await listed(organization);
    expect(anew?.first_seen.getTime()).toBeGreaterThan(opened.first_seen.getTime());
    expect(await listed(organization, 'resolved')).toEqual([resolved]);
    expect((await listed(organization, 'all', 'RO-17')).map(({ state }) => state)).toEqual(['resolved', 'standing']);
    await equal(organization);
  });

  test('keeps its row while its evidence changes', async () => {
    const organization = freshName();
    await told(organization, inventoryOf(healthy, minute(0)), pinned(NOBODY, 1));
    const own = async () => (await rowsOf(organization)).filter(({ rule }) => rule === 'RO-17');
    const [before] = await own();
    await told(organization, pinned('<I>CN=Nobody<S>CN=another', 2));
    const rows = await own();
    expect(rows.length).toBe(1);
    expect(rows[0]).toMatchObject({ first_seen: before?.first_seen, stands_from: before?.stands_from, resolved: null });
    expect(rows[0]?.evidence).not.toEqual(before?.evidence);
  });

  test('of a server that turned out to be another one is resolved, and found on that one', async () => {
    const organization = freshName();
    const short = { ...healthy, fqdn: 'EX01', receiveConnectors: [frontend({ tlsCertificateName: NOBODY })] };
    await told(organization, inventoryOf(short, minute(0)));
    expect(await rulesOf(organization)).toContain('RO-17 ex01');
    await told(organization, on(EX01, happened('server.observed', { fqdn: EX01 }, { occurredAt: minute(1) })));
    expect(await rulesOf(organization)).toContain('RO-17 ex01.contoso.com');
    expect(await rulesOf(organization)).not.toContain('RO-17 ex01');
    expect(await rulesOf(organization, 'resolved')).toContain('RO-17 ex01');
    await equal(organization);
  });

  test('is looked for with a sighting too', async () => {
    const organization = freshName();
    const event = inventoryOf({ ...healthy, receiveConnectors: [frontend({ tlsCertificateName: NOBODY })] }, minute(0));
    await told(organization, event);
    const [before] = await listed(organization);
    await sleep(5);
    const seen = { stream: `server:${EX01}`, eventId: eventIdOf(event), lastSeenAt: minute(30) };
    await inOrganization(database.db, organization, (db) => recordSightings(db, organization, [seen]));
    expect(await project(organization)).toBe(1);
    const [after] = await listed(organization);
    expect(after?.first_seen).toEqual(before?.first_seen);
    expect(after?.last_seen.getTime()).toBeGreaterThan(before?.last_seen.getTime() ?? Infinity);
  });
});

describe('what is to come', () => {
  /** EX01, with a certificate on its web site that ends so soon. */
  const ending = (milliseconds: number): Server => {
    const [self, web] = healthy.certificates ?? [];
    if (self === undefined || web === undefined) throw new Error('two certificates');
    const notAfter = new Date(Date.now() + milliseconds).toISOString();
    return { ...healthy, certificates: [self, { ...web, notAfter }] };
  };

  test('comes without any event, and stays the same finding when an event finds it there', async () => {
    const organization = freshName();
    await told(organization, inventoryOf(ending(1500), minute(0)));
    expect(await rulesOf(organization)).not.toContain(`RO-13 ${EX01}`);
    const [coming] = await listed(organization, 'coming', 'RO-13');
    expect(coming).toMatchObject({ rule: 'RO-13', state: 'coming' });
    await sleep(Math.max(0, (coming?.stands_from.getTime() ?? 0) - Date.now()) + 20);

    const [standing] = await listed(organization, 'standing', 'RO-13');
    expect(standing).toMatchObject({ state: 'standing', first_seen: coming?.stands_from });
    expect(await listed(organization, 'coming', 'RO-13')).toEqual([]);
    expect(await rulesOf(organization, 'resolved')).not.toContain(`RO-13 ${EX01}`);
    await equal(organization);

    await told(organization, note(5));
    const [kept] = await listed(organization, 'standing', 'RO-13');
    expect(kept).toMatchObject({ first_seen: standing?.first_seen, stands_from: standing?.stands_from });
    expect(kept?.last_seen.getTime()).toBeGreaterThan(standing?.last_seen.getTime() ?? Infinity);
    await equal(organization);
  });

  test('is replaced when an event takes its reason away', async () => {
    const organization = freshName();
    await told(organization, inventoryOf(ending(3_600_000), minute(0)));
    const coming = async () =>
      (await listed(organization, 'all', 'RO-13')).map(({ stands_from }) => stands_from.getUTCFullYear());
    expect(await coming()).toEqual([new Date(Date.now() + 3_600_000).getUTCFullYear()]);
    await told(organization, inventoryOf(healthy, minute(1)));
    expect(await coming()).toEqual([2099]);
  });

  test('reads as resolved from when time ends it; where another range goes on, as that one', async () => {
    const organization = freshName();
    await told(
      organization,
      inventoryOf({ ...healthy, receiveConnectors: [frontend({ tlsCertificateName: NOBODY })] }, minute(0)),
    );
    const past = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
    const row = (rule: string, from: string, until: string | null) =>
      inOrganization(database.db, organization, (db) =>
        db.query(
          `insert into certfleet.finding select organization, server, $2, endpoint, subject, $3, $4, $3, $3, null, severity, summary,
             evidence, remediation, sources, fqdn, position from certfleet.finding where organization = $1 and rule = 'RO-17'`,
          [organization, rule, from, until],
        ),
      );
    const [middle, end] = [past(60), past(30)];
    await row('RO-90', past(90), middle);
    await row('RO-91', past(90), middle);
    await row('RO-91', middle, null);
    await row('RO-92', past(90), middle);
    await row('RO-92', middle, end);
    const shown = async (state: FindingState) =>
      (await listed(organization, state))
        .filter(({ rule }) => rule >= 'RO-90')
        .map(({ rule, stands_from, resolved }) => [
          rule,
          stands_from.toISOString() === middle,
          resolved?.toISOString() ?? null,
        ]);
    expect(await shown('standing')).toEqual([['RO-91', true, null]]);
    expect(await shown('resolved')).toEqual([
      ['RO-90', false, middle],
      ['RO-92', true, end],
    ]);
    expect((await shown('all')).length).toBe(3);
    for (const state of ['standing', 'coming', 'resolved', 'all'] as const) {
      const count = await inOrganization(database.db, organization, (db) =>
        countFindingsNow(db, organization, { state }),
      );
      expect([state, count]).toEqual([state, (await listed(organization, state)).length]);
    }
  });
});

describe('a change on one server', () => {
  const fleet = [healthy, ...[2, 3, 4, 5, 6, 7, 8].map(anotherServer)];
  const own = (n: number) => fleet[n]?.internalTransportCertificate ?? null;
  const pools = [{ name: 'mail.contoso.com', members: [EX01, 'ex02.contoso.com', 'EX03'] }];

  async function freshFleet(): Promise<string> {
    const organization = freshName();
    await told(
      organization,
      organizationInventory({ pools }, minute(0)),
      ...fleet.map((server) => inventoryOf(server, minute(0))),
    );
    return organization;
  }

  test('has its pool mates looked at, and nobody else', async () => {
    const organization = await freshFleet();
    const other = { ...PUB26, ...LASTING, thumbprint: thumbprint('E') };
    const changed = {
      ...healthy,
      certificates: [...(healthy.certificates ?? []), other],
      iisBindings: (healthy.iisBindings ?? []).map((binding) =>
        binding.port === 443 ? { ...binding, thumbprint: other.thumbprint } : binding,
      ),
    };
    const before = await rulesOf(organization);
    expect(await told(organization, inventoryOf(changed, minute(5)))).toBe(3);
    const mates = ['ex01', 'ex02', 'ex03'].map((name) => `RO-29 ${name}.contoso.com`);
    expect((await rulesOf(organization)).filter((one) => !before.includes(one))).toEqual(mates);
    await equal(organization);
    expect(await told(organization, inventoryOf(healthy, minute(6)))).toBe(3);
    expect(await rulesOf(organization)).toEqual(before);
    await equal(organization);
  });

  test('has those looked at that share its internal transport certificate, before or after', async () => {
    const organization = await freshFleet();
    const overwritten = (server: string, current: string | null, minutes: number) =>
      on(server, happened('default-smtp-certificate.overwritten', { current }, { occurredAt: minute(minutes) }));
    const sharing = async () => (await rulesOf(organization)).filter((one) => one.startsWith('RO-06'));
    expect(await told(organization, overwritten('ex05.contoso.com', own(5), 5))).toBe(2);
    expect(await sharing()).toEqual(['RO-06 ex05.contoso.com', 'RO-06 ex06.contoso.com']);
    expect(await told(organization, overwritten('ex07.contoso.com', own(5), 6))).toBe(3);
    expect((await sharing()).length).toBe(3);
    expect(await told(organization, overwritten('ex07.contoso.com', own(6), 7))).toBe(3);
    expect((await sharing()).length).toBe(2);
    await equal(organization);
  });

  test('that no other could see has nobody else looked at', async () => {
    const organization = await freshFleet();
    expect(await told(organization, pinned(NOBODY, 5))).toBe(1);
    expect(await told(organization, note(6, 'ex04.contoso.com'))).toBe(1);
  });

  test('of the organization has every server looked at', async () => {
    const organization = await freshFleet();
    const hybrid = { tlsCertificateName: NOBODY, sendingServers: [EX01], receivingServers: [], edgeServers: [] };
    const configured = on(null, happened('hybrid.configured', hybrid, { occurredAt: minute(5) }));
    expect(await told(organization, configured)).toBe(fleet.length);
    expect(await rulesOf(organization)).toContain(`RO-22 ${EX01}`);
    expect(
      await told(organization, on(null, happened('note.added', { text: 'nothing' }, { occurredAt: minute(6) }))),
    ).toBe(0);
    await equal(organization);
  });

  test('that becomes known later gives the same findings as known at once', async () => {
    const organization = await freshFleet();
    const late = freshName();
    for (const server of fleet.toReversed()) await told(late, inventoryOf(server, minute(0)));
    await told(late, organizationInventory({ pools }, minute(0)));
    expect(await rulesOf(late)).toEqual(await rulesOf(organization));
    await equal(late);
  });
});

/** The findings that stand or come, as the contract tells them: without since when. */
async function open(organization: string, withFirstSeen = false): Promise<readonly string[]> {
  const rows = (await rowsOf(organization)).filter(({ resolved }) => resolved === null);
  return rows.map(({ rule, server, endpoint, severity, evidence, summary, remediation, stands_until, first_seen }) =>
    canonicalText([
      rule,
      server,
      endpoint,
      severity,
      evidence,
      summary,
      remediation,
      stands_until?.toISOString(),
      withFirstSeen ? first_seen.toISOString() : null,
    ]),
  );
}

describe('however a fleet came to be what it is', () => {
  const servers = ['ex01.contoso.com', 'ex02.contoso.com', 'edge01.contoso.com', 'EX01'];
  const ofOrganization: fc.Arbitrary<FleetEvent> = fc.oneof(
    fc.record({ enabled: fc.boolean(), fqdn: fc.constantFrom('a.contoso.com', 'ex02.contoso.com') }).map((data) =>
      happened('send-connector.configured', {
        ...data,
        name: 'Outbound',
        sourceServers: ['EX01'],
        cloudServicesMailEnabled: true,
        tlsCertificateName: null,
      }),
    ),
    fc
      .constantFrom('AMS', 'BER')
      .map((adSite) => happened('edge-subscription.added', { edgeServer: 'edge01.contoso.com', adSite })),
    fc.constant(happened('edge-subscription.removed', { edgeServer: 'edge01.contoso.com', adSite: 'AMS' })),
    fc
      .subarray(servers)
      .map((members) =>
        happened('inventory.observed', { pools: [{ name: 'mail.contoso.com', members }], complete: ['pools'] }),
      ),
    fc
      .constantFrom(thumbprint('A'), thumbprint('B'))
      .map((currentThumbprint) => happened('auth-config.changed', { currentThumbprint })),
  );
  const fleetEvent = fc
    .record({
      event: anyEvent,
      around: ofOrganization,
      whole: fc.constantFrom(lasting(ex01()), anotherServer(2), lasting(edge01())),
      kind: fc.nat(9),
      name: fc.constantFrom(...servers),
    })
    .map(({ event, around, whole, kind, name }): FleetEvent => {
      const { occurredAt, id } = event;
      if (kind === 0) return { ...on(null, around), id, occurredAt };
      if (kind < 3) return { ...inventoryOf(whole, occurredAt), id };
      return on(name, event);
    });
  const histories = fc
    .uniqueArray(fleetEvent, { minLength: 3, maxLength: 16, selector: ({ id }) => id })
    .chain((events) =>
      fc.record({
        events: fc.constant(events),
        again: fc.shuffledSubarray(events, { minLength: events.length }),
        page: fc.integer({ min: 1, max: 5 }),
      }),
    );

  test('its findings are those of its servers as they are; the same when it is built again, first seen when they were', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(histories, async ({ events, again, page }) => {
        const [one, other] = [freshName(), freshName()];
        await told(one, ...events);
        await equal(one);
        for (let start = 0; start < again.length; start += 3) {
          await record(database.db, other, again.slice(start, start + 3));
          await project(other, page);
          await equal(other);
        }
        expect(await open(other)).toEqual(await open(one));
        const live = await open(other, true);
        found += live.length;
        await rebuild(database.db, other);
        expect(await open(other, true)).toEqual(live);
        await equal(other);
      }),
      { numRuns: Number(process.env['RUNS'] ?? 25), endOnFailure: true },
    );
    expect(found).toBeGreaterThan(0);
  }, 300_000);
});

describe('a rebuild', () => {
  test('keeps what is known of findings, and resolves those that it does not find again', async () => {
    const organization = freshName();
    await told(organization, inventoryOf(healthy, minute(0)), pinned(NOBODY, 1));
    await told(organization, pinned(null, 2));
    await told(organization, pinned(NOBODY, 3));
    const before = await rowsOf(organization);
    await inOrganization(database.db, organization, (db) =>
      db.query(
        `insert into certfleet.finding select organization, 'ex99.contoso.com', rule, endpoint, subject, stands_from, null, first_seen, last_seen,
           null, severity, summary, evidence, remediation, sources, fqdn, position from certfleet.finding where organization = $1 and resolved is null`,
        [organization],
      ),
    );
    expect((await projectionEqualsFold(database.db, organization)).differences).toEqual([
      { server: 'ex99.contoso.com', what: 'findings' },
    ]);
    await sleep(5);
    await rebuild(database.db, organization);
    const after = await rowsOf(organization);
    const plain = ({ first_seen, stands_from, resolved }: FindingRow) => ({ first_seen, stands_from, resolved });
    expect(after.filter(({ server }) => server === EX01).map(plain)).toEqual(before.map(plain));
    expect(after.find(({ server }) => server === 'ex99.contoso.com')?.resolved).not.toBeNull();
    await equal(organization);
  });
});

describe('the audit', () => {
  const broken = async () => {
    const organization = freshName();
    await told(
      organization,
      inventoryOf(healthy, minute(0)),
      inventoryOf(anotherServer(2), minute(0)),
      pinned(NOBODY, 1),
    );
    await equal(organization);
    return organization;
  };
  const tamper = (organization: string, sql: string) =>
    inOrganization(database.db, organization, (db) => db.query(sql, [organization]));

  test.each([
    ['a finding that somebody took away', 'delete from certfleet.finding where organization = $1'],
    ['one that somebody resolved', 'update certfleet.finding set resolved = now() where organization = $1'],
    [
      'one that somebody put off',
      `update certfleet.finding set stands_from = now() + interval '1 day' where organization = $1`,
    ],
    ['another severity', `update certfleet.finding set severity = 'low' where organization = $1`],
    ['other evidence', `update certfleet.finding set evidence = '{}' where organization = $1`],
    [
      'another remedy',
      `update certfleet.finding set remediation = '["Remove-ExchangeCertificate"]' where organization = $1`,
    ],
  ])('finds %s', async (_, sql) => {
    const organization = await broken();
    await tamper(organization, sql);
    expect((await projectionEqualsFold(database.db, organization)).differences).toEqual([
      { server: EX01, what: 'findings' },
    ]);
    await rebuild(database.db, organization);
    await equal(organization);
  });

  test('finds what somebody changed of a neighbour', async () => {
    const organization = await broken();
    await tamper(
      organization,
      `update certfleet.neighbour set facts = replace(facts::text, '${SELF.thumbprint}', '${thumbprint('F')}')::json where organization = $1`,
    );
    expect((await projectionEqualsFold(database.db, organization)).differences).toEqual([
      { server: EX01, what: 'neighbours' },
    ]);
    await rebuild(database.db, organization);
    await equal(organization);
  });
});

describe('a fleet from before findings were kept', () => {
  test('is judged as a whole with the next event, and with a rebuild', async () => {
    const organization = freshName();
    const servers = [healthy, ...[2, 3, 4].map(anotherServer)];
    const sharing = servers.map((server) => ({
      ...server,
      receiveConnectors: [frontend({ tlsCertificateName: NOBODY })],
    }));
    await told(organization, ...sharing.map((server) => inventoryOf(server, minute(0))));
    const before = await rulesOf(organization);
    const forget = () =>
      inOrganization(database.db, organization, async (db) => {
        for (const table of ['neighbour', 'finding'])
          await db.query(`delete from certfleet.${table} where organization = $1`, [organization]);
      });
    await forget();
    expect(await told(organization, note(5))).toBe(4);
    expect(await rulesOf(organization)).toEqual(before);
    await equal(organization);
    await forget();
    await rebuild(database.db, organization);
    expect(await rulesOf(organization)).toEqual(before);
    await equal(organization);
  });
});

describe('organizations', () => {
  test('keep their findings to themselves', async () => {
    const [one, other] = [freshName(), freshName()];
    await told(one, inventoryOf(healthy, minute(0)), pinned(NOBODY, 1));
    await told(other, inventoryOf(healthy, minute(0)));
    expect((await listed(one)).length).toBe(1);
    expect(await listed(other)).toEqual([]);
    for (const table of ['finding', 'neighbour']) {
      const seen = await inOrganization(database.db, other, (db) =>
        db.query<{ organization: string }>(`select organization from certfleet.${table}`),
      );
      expect(seen.filter(({ organization }) => organization !== other)).toEqual([]);
      const all = await acrossOrganizations(database.db, (db) =>
        db.query<{ organization: string }>(`select distinct organization from certfleet.${table}`),
      );
      expect(all.map(({ organization }) => organization)).toContain(one);
      expect(await database.db.query(`select * from certfleet.${table}`)).toEqual([]);
      const stolen = inOrganization(database.db, other, (db) =>
        db.query(`update certfleet.${table} set organization = $1`, [one]),
      );
      await expect(stolen).rejects.toThrow('row-level security');
    }
    const counts = await inOrganization(database.db, other, (db) => severitiesNow(db, one, [EX01]));
    expect([...counts]).toEqual([]);
  });
});
