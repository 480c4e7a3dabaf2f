import { describe, expect, test } from '@jest/globals';
import { canonicalText } from '#libs/fleet/canonical.js';
import { inEffectiveOrder } from '#libs/fleet/effective-order.js';
import { foldServer } from '#libs/fleet/fold.js';
import { CONTOSO_SOURCE, EX01, happened, minute } from '../support/events.js';
import { A, arrived, B, C, defaultSmtp, inventory, overwritten, permutations } from './history.js';

/**
 * Rule 1. The order of occurrence is worked out from what events say alone: by its count within a source and epoch, by instants across them. It
 * never looks at the order of arrival.
 */
describe('given events of sources that do not count', () => {
  test('then what happened last holds, in whatever order they arrived', () => {
    for (const events of permutations([overwritten(A, 10), overwritten(B, 20), overwritten(C, 15)]))
      expect(defaultSmtp(arrived(events))).toBe(B);
  });
});

describe('given a source that counts', () => {
  const events = [
    overwritten(A, 30, { sequence: '01' }),
    // Its clock was set back by twenty minutes.
    overwritten(B, 10, { sequence: '02' }),
    overwritten(C, 11, { sequence: '03' }),
  ];

  test('when its clock steps back, then its count decides, and nothing happened before what it had told already', () => {
    for (const some of permutations(events)) {
      expect(defaultSmtp(arrived(some))).toBe(C);
      expect(inEffectiveOrder(arrived(some).events).map(({ at }) => at)).toEqual([minute(30), minute(30), minute(30)]);
    }
  });

  test('then its raw instants stay what they were', () => {
    const instants = inEffectiveOrder(arrived(events).events).map(({ event }) => event.occurredAt);
    expect(instants).toEqual([minute(30), minute(10), minute(11)]);
  });

  test('when its log is cleared, then the numbers of the new epoch are not compared with those of the old', () => {
    const cleared = [
      overwritten(A, 10, { sequence: '9000', epoch: 'before' }),
      overwritten(B, 20, { sequence: '0001', epoch: 'after' }),
    ];
    for (const some of permutations(cleared)) expect(defaultSmtp(arrived(some))).toBe(B);
  });

  test('when two things happen in one second, then the count tells which came last, as in the hour that winter time repeats', () => {
    const fold = [overwritten(A, 10, { sequence: '08' }), overwritten(B, 10, { sequence: '07' })];
    for (const some of permutations(fold)) expect(defaultSmtp(arrived(some))).toBe(A);
  });
});

describe('given two sources that tell of the same instant', () => {
  test('then a change counts as after an inventory, and a log that counts has the last word', () => {
    const same = [inventory(A, 10), overwritten(B, 10), overwritten(C, 10, { sequence: '1', source: CONTOSO_SOURCE })];
    for (const some of permutations(same)) expect(defaultSmtp(arrived(some))).toBe(C);
    for (const some of permutations(same.slice(0, 2))) expect(defaultSmtp(arrived(some))).toBe(B);
  });
});

test('any order of arrival, with anything delivered twice, ends in the same bytes', () => {
  const events = [
    inventory(A, 0),
    overwritten(B, 10, { sequence: '2', epoch: 'boot' }),
    overwritten(C, 5, { sequence: '1', epoch: 'boot' }),
    happened('certificate.removed', { thumbprint: A }, { occurredAt: minute(7) }),
    inventory(B, 20),
  ];
  const states = permutations(events).flatMap((some) => {
    const { events: log } = arrived(some);
    return [foldServer(EX01, { events: log }), foldServer(EX01, { events: [...log, ...log.toReversed()] })];
  });
  expect(new Set(states.map(({ state }) => canonicalText(state))).size).toBe(1);
});
