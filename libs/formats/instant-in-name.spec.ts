import { expect, test } from '@jest/globals';
import { instantInName } from './instant-in-name.js';

test.each([
  ['HealthChecker-EX01-20250112103000.xml', '2025-01-12T10:30:00.000Z'],
  ['HealthCheck-vnext-e2k16aio1-20180111125540.xml', '2018-01-11T12:55:40.000Z'],
  ['exports/2025-01-12/ex01 2025-01-13.xml', '2025-01-13T00:00:00.000Z'],
  ['2025-01-12T10-30-00Z.zip', '2025-01-12T10:30:00.000Z'],
  ['2025-01-12T10:30:05.xml', '2025-01-12T10:30:05.000Z'],
  ['ex01_20250112_1030.xml', '2025-01-12T10:30:00.000Z'],
  ['ex01.2025.01.12.xml', '2025-01-12T00:00:00.000Z'],
  ['C:\\exports\\EX01-20250112.clixml', '2025-01-12T00:00:00.000Z'],
  ['2025-01-12 again 20250112.xml', '2025-01-12T00:00:00.000Z'],
  ['2025-01-12/EX01.xml', null],
  ['2025-01-12 to 2025-01-13.xml', null],
  ['EX01.xml', null],
  ['20251332.xml', null],
  ['2025-02-30.xml', null],
  ['20250112990000.xml', null],
  ['120250112.xml', null],
  ['HealthChecker-EX01-2025011210300012.xml', null],
  ['build 15.2.1544.4.xml', null],
  ['', null],
])('%s says %s', (name, instant) => expect(instantInName(name)).toBe(instant));
