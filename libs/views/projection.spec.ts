import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalText } from '#libs/fleet/canonical.js';
import type { FleetEvent, RecordedEvent } from '#libs/fleet/event.js';
import { foldServer } from '#libs/fleet/fold.js';
import { anyEvent } from '../../test/support/arbitrary-events.js';
import {
  certificate,
  CONTOSO_SOURCE,
  EX01,
  happened,
  minute,
  recorded,
  thumbprint,
} from '../../test/support/events.js';
import { advanceServer, NO_ORGANIZATION, walkOrganization, walkServer, type ServerProjection } from './projection.js';
import { share } from '../../test/support/share.js';

const A = certificate('A', { services: ['SMTP'] });
const B = certificate('B', { services: ['SMTP'], notAfter: '2026-09-01T00:00:00Z' });

function internalTransport(projection: ServerProjection) {
  return projection.ranges
    .filter(({ endpoint }) => endpoint === 'internal-transport')
    .map(({ validFrom, validUntil, selection, changed }) => ({
      validFrom,
      validUntil,
      is: selection.thumbprint,
      changed,
    }));
}

const inventory = happened('inventory.observed', {
  fqdn: EX01,
  version: '2019',
  roles: ['Mailbox'],
  internalTransportCertificate: thumbprint('B'),
  certificates: [A, B],
  complete: ['certificates'],
});

describe('the ranges of a binding', () => {
  test('reach from the last change into the known future, without a gap', () => {
    const { projection } = walkServer(EX01, { events: recorded([inventory]) }, NO_ORGANIZATION);
    const ranges = internalTransport(projection);
    expect(ranges[0]).toMatchObject({
      validFrom: minute(0),
      is: thumbprint('B'),
      changed: { at: minute(0), position: 1 },
    });
    expect(ranges.at(-1)?.validUntil).toBeNull();
    for (const [index, range] of ranges.entries()) expect(range.validUntil).toBe(ranges[index + 1]?.validFrom ?? null);
    expect(ranges.map(({ validFrom }) => validFrom)).toContain('2026-09-01T00:00:00.000Z');
  });

  test('say who changed what is presented, and forget nothing when an event changes nothing', () => {
    const overwritten = happened(
      'default-smtp-certificate.overwritten',
      { previous: thumbprint('B'), current: thumbprint('A') },
      { occurredAt: minute(5), actor: 'CONTOSO\\admin' },
    );
    const note = happened('note.added', { text: 'seen' }, { occurredAt: minute(9) });
    const { projection } = walkServer(EX01, { events: recorded([inventory, overwritten, note]) }, NO_ORGANIZATION);
    expect(internalTransport(projection)[0]).toMatchObject({
      validFrom: minute(5),
      is: thumbprint('A'),
      changed: { at: minute(5), by: 'CONTOSO\\admin', position: 2 },
    });
  });

  test('name time alone as the cause when a certificate expires before the next event', () => {
    const later = happened('note.added', { text: 'autumn' }, { occurredAt: '2026-10-01T00:00:00.000Z' });
    const { projection } = walkServer(EX01, { events: recorded([inventory, later]) }, NO_ORGANIZATION);
    const [now] = internalTransport(projection);
    expect(now?.validFrom).toBe('2026-09-01T00:00:00.000Z');
  });
});

const organizationEvent = fc
  .record({
    minutes: fc.integer({ min: 0, max: 14 }),
    enabled: fc.boolean(),
    name: fc.constantFrom('Outbound', 'Partner'),
  })
  .map(({ minutes, enabled, name }): FleetEvent =>
    happened(
      'send-connector.configured',
      { name, enabled, sourceServers: [EX01], fqdn: 'a.contoso.com' },
      { source: CONTOSO_SOURCE, occurredAt: minute(minutes) },
    ),
  );

const history = fc
  .record({
    // The log holds no two events with one id and different content: append tells them apart as a conflict.
    own: fc.uniqueArray(anyEvent, { minLength: 1, maxLength: 8, selector: ({ source, id }) => `${source} ${id}` }),
    around: fc.uniqueArray(organizationEvent, { maxLength: 4, selector: ({ id }) => id }),
    order: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
  })
  .map(({ own, around, order }) => {
    const events = [...own, ...around].map((event, index) => ({ event, key: order[index] ?? 0 }));
    return recorded(events.sort((one, other) => one.key - other.key).map(({ event }) => event));
  });

const isOrganizations = ({ stream }: RecordedEvent) => stream === 'organization';

/** Grows a projection event by event, as a projector does; and how often it could go on from what it had. */
function grown(events: readonly RecordedEvent[]) {
  let projection: ServerProjection | undefined;
  let advances = 0;
  for (let known = 1; known <= events.length; known += 1) {
    const sofar = events.slice(0, known);
    const before = walkOrganization({ events: sofar.slice(0, -1).filter(isOrganizations) });
    const after = walkOrganization({ events: sofar.filter(isOrganizations) });
    const own = sofar.filter((event) => !isOrganizations(event));
    if (own.length === 0) continue;
    const goesOn =
      projection !== undefined && after.digest !== before.digest
        ? canonicalText(after.steps.slice(0, before.steps.length)) === canonicalText(before.steps)
        : true;
    const arrived = {
      events: sofar.slice(-1).filter((event) => !isOrganizations(event)),
      seenAgain: [],
      before: before.state.organization,
      steps: after.steps.slice(before.steps.length),
    };
    const walk = projection === undefined || !goesOn ? null : advanceServer(projection, arrived);
    if (walk !== null) advances += 1;
    projection = (walk ?? walkServer(EX01, { events: own }, after)).projection;
  }
  return { projection, advances };
}

describe('a projection', () => {
  test('grown event by event equals the one walked from nothing, in any order of arrival', () => {
    let advanced = 0;
    fc.assert(
      fc.property(history, (events) => {
        const own = events.filter((event) => !isOrganizations(event));
        const around = walkOrganization({ events: events.filter(isOrganizations) });
        const walked = walkServer(EX01, { events: own }, around).projection;
        const live = grown(events);
        advanced += live.advances;
        expect(canonicalText(live.projection)).toBe(canonicalText(walked));
      }),
      { numRuns: share(300) },
    );
    expect(advanced).toBeGreaterThan(share(100, 1));
  });

  test('holds the state that the fold holds', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 10 }), (events) => {
        const own = recorded(events);
        const { projection } = walkServer(EX01, { events: own }, NO_ORGANIZATION);
        expect(canonicalText(projection.state)).toBe(canonicalText(foldServer(EX01, { events: own }).state));
      }),
      { numRuns: share(200) },
    );
  });

  test('of an inventory seen again goes on from the last sighting, and equals the walk from nothing', () => {
    const events = recorded([inventory]);
    const first = walkServer(EX01, { events }, NO_ORGANIZATION).projection;
    const [event] = events;
    if (event === undefined) throw new Error('one event');
    const arrived = (minutes: number) => ({
      events: [],
      seenAgain: [{ event, lastSeenAt: minute(minutes) }],
      before: {},
      steps: [],
    });
    const once = advanceServer(first, arrived(30))?.projection;
    const twice = once && advanceServer(once, arrived(60))?.projection;
    const sightings = [{ eventId: event.eventId, lastSeenAt: minute(60) }];
    const walked = walkServer(EX01, { events, sightings }, NO_ORGANIZATION).projection;
    expect(twice?.state.lastSeenAt).toBe(minute(60));
    expect(canonicalText(twice)).toBe(canonicalText(walked));
  });
});
