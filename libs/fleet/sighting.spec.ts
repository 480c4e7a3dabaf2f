import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyEvent, anyInventory, withOwnIds } from '../../test/support/arbitrary-events.js';
import { certificate, EX01, happened, minute, recorded, thumbprint } from '../../test/support/events.js';
import { canonicalText } from './canonical.js';
import type { EventOf, FleetEvent, RecordedEvent, Sighting } from './event.js';
import { foldServer } from './fold.js';
import { claimedInstant, instantText } from './effective-instant.js';
import { contentKey, judgedSince, sightingOf } from './sighting.js';
import { share } from '../../test/support/share.js';

/** A scan as collectors make it: closed (changes ask for none of its keys, or it restates all that depends on them), so that it may be a sighting. */
const closedInventory = fc.oneof(
  anyInventory.map((data) => {
    const asked = new Set(['certificates', 'internalTransportCertificate', 'iisBindings', 'version', 'roles']);
    return Object.fromEntries(Object.entries(data).filter(([key]) => !asked.has(key)));
  }),
  anyInventory.map((data) => ({
    internalTransportCertificate: null,
    ...data,
    certificates: (data.certificates ?? []).map((one) => ({ services: [], ...one })),
    iisBindings: data.iisBindings ?? [],
    complete: ['certificates', 'iisBindings'],
  })),
);

const scan = (contents: fc.Arbitrary<EventOf<'inventory.observed'>['data']>, minutes: fc.Arbitrary<number>) =>
  fc
    .record({ data: contents, minutes })
    .map(({ data, minutes }) => happened('inventory.observed', data, { occurredAt: minute(minutes) }));

/** Scans of one or two contents as they come in, then what arrives late and in any order: changes, and more scans. */
const scans = fc.tuple(closedInventory, fc.oneof(closedInventory, anyInventory)).chain(([usual, other]) =>
  fc
    .tuple(
      fc.array(scan(fc.constant(usual), fc.integer({ min: 0, max: 12 })), { minLength: 1, maxLength: 4 }),
      fc.array(fc.oneof(anyEvent, anyEvent, scan(fc.constantFrom(usual, other), fc.integer({ min: 0, max: 12 }))), {
        maxLength: 8,
      }),
    )
    .map(([first, later]) =>
      withOwnIds([...first.toSorted((one, two) => (one.occurredAt < two.occurredAt ? -1 : 1)), ...later]),
    ),
);

interface Log {
  readonly events: RecordedEvent[];
  readonly sightings: Map<string, string>;
}

const sightingsOf = (log: Log): readonly Sighting[] =>
  [...log.sightings].map(([eventId, lastSeenAt]) => ({ eventId, lastSeenAt }));

/** Records what arrives as the ingest does: a scan that says nothing new only moves a sighting. True if it was one. */
function arrive(log: Log, event: FleetEvent): boolean {
  const [candidate] = recorded([event], { position: log.events.length + 1 });
  if (candidate === undefined) return false;
  const decision = sightingOf(candidate, { events: log.events, sightings: sightingsOf(log) });
  if ('event' in decision) {
    log.events.push(candidate);
    return false;
  }
  const { eventId, lastSeenAt } = decision.sighting;
  const before = log.sightings.get(eventId);
  log.sightings.set(eventId, before === undefined || before < lastSeenAt ? lastSeenAt : before);
  return true;
}

describe('the law of sightings', () => {
  test('not recording what says nothing new ends in the same state as recording it, in any order of arrival', () => {
    let seen = 0;
    let repeated = 0;
    fc.assert(
      fc.property(scans, (arrivals) => {
        const log: Log = { events: [], sightings: new Map() };
        for (const event of arrivals) if (arrive(log, event)) seen += 1;
        if (arrivals.length - log.events.length > 1) repeated += 1;
        const short = foldServer(EX01, { events: log.events, sightings: sightingsOf(log) }).state;
        expect(canonicalText(short)).toBe(canonicalText(foldServer(EX01, { events: recorded(arrivals) }).state));
      }),
      { numRuns: share(700) },
    );
    expect(seen).toBeGreaterThan(share(350, 1));
    expect(repeated).toBeGreaterThan(share(80, 1) / 2);
  });

  test('what was answered for a position is answered again, however far sightings move afterwards', () => {
    fc.assert(
      fc.property(scans, (arrivals) => {
        const log: Log = { events: [], sightings: new Map() };
        const answers: { knownAt: number; asOf: string; text: string }[] = [];
        const answer = (knownAt: number, asOf: string) => {
          const history = { events: log.events, sightings: sightingsOf(log) };
          return canonicalText(foldServer(EX01, history, { knownAt, asOf }).state.server);
        };
        for (const event of arrivals) {
          arrive(log, event);
          for (const minutes of [3, 7, 12]) {
            const question = { knownAt: log.events.length, asOf: minute(minutes) };
            answers.push({ ...question, text: answer(question.knownAt, question.asOf) });
          }
        }
        for (const { knownAt, asOf, text } of answers) expect(answer(knownAt, asOf)).toBe(text);
      }),
      { numRuns: share(150) },
    );
  });
});

/** Of a log what has to be known to judge a scan, and from when on that is all. */
function newestPart(log: Log, candidate: RecordedEvent, most: number) {
  const claimed = (event: RecordedEvent) => instantText(claimedInstant(event).instant);
  const lastSeen = (event: RecordedEvent) => log.sightings.get(event.eventId) ?? '';
  const inventories = log.events
    .filter(({ type }) => type === 'inventory.observed')
    .map((event) => {
      const [from, until] = [claimed(event), lastSeen(event)];
      return { claimed: from, lastSeen: until > from ? until : from };
    });
  const since = judgedSince(inventories, claimed(candidate), most);
  const events = log.events.filter(
    (event) => claimed(event) >= since || event.sequence !== undefined || lastSeen(event) >= since,
  );
  return { events, sightings: sightingsOf(log), since };
}

describe('the newest part of a log', () => {
  test.each([1, 2, 8])('that has the %i inventories seen last never takes news for a sighting', (most) => {
    const told = { less: 0, sightings: 0, lost: 0 };
    fc.assert(
      fc.property(scans, (arrivals) => {
        const log: Log = { events: [], sightings: new Map() };
        for (const event of arrivals) {
          const [candidate] = recorded([event], { position: log.events.length + 1 });
          if (candidate === undefined) continue;
          const whole = sightingOf(candidate, { events: log.events, sightings: sightingsOf(log) });
          const { since, ...part } = newestPart(log, candidate, most);
          const judged = sightingOf(candidate, part, since);
          if (part.events.length < log.events.length) told.less += 1;
          if ('sighting' in judged) {
            told.sightings += 1;
            expect(judged).toEqual(whole);
          } else if ('sighting' in whole) told.lost += 1;
          arrive(log, event);
        }
      }),
      // Fewer hold too rarely what is counted below.
      { numRuns: share(400, 200) },
    );
    expect(told.less).toBeGreaterThan(0);
    expect(told.sightings).toBeGreaterThan(share(100, 1));
    // The one seen last is nearly always the one that is seen again.
    expect(told.lost).toBeLessThan(told.sightings / 10);
  });
});

test('scans of bindings alone are recorded, for changes that arrive late between them could tell', () => {
  const binding = { site: 'Default Web Site', protocol: 'https', ipAddress: '*', port: 443 };
  const held = (letter: string) => ({ ...binding, thumbprint: thumbprint(letter) });
  const bindings = (minutes: number) =>
    happened(
      'inventory.observed',
      { iisBindings: [held('A')], complete: ['iisBindings'] },
      { occurredAt: minute(minutes) },
    );
  const certificates = [certificate('A', { services: ['IIS'] }), certificate('B', { services: ['IIS'] })];
  const arrivals = [
    happened('inventory.observed', { certificates, complete: ['certificates'] }),
    bindings(1),
    bindings(20),
    bindings(40),
    happened('iis-binding.configured', held('B'), { occurredAt: minute(10) }),
    happened('certificate.enabled', { thumbprint: thumbprint('C'), services: ['IIS'] }, { occurredAt: minute(30) }),
  ];
  const log: Log = { events: [], sightings: new Map() };
  for (const event of arrivals) arrive(log, event);
  const short = foldServer(EX01, { events: log.events, sightings: sightingsOf(log) }).state;
  expect(short).toEqual(foldServer(EX01, { events: recorded(arrivals) }).state);
  // The scan of minute 20 is what says that A, not B, was replaced.
  expect(short.server.certificates?.map(({ services }) => services)).toEqual([[], ['IIS'], ['IIS']]);
});

describe('a scan', () => {
  const whole = {
    fqdn: EX01,
    internalTransportCertificate: thumbprint('A'),
    certificates: [certificate('A')],
    iisBindings: [],
    complete: ['certificates', 'iisBindings'],
  };
  const scanned = (minutes: number, data = whole) =>
    happened('inventory.observed', data, { occurredAt: minute(minutes), id: `scan ${minutes}` });
  const decide = (events: readonly FleetEvent[], candidate: FleetEvent) => {
    const log = recorded(events);
    const [last] = recorded([candidate], { position: 99 });
    return last && sightingOf(last, { events: log });
  };

  test('that repeats the last inventory is a sighting of it', () => {
    const [first] = recorded([scanned(0)]);
    expect(decide([scanned(0)], scanned(30))).toEqual({
      sighting: { eventId: first?.eventId, lastSeenAt: minute(30) },
    });
  });

  test('is an event when it was never seen before, or says something else', () => {
    expect(decide([], scanned(30))).toEqual({ event: 'not-seen-before' });
    const other = { ...whole, internalTransportCertificate: thumbprint('B') };
    expect(decide([scanned(0)], scanned(30, other))).toEqual({ event: 'not-seen-before' });
  });

  test('is an event when a change or another inventory of the same keys lies between', () => {
    const change = happened('certificate.removed', { thumbprint: thumbprint('C') }, { occurredAt: minute(10) });
    expect(decide([scanned(0), change], scanned(30))).toEqual({ event: 'something-between' });
    const other = scanned(10, { ...whole, internalTransportCertificate: thumbprint('B') });
    expect(decide([scanned(0), other], scanned(30))).toEqual({ event: 'something-between' });
  });

  test('is a sighting when only notes, probes and inventories of other keys lie between', () => {
    const note = happened('note.added', { text: 'nothing' }, { occurredAt: minute(10) });
    const probe = happened('presentation.observed', { endpoint: 'pop', chain: [] }, { occurredAt: minute(10) });
    const site = happened('inventory.observed', { adSite: 'AMS' }, { occurredAt: minute(10) });
    expect(decide([scanned(0), note, probe, site], scanned(30))).toHaveProperty('sighting');
  });

  test('is an event when another inventory was seen again in between', () => {
    const other = { ...whole, internalTransportCertificate: thumbprint('B') };
    const events = recorded([scanned(5), scanned(10, other)]);
    const sightings = [{ eventId: events[0]?.eventId ?? '', lastSeenAt: minute(20) }];
    const [candidate] = recorded([scanned(30, other)], { position: 3 });
    expect(candidate && sightingOf(candidate, { events, sightings })).toEqual({ event: 'something-between' });
    expect(candidate && sightingOf(candidate, { events })).toHaveProperty('sighting');
  });

  test('is an event when its source counts it', () => {
    expect(decide([scanned(0)], { ...scanned(30), sequence: '0001' })).toEqual({ event: 'counted-by-its-source' });
  });

  test('of bindings without the certificates that they bear on is always an event', () => {
    const bindings = { fqdn: EX01, iisBindings: [], complete: ['iisBindings'] };
    const only = (minutes: number) => happened('inventory.observed', bindings, { occurredAt: minute(minutes) });
    expect(decide([only(0)], only(30))).toEqual({ event: 'not-closed' });
    const closed = { ...bindings, certificates: [certificate('A')], internalTransportCertificate: null };
    const both = (minutes: number) =>
      happened(
        'inventory.observed',
        { ...closed, complete: ['certificates', 'iisBindings'] },
        { occurredAt: minute(minutes) },
      );
    expect(decide([both(0)], both(30))).toHaveProperty('sighting');
  });

  test('says the same whatever the order of its keys', () => {
    expect(contentKey(scanned(0))).toBe(
      contentKey(
        scanned(30, {
          complete: whole.complete,
          iisBindings: [],
          certificates: [certificate('A')],
          internalTransportCertificate: thumbprint('A'),
          fqdn: EX01,
        }),
      ),
    );
    expect(contentKey(happened('note.added', { text: '' }))).toBeNull();
  });
});
