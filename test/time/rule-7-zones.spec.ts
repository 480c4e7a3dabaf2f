import { describe, expect, test } from '@jest/globals';
import { claimedInstant } from '#libs/fleet/effective-instant.js';
import { decode } from '#libs/formats/formats.js';
import { whenOf } from '#libs/formats/cmdlet-log/when.js';
import { EX01_SOURCE, minute } from '../support/events.js';
import { A, arrived, B, defaultSmtp, overwritten, permutations } from './history.js';

/** Rule 7. Bad clocks: a zone that is missing is not guessed, and an instant in the future counts as of when it was received. */
function decodedTime(time: unknown) {
  const event = {
    specversion: '1.0',
    id: '1',
    source: EX01_SOURCE,
    type: 'certfleet.default-smtp-certificate.overwritten.v1',
    time,
    data: { current: A },
  };
  const decoded = decode(new TextEncoder().encode(JSON.stringify(event)));
  return decoded.ok ? decoded.report.events.map(({ occurredAt }) => occurredAt) : decoded.refusal;
}

describe('given an instant without a time zone', () => {
  test.each(['2026-06-01T08:30:00', '2026-06-01 08:30', '06/01/2026 08:30:00'])(
    'when an event gives %s, then it is refused, with what to do',
    (time) => {
      expect(decodedTime(time)).toMatchObject({
        kind: 'malformed',
        place: 'time',
        remedy: expect.stringContaining('with its time zone'),
      });
    },
  );

  test('when a record of a log gives it, then the record is left out and that is told', () => {
    expect(whenOf('2026-10-25T02:30:00')).toEqual({ ok: false, why: 'without-zone' });
    expect(whenOf('10/25/2026 2:30:00')).toEqual({ ok: false, why: 'without-zone' });
  });
});

describe('given the hour that the end of summer time repeats', () => {
  test('when the zone stands beside it, then the two half past two are an hour apart', () => {
    expect([decodedTime('2026-10-25T02:30:00+02:00'), decodedTime('2026-10-25T02:30:00+01:00')]).toEqual([
      ['2026-10-25T00:30:00.000Z'],
      ['2026-10-25T01:30:00.000Z'],
    ]);
  });

  test('when a source took the wrong one of the two, then its count decides and not the hour', () => {
    // The second half past two, written with the zone of the first: an hour too early.
    const told = [overwritten(A, 80, { sequence: '1' }), overwritten(B, 30, { sequence: '2' })];
    for (const events of permutations(told)) expect(defaultSmtp(arrived(events))).toBe(B);
  });
});

describe('given an event dated later than it was received', () => {
  const received = { recordedAt: minute(10) };

  test('then it counts as of its receipt, and that is told', () => {
    expect(claimedInstant({ occurredAt: minute(500), ...received })).toEqual({
      instant: Date.parse(minute(10)),
      clockAhead: true,
    });
    expect(claimedInstant({ occurredAt: minute(9), ...received })).toMatchObject({ clockAhead: false });
  });

  test('then it hides nothing that happens after it was received', () => {
    const future = overwritten(A, 100_000);
    const truth = overwritten(B, 15);
    const history = arrived([future, truth], 10);
    expect(defaultSmtp(history)).toBe(B);
    expect(defaultSmtp(history, { asOf: minute(10) })).toBe(A);
  });
});
