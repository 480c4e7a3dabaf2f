import { expect, test } from '@jest/globals';
import { atPace, type Clock } from './pace.js';

/** A clock that stands still but for waiting. */
function standing(): Clock & { readonly waits: number[] } {
  let now = 0;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    wait: (milliseconds) => {
      waits.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
  };
}

test('so many servers at once, each by one connection at a time', async () => {
  let running = 0;
  let most = 0;
  const perHost = new Map<number, number>();
  let mostPerHost = 0;
  const hosts = [...Array(6).keys()].map((host) =>
    Array.from({ length: 3 }, () => async () => {
      perHost.set(host, (perHost.get(host) ?? 0) + 1);
      mostPerHost = Math.max(mostPerHost, perHost.get(host) ?? 0);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      perHost.set(host, (perHost.get(host) ?? 0) - 1);
      return host;
    }),
  );
  const results = await atPace(hosts, { atOnce: 2, aMinute: 100 }, standing(), new AbortController().signal);
  expect(results).toEqual([...Array(6).keys()].map((host) => [host, host, host]));
  expect([most, mostPerHost]).toEqual([2, 1]);
});

test('only so many connections to a server within a minute', async () => {
  const clock = standing();
  const begun: number[] = [];
  const looks = Array.from({ length: 7 }, () => () => Promise.resolve(begun.push(clock.now())));
  await atPace([looks], { atOnce: 1, aMinute: 3 }, clock, new AbortController().signal);
  expect(begun).toEqual([0, 0, 0, 60_000, 60_000, 60_000, 120_000]);
});

test('what had not begun when it was stopped is left out', async () => {
  const stop = new AbortController();
  const looks = [
    () => Promise.resolve('seen'),
    () => {
      stop.abort();
      return Promise.resolve('seen too');
    },
    () => Promise.reject(new Error('never')),
  ];
  expect(await atPace([looks, looks], { atOnce: 1, aMinute: 100 }, standing(), stop.signal)).toEqual([
    ['seen', 'seen too', null],
    [null, null, null],
  ]);
});
