import { expect, test } from '@jest/globals';
import { whenOf } from './when.js';

test.each<[string, unknown, string]>([
  ['an offset', '2012-10-18T15:48:15-07:00', '2012-10-18T22:48:15.000Z'],
  ['ticks', '2026-06-02T07:15:04.1234567Z', '2026-06-02T07:15:04.123Z'],
  ['Windows PowerShell', '/Date(1700000000000)/', '2023-11-14T22:13:20.000Z'],
  [
    'Windows PowerShell with an offset, which is only for show',
    '/Date(1700000000000+0100)/',
    '2023-11-14T22:13:20.000Z',
  ],
  ['a date with its display', { value: '/Date(1700000000000)/', DisplayHint: 2 }, '2023-11-14T22:13:20.000Z'],
])('an instant: %s', (_, written, at) => {
  expect(whenOf(written)).toEqual({ ok: true, at });
});

test.each<[unknown, string]>([
  [undefined, 'missing'],
  [null, 'missing'],
  ['', 'missing'],
  ['2026-06-02T07:15:04', 'without-zone'],
  ['6/2/2026 7:15:04 AM', 'without-zone'],
  ['02.06.2026 07:15:04', 'without-zone'],
  ['yesterday', 'unreadable'],
  ['2026-02-30T00:00:00Z', 'unreadable'],
  ['/Date(999999999999999)/', 'unreadable'],
  ['/Date(1e3)/', 'unreadable'],
  [1700000000000, 'unreadable'],
  [{}, 'unreadable'],
])('no instant: %j', (written, why) => {
  expect(whenOf(written)).toEqual({ ok: false, why });
});
