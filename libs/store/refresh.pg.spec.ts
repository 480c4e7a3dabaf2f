import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalText } from '#libs/fleet/canonical.js';
import type { FleetEvent } from '#libs/fleet/event.js';
import { sourceOf, streamOf } from '#libs/fleet/source.js';
import { anyEvent } from '../../test/support/arbitrary-events.js';
import { certificate, happened, minute, thumbprint } from '../../test/support/events.js';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.js';
import { append } from './append.js';
import { projectionEqualsFold } from './audit.js';
import { inOrganization } from './database.js';
import { eventIdOf } from '#libs/fleet/event-id.js';
import { takeLease, type Lease } from './lease.js';
import { openOrganization } from './organizations.js';
import { rebuild } from './rebuild.js';
import { PROJECTION, refresh } from './refresh.js';
import { recordSightings } from './sightings.js';

let database: FreshDatabase;
let next = 0;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

async function freshOrganization(): Promise<string> {
  const name = `org${(next += 1)}`;
  await openOrganization(database.db, name);
  return name;
}

function lease(organization: string, holder = 'test', seconds = 30): Promise<Lease | null> {
  return takeLease(database.db, organization, { name: PROJECTION, holder, seconds });
}

/** Takes in all there is, so many events at a time. */
async function project(organization: string, page = 200): Promise<void> {
  const held = await lease(organization);
  if (held === null) throw new Error('nobody else has it');
  for (;;) {
    const done = await refresh(database.db, held, page);
    if (done === 'lost') throw new Error('the lease is ours');
    if (!done.more) return;
  }
}

const server = (name: string) => sourceOf({ organization: 'contoso', server: name });
const everybody = sourceOf({ organization: 'contoso', server: null });

function record(organization: string, events: readonly FleetEvent[]) {
  const placed = events.map((event) => {
    const belongs = streamOf(event);
    if (!belongs.ok) throw new Error(belongs.reason);
    return { ...event, stream: belongs.stream };
  });
  return append(database.db, organization, placed);
}

/** Everything that is derived from the log, but the positions, which tell in what order we came to know it. */
async function projected(organization: string, withPositions: boolean): Promise<string> {
  const tables = ['server_state', 'server_alias', 'organization_state', 'binding', 'certificate', 'installation'];
  return inOrganization(database.db, organization, async (db) => {
    const found: Record<string, unknown> = {};
    for (const table of tables) {
      const known = table === 'binding' && !withPositions ? 'and known_until is null' : '';
      const rows = await db.query<Record<string, unknown>>(
        `select * from certfleet.${table} where organization = $1 ${known}`,
        [organization],
      );
      found[table] = rows
        .map((row) => {
          const { position, last_changed_position, frontier, known_from, known_until, digest, ...others } = row;
          const content = { ...others, organization: null };
          const marks = withPositions && table !== 'certificate' && table !== 'organization_state';
          const knowledge = { position, last_changed_position, frontier, known_from, known_until, digest };
          const kept = marks ? { ...content, ...knowledge } : content;
          return canonicalText(JSON.parse(JSON.stringify(kept)));
        })
        .sort();
    }
    return JSON.stringify(found, null, 1);
  });
}

const inventory = (name: string, at: string, current: string) =>
  happened(
    'inventory.observed',
    {
      fqdn: name,
      netbiosName: name.split('.', 1)[0]?.toUpperCase() ?? null,
      version: '2019',
      roles: ['Mailbox'],
      internalTransportCertificate: thumbprint(current),
      certificates: [certificate('A', { services: ['SMTP'] }), certificate('B', { services: ['SMTP', 'IIS'] })],
      receiveConnectors: [{ name: `Default ${name}`, enabled: true, authMechanism: ['Tls'], fqdn: 'a.contoso.com' }],
      iisBindings: [
        { site: 'Default Web Site', protocol: 'https', ipAddress: '*', port: 443, thumbprint: thumbprint('B') },
      ],
      complete: ['certificates', 'receiveConnectors', 'iisBindings'],
    },
    { source: server(name), occurredAt: at },
  );

async function bindingsNow(organization: string) {
  return inOrganization(database.db, organization, (db) =>
    db.query<{ server: string; endpoint: string; thumbprint: string; last_changed_by: string; last_changed_at: Date }>(
      `select server, endpoint, thumbprint, last_changed_by, last_changed_at from certfleet.binding
       where organization = $1 and selection is not null and valid_from <= now() and (valid_until is null or valid_until > now())
       order by 1, 2`,
      [organization],
    ),
  );
}

describe('the projection', () => {
  test('answers each endpoint once for now, and says who changed what it presents', async () => {
    const organization = await freshOrganization();
    await record(organization, [inventory('ex01.contoso.com', minute(0), 'A')]);
    await project(organization);
    await record(organization, [
      happened(
        'default-smtp-certificate.overwritten',
        { previous: thumbprint('A'), current: thumbprint('B') },
        { source: server('ex01.contoso.com'), occurredAt: minute(7), actor: 'CONTOSO\\admin' },
      ),
    ]);
    await project(organization);
    const now = await bindingsNow(organization);
    expect(new Set(now.map(({ endpoint }) => endpoint)).size).toBe(now.length);
    expect(now.find(({ endpoint }) => endpoint === 'internal-transport')).toEqual({
      server: 'ex01.contoso.com',
      endpoint: 'internal-transport',
      thumbprint: thumbprint('B'),
      last_changed_by: 'CONTOSO\\admin',
      last_changed_at: new Date(minute(7)),
    });
    const iis = now.find(({ endpoint }) => endpoint.startsWith('iis:'));
    expect(iis).toMatchObject({
      thumbprint: thumbprint('B'),
      last_changed_by: null,
      last_changed_at: new Date(minute(0)),
    });
    expect(await projectionEqualsFold(database.db, organization)).toMatchObject({
      equal: true,
      position: 2,
      servers: 1,
    });
  });

  test('joins a short name to its server, whichever comes first', async () => {
    const one = await freshOrganization();
    const other = await freshOrganization();
    const long = inventory('ex01.contoso.com', minute(0), 'A');
    const short = happened(
      'default-smtp-certificate.overwritten',
      { current: thumbprint('B') },
      { source: server('EX01'), occurredAt: minute(1) },
    );
    await record(one, [long]);
    await project(one);
    await record(one, [short]);
    await project(one);
    await record(other, [short]);
    await project(other);
    await record(other, [long]);
    await project(other);
    expect(await projected(other, false)).toBe(await projected(one, false));
    const now = await bindingsNow(one);
    expect(new Set(now.map((row) => row.server))).toEqual(new Set(['ex01.contoso.com']));
    expect(now.find(({ endpoint }) => endpoint === 'internal-transport')?.thumbprint).toBe(thumbprint('B'));
  });

  test('takes in a sighting that moves without an event', async () => {
    const organization = await freshOrganization();
    const event = inventory('ex01.contoso.com', minute(0), 'A');
    await record(organization, [event]);
    await project(organization);
    const seen = (minutes: number) =>
      inOrganization(database.db, organization, (db) =>
        recordSightings(db, organization, [
          { stream: 'server:ex01.contoso.com', eventId: eventIdOf(event), lastSeenAt: minute(minutes) },
        ]),
      );
    for (const minutes of [30, 60]) {
      await seen(minutes);
      await project(organization);
      const [state] = await inOrganization(database.db, organization, (db) =>
        db.query<{ last_seen_at: Date }>(`select last_seen_at from certfleet.server_state where organization = $1`, [
          organization,
        ]),
      );
      expect(state?.last_seen_at).toEqual(new Date(minute(minutes)));
    }
    const live = await projected(organization, true);
    await rebuild(database.db, organization);
    expect(await projected(organization, true)).toBe(live);
    expect((await projectionEqualsFold(database.db, organization)).differences).toEqual([]);
  });

  const fleetEvent = fc
    .record({
      event: anyEvent,
      name: fc.constantFrom('ex01.contoso.com', 'ex02.contoso.com', 'EX01'),
      around: fc.nat(9),
    })
    .map(({ event, name, around }): FleetEvent => {
      if (around > 1) return { ...event, source: server(name) };
      const data = { name: 'Outbound', enabled: around === 0, sourceServers: ['EX01'], fqdn: 'a.contoso.com' };
      return {
        ...happened('send-connector.configured', data),
        id: event.id,
        source: everybody,
        occurredAt: event.occurredAt,
      };
    });
  const arrivals = fc
    .uniqueArray(fleetEvent, { minLength: 3, maxLength: 14, selector: ({ id }) => id })
    .chain((events) =>
      fc.record({
        events: fc.constant(events),
        again: fc.shuffledSubarray(events, { minLength: events.length }),
        repeated: fc.subarray(events),
        page: fc.integer({ min: 1, max: 5 }),
      }),
    );

  test('is the same for any order of arrival, batching and duplication; and built again, and folded by itself', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, async ({ events, again, repeated, page }) => {
        const one = await freshOrganization();
        const other = await freshOrganization();
        await record(one, events);
        await project(one);
        for (let start = 0; start < again.length; start += 3) {
          await record(
            other,
            [...again.slice(start, start + 3), ...repeated.slice(0, 2)].filter((e, i, all) => all.indexOf(e) === i),
          );
          await project(other, page);
        }
        await record(other, repeated);
        await project(other, page);
        expect(await projected(other, false)).toBe(await projected(one, false));
        expect((await projectionEqualsFold(database.db, other)).differences).toEqual([]);
        const live = await projected(other, true);
        await rebuild(database.db, other);
        expect(await projected(other, true)).toBe(live);
      }),
      { numRuns: Number(process.env['RUNS'] ?? 40), endOnFailure: true },
    );
  }, 180_000);
});

describe('the audit', () => {
  test('names what somebody changed behind the projector', async () => {
    const organization = await freshOrganization();
    await record(organization, [
      inventory('ex01.contoso.com', minute(0), 'A'),
      inventory('ex02.contoso.com', minute(0), 'A'),
    ]);
    await project(organization);
    await inOrganization(database.db, organization, (db) =>
      db.query(
        `update certfleet.server_state set state = replace(state::text, '2019', '2016')::json where organization = $1 and server like 'ex02%'`,
        [organization],
      ),
    );
    await inOrganization(database.db, organization, (db) =>
      db.query(
        `delete from certfleet.binding where organization = $1 and server like 'ex01%' and endpoint = 'internal-transport'`,
        [organization],
      ),
    );
    const audit = await projectionEqualsFold(database.db, organization);
    expect(audit.equal).toBe(false);
    expect(audit.differences).toEqual([
      { server: 'ex01.contoso.com', what: 'bindings' },
      { server: 'ex02.contoso.com', what: 'state' },
    ]);
    await rebuild(database.db, organization);
    expect(await projectionEqualsFold(database.db, organization)).toMatchObject({ equal: true, differences: [] });
  });
});

describe('the audit of rows', () => {
  test.each([
    ['binding', `update certfleet.binding set outcome = 'NOT_ADVERTISED' where organization = $1`, 'bindings'],
    ['binding', `update certfleet.binding set subject = 'CN=other' where organization = $1`, 'bindings'],
    [
      'binding',
      `update certfleet.binding set last_changed_at = last_changed_at + interval '1 s' where organization = $1`,
      'bindings',
    ],
    ['installation', `update certfleet.installation set services = '{IIS}' where organization = $1`, 'installations'],
    ['server_state', `update certfleet.server_state set netbios_name = null where organization = $1`, 'state'],
    [
      'certificate',
      `update certfleet.certificate set first_seen_at = first_seen_at - interval '1 s' where organization = $1`,
      'certificates',
    ],
    [
      'certificate',
      `insert into certfleet.certificate (organization, thumbprint, facts, first_seen_at, position) values ($1, 'X', '{}', now(), 1)`,
      'certificates',
    ],
    ['certificate', `delete from certfleet.certificate where organization = $1`, 'certificates'],
  ])('finds a change of one column: %s, %s', async (_, sql, what) => {
    const organization = await freshOrganization();
    await record(organization, [inventory('ex01.contoso.com', minute(0), 'A')]);
    await project(organization);
    expect((await projectionEqualsFold(database.db, organization)).differences).toEqual([]);
    await inOrganization(database.db, organization, (db) => db.query(sql, [organization]));
    const server = what === 'certificates' ? null : 'ex01.contoso.com';
    expect((await projectionEqualsFold(database.db, organization)).differences).toEqual([{ server, what }]);
    await rebuild(database.db, organization);
    expect((await projectionEqualsFold(database.db, organization)).differences).toEqual([]);
  });
});

describe('a lease', () => {
  test('goes to one holder at a time; who lost it writes nothing', async () => {
    const organization = await freshOrganization();
    await record(organization, [inventory('ex01.contoso.com', minute(0), 'A')]);
    const first = await lease(organization, 'first', 0.2);
    expect(first).not.toBeNull();
    expect(await lease(organization, 'second')).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const second = await lease(organization, 'second');
    expect(second?.fence).toBeGreaterThan(first?.fence ?? 0);
    if (first === null || second === null) throw new Error('both held it');
    expect(await refresh(database.db, first)).toBe('lost');
    expect(await refresh(database.db, second)).toMatchObject({ position: 1, events: 1 });
  });
});
