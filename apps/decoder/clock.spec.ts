import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { startClock } from './clock.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('a file has its time', () => {
  const ended: number[] = [];
  startClock(1_000, (ms) => ended.push(ms));
  jest.advanceTimersByTime(999);
  expect(ended).toEqual([]);
  jest.advanceTimersByTime(10_000);
  expect(ended).toEqual([1_000]);
});

test('each file of an archive has it, and the archive three times that', () => {
  const ended: number[] = [];
  const clock = startClock(1_000, (ms) => ended.push(ms));
  for (let n = 0; n < 3; n += 1) {
    jest.advanceTimersByTime(900);
    clock.begun();
  }
  expect(ended).toEqual([]);
  jest.advanceTimersByTime(10_000);
  expect(ended).toEqual([3_000]);
});

test('a file of an archive that takes too long ends it', () => {
  const ended: number[] = [];
  const clock = startClock(1_000, (ms) => ended.push(ms));
  clock.begun();
  jest.advanceTimersByTime(10_000);
  expect(ended).toEqual([1_000]);
});

test('what is finished does not run out', () => {
  const ended: number[] = [];
  startClock(1_000, (ms) => ended.push(ms)).stop();
  jest.advanceTimersByTime(10_000);
  expect(ended).toEqual([]);
});
