import { expect, test } from '@jest/globals';
import { eventIdOf } from '#libs/fleet/event-id.js';
import { whyNotRecordable } from '#libs/store/event-row.js';
import { benchEvents } from './events.js';

test('events of the benchmarks are of about 560 bytes, new to each other, and the same for the same seed', () => {
  const events = benchEvents(1)(2000);
  const bytes = events.reduce((sum, event) => sum + JSON.stringify(event).length, 0) / events.length;
  expect(bytes).toBeGreaterThan(520);
  expect(bytes).toBeLessThan(620);
  expect(new Set(events.map(eventIdOf)).size).toBe(2000);
  expect(new Set(events.map(({ stream }) => stream)).size).toBeGreaterThan(450);
  expect(events.every((event) => whyNotRecordable(event) === null)).toBe(true);
  expect(benchEvents(1)(2000)).toEqual(events);
  expect(benchEvents(2)(1)).not.toEqual(events.slice(0, 1));
});
