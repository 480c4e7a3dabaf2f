import { describe, expect, test } from '@jest/globals';
import { CONTOSO_SOURCE, EX01, happened, minute, recorded } from '../../test/support/events.js';
import { follows, frontierAfter, inEffectiveOrder, NOTHING_FOLDED } from './effective-order.js';
import type { FleetEvent, RecordedEvent } from './event.js';

const note = (text: string, minutes: number, details: Partial<FleetEvent> = {}) =>
  happened('note.added', { text }, { occurredAt: minute(minutes), id: text, ...details });
const order = (events: readonly RecordedEvent[]) =>
  inEffectiveOrder(events).map(({ event, at }) => [event.id, at] as const);

describe('the effective order', () => {
  test('across sources is that of the instants, whatever the positions', () => {
    const events = recorded([note('b', 2), note('c', 3, { source: CONTOSO_SOURCE }), note('a', 1)]);
    expect(order(events).map(([id]) => id)).toEqual(['a', 'b', 'c']);
    expect(order(events.toReversed())).toEqual(order(events));
  });

  test('within a source is that of its count, and its instants never run backwards', () => {
    const events = recorded([
      note('third', 5, { sequence: '003' }),
      note('first', 10, { sequence: '001' }),
      note('second', 4, { sequence: '002' }),
    ]);
    expect(order(events)).toEqual([
      ['first', minute(10)],
      ['second', minute(10)],
      ['third', minute(10)],
    ]);
  });

  test('does not compare the counts of different epochs', () => {
    const events = recorded([
      note('after', 5, { sequence: '001', epoch: 'boot-2' }),
      note('before', 3, { sequence: '009', epoch: 'boot-1' }),
    ]);
    expect(order(events).map(([id]) => id)).toEqual(['before', 'after']);
  });

  test('takes an event for no later than it was received, and says that the clock is ahead', () => {
    const events = [
      ...recorded([note('future', 90)], { recordedAt: minute(10) }),
      ...recorded([note('truth', 20)], { position: 2, recordedAt: minute(21) }),
    ];
    const [future, truth] = inEffectiveOrder(events);
    expect(future).toMatchObject({ at: minute(10), clockAhead: true, event: { id: 'future' } });
    expect(truth).toMatchObject({ at: minute(20), clockAhead: false, event: { id: 'truth' } });
  });

  test('takes an event for no later than the next one of its count was received', () => {
    const events = [
      ...recorded([note('2', 20, { sequence: '2' })], { recordedAt: minute(21) }),
      ...recorded([note('1', 60, { sequence: '1' })], { position: 2, recordedAt: minute(90) }),
    ];
    expect(order(events)).toEqual([
      ['1', minute(21)],
      ['2', minute(21)],
    ]);
  });

  test('puts an inventory before a change of the same instant, and the change of a counted log last', () => {
    const events = recorded([
      happened('certificate.removed', { thumbprint: 'A' }, { id: 'log', sequence: '1' }),
      happened('certificate.removed', { thumbprint: 'A' }, { id: 'change' }),
      happened('inventory.observed', { fqdn: EX01 }, { id: 'inventory' }),
    ]);
    expect(order(events).map(([id]) => id)).toEqual(['inventory', 'change', 'log']);
  });

  test('counts an event given twice once, and puts one without a readable instant where it was received', () => {
    const [event] = recorded([note('odd', 0, { occurredAt: 'yesterday' })], { recordedAt: minute(5) });
    expect(event && order([event, event])).toEqual([['odd', minute(5)]]);
    expect(order(recorded([note('odd', 0, { occurredAt: '' })], { recordedAt: '' }))).toEqual([
      ['odd', '9999-12-31T23:59:59.999Z'],
    ]);
  });

  test('has a sighting only of an inventory that is there', () => {
    const [event] = recorded([note('a', 0)]);
    const sightings = [
      { eventId: event?.eventId ?? '', lastSeenAt: minute(5) },
      { eventId: 'nobody', lastSeenAt: minute(5) },
    ];
    expect(event && inEffectiveOrder([event], sightings)).toHaveLength(1);
  });
});

describe('what follows', () => {
  const folded = (events: readonly RecordedEvent[]) => frontierAfter(NOTHING_FOLDED, inEffectiveOrder(events));
  const counted = (sequence: string, minutes: number) => note(sequence, minutes, { sequence });

  test('sorts behind everything folded', () => {
    const frontier = folded(recorded([note('a', 1), counted('005', 2)]));
    const next = follows(frontier, recorded([counted('006', 3)]));
    expect(next?.entries).toHaveLength(1);
    expect(next?.frontier).toEqual({
      at: minute(3),
      chains: [{ source: expect.any(String), epoch: '', sequence: '006', at: minute(3) }],
    });
  });

  test('is not what is older, of the same instant, or counted before', () => {
    const frontier = folded(recorded([counted('005', 2)]));
    expect(follows(frontier, recorded([note('a', 1)]))).toBeNull();
    expect(follows(frontier, recorded([note('a', 2)]))).toBeNull();
    expect(follows(frontier, recorded([counted('004', 3)]))).toBeNull();
    expect(follows(frontier, recorded([note('a', 3)]))).not.toBeNull();
  });

  test('is not what proves the events counted before it older than they were taken for', () => {
    const frontier = folded(recorded([counted('005', 60)], { recordedAt: minute(90) }));
    expect(follows(frontier, recorded([counted('006', 70)], { recordedAt: minute(20) }))).toBeNull();
  });

  test('is nothing when nothing arrived', () => {
    const frontier = folded(recorded([note('a', 1)]));
    expect(follows(frontier, [])).toEqual({ entries: [], frontier });
  });
});
