import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyEvent, withOwnIds } from '../../test/support/arbitrary-events.js';
import { certificate, EX01, happened, minute, recorded, thumbprint } from '../../test/support/events.js';
import { canonicalText } from './canonical.js';
import type { RecordedEvent } from './event.js';
import { evolveOrganization, evolveServer } from './evolve.js';
import { advanceServer, entriesUntil, foldServer, foldOrganization } from './fold.js';
import { unknownOrganization, unknownServer } from './state.js';
import { share } from '../../test/support/share.js';

const manyEvents = fc.array(anyEvent, { maxLength: 14 }).map((events) => withOwnIds(events));
const moreEvents = manyEvents.map((events) => recorded(withOwnIds(events, 'later ')));

/** The same events, recorded in another order; some of them twice. */
const history = manyEvents.map((events) => recorded(events));
const disordered = history.chain((events) =>
  fc
    .tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events], { minLength: events.length }))
    .map(([all, some]) => [all, [...some, ...all.filter((event) => !some.includes(event))]] as const),
);

describe('laws of the fold', () => {
  test('evolve never throws, whatever the order of events', () => {
    fc.assert(
      fc.property(manyEvents, (events) => {
        events.reduce((state, event) => evolveServer(state, event), unknownServer(EX01));
        events.reduce((state, event) => evolveOrganization(state, event), unknownOrganization());
      }),
    );
  });

  test('any permutation and duplication of the events ends in the same bytes', () => {
    fc.assert(
      fc.property(disordered, ([events, shuffled]) => {
        expect(canonicalText(foldServer(EX01, { events: shuffled }))).toBe(canonicalText(foldServer(EX01, { events })));
      }),
      { numRuns: share(1000) },
    );
  });

  test('the state as of an instant is the fold of the entries up to it, and the last one is the state', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: -1, max: 13 }), (events, minutes) => {
        const entries = entriesUntil({ events });
        const prefix = entriesUntil({ events }, { asOf: minute(minutes) });
        expect(prefix).toEqual(entries.slice(0, prefix.length));
        expect(entries.slice(prefix.length).every(({ at }) => at > minute(minutes))).toBe(true);
        expect(foldServer(EX01, { events }, { asOf: minute(13) })).toEqual(foldServer(EX01, { events }));
      }),
    );
  });

  test('what was known at a position does not change by what is recorded later', () => {
    fc.assert(
      fc.property(history, moreEvents, (events, later) => {
        const all = [...events, ...later.map((event) => ({ ...event, position: event.position + events.length }))];
        expect(foldServer(EX01, { events: all }, { knownAt: events.length })).toEqual(foldServer(EX01, { events }));
      }),
    );
  });

  test('advancing equals folding everything, whenever what arrives sorts behind it all', () => {
    let advanced = 0;
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 14 }), fc.boolean(), (events, cut, inOrder) => {
        const arrived = inOrder ? entriesUntil({ events }).map(({ event }) => event) : events;
        const first = foldServer(EX01, { events: arrived.slice(0, cut) });
        const next = advanceServer(first, { events: arrived.slice(cut) });
        if (next === null) return;
        if (cut > 0 && cut < arrived.length) advanced += 1;
        expect(canonicalText(next)).toBe(canonicalText(foldServer(EX01, { events })));
      }),
      { numRuns: share(1000) },
    );
    // The law would say nothing if it were never put to the test.
    expect(advanced).toBeGreaterThan(share(50, 1));
  });

  test('advancing event by event through clocks that run ahead equals folding everything', () => {
    fc.assert(
      fc.property(manyEvents, fc.array(fc.integer({ min: 0, max: 12 })), (events, received) => {
        let position = 0;
        const log: RecordedEvent[] = events.flatMap((event, index) => {
          position += 1;
          return recorded([event], { position, recordedAt: minute(received[index] ?? 12) });
        });
        let folded = foldServer(EX01, { events: [] });
        log.forEach((event, index) => {
          const known = { events: log.slice(0, index + 1) };
          folded = advanceServer(folded, { events: [event] }) ?? foldServer(EX01, known);
          expect(canonicalText(folded)).toBe(canonicalText(foldServer(EX01, known)));
        });
      }),
      { numRuns: share(300) },
    );
  });
});

describe('the two axes of time', () => {
  const overwrite = (to: string, minutes: number) =>
    happened('default-smtp-certificate.overwritten', { current: thumbprint(to) }, { occurredAt: minute(minutes) });
  const late = recorded([overwrite('A', 0), overwrite('C', 20), overwrite('B', 10)]);
  const itc = (until: Parameters<typeof foldServer>[2]) =>
    foldServer(EX01, { events: late }, until).state.server.internalTransportCertificate;

  test('a late event alters history before what came after it, not the state after it', () => {
    expect(itc({})).toBe(thumbprint('C'));
    expect(itc({ asOf: minute(15) })).toBe(thumbprint('B'));
  });

  test('what was believed before the late event arrived stays what it was', () => {
    expect(itc({ asOf: minute(15), knownAt: 2 })).toBe(thumbprint('A'));
    expect(itc({ asOf: 'yesterday' })).toBeUndefined();
  });

  test('an inventory overrides a change older than itself that is told afterwards', () => {
    const inventory = happened(
      'inventory.observed',
      { internalTransportCertificate: thumbprint('A') },
      { occurredAt: minute(30) },
    );
    const events = recorded([inventory, overwrite('B', 10)]);
    expect(foldServer(EX01, { events }).state.server.internalTransportCertificate).toBe(thumbprint('A'));
  });

  test('a sighting says that the inventory was still so at its instant', () => {
    const inventory = happened('inventory.observed', { internalTransportCertificate: thumbprint('A') });
    const events = recorded([inventory, overwrite('B', 10)]);
    const [first] = events;
    const sightings = [{ eventId: first?.eventId ?? '', lastSeenAt: minute(30) }];
    const { state } = foldServer(EX01, { events, sightings });
    expect(state.server.internalTransportCertificate).toBe(thumbprint('A'));
    expect(state.lastSeenAt).toBe(minute(30));
    const between = foldServer(EX01, { events, sightings }, { asOf: minute(20) }).state;
    expect(between.server.internalTransportCertificate).toBe(thumbprint('B'));
  });

  test('a state holds nothing that JSON would lose', () => {
    const events = recorded([
      happened('inventory.observed', {
        fqdn: EX01,
        certificates: [certificate('A')],
        adSite: null,
        complete: ['certificates'],
      }),
    ]);
    const folded = foldServer(EX01, { events });
    expect(JSON.parse(JSON.stringify(folded))).toStrictEqual(folded);
    expect(foldOrganization({ events: [] }).state).toEqual(unknownOrganization());
  });
});
