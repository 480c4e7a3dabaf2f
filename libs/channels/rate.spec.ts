import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CHANNELS } from './channels.js';
import { longestWindow, nextSendingAt, perMinute } from './rate.js';

const TWO_A_SECOND = { sendings: 2, withinMs: 1_000 };
const FIVE_A_MINUTE = { sendings: 5, withinMs: 60_000 };

test('a sending goes at once while there is room, else when the oldest one leaves the window', () => {
  expect(nextSendingAt([TWO_A_SECOND], [], 10)).toBe(10);
  expect(nextSendingAt([TWO_A_SECOND], [9_500], 10_000)).toBe(10_000);
  expect(nextSendingAt([TWO_A_SECOND], [9_900, 9_500], 10_000)).toBe(10_500);
  expect(nextSendingAt([TWO_A_SECOND, FIVE_A_MINUTE], [1, 2, 3, 4, 5], 10_000)).toBe(60_001);
});

test.each(CHANNELS)('a flood through $name stays within its rates, and all of it goes', ({ rates }) => {
  fc.assert(
    fc.property(fc.array(fc.nat(200), { minLength: 1, maxLength: 200 }), (gaps) => {
      const sent: number[] = [];
      let now = 0;
      for (const gap of gaps) {
        now = nextSendingAt(rates, sent, now + gap);
        sent.push(now);
      }
      return (
        sent.length === gaps.length &&
        rates.every(({ sendings, withinMs }) =>
          sent.every((at, index) => (sent[index + sendings] ?? Infinity) - at >= withinMs),
        )
      );
    }),
    { numRuns: 50 },
  );
});

test('the rates of the receivers', () => {
  expect(Object.fromEntries(CHANNELS.map(({ name, rates }) => [name, perMinute(rates)]))).toEqual({
    webhook: 60,
    cloudevents: 60,
    alertmanager: 600,
    slack: 30,
    teams: 60,
    // PagerDuty drops what exceeds about 120.
    pagerduty: 100,
    email: 30,
    syslog: 600,
    program: 30,
  });
  expect(longestWindow([TWO_A_SECOND, FIVE_A_MINUTE])).toBe(60_000);
});
