import { hostname } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { probeSettings } from './probe-settings.js';

describe('whether a worker looks at servers', () => {
  test.each([[{}], [{ PROBE_EVERY: '' }], [{ PROBE_TARGETS: '/etc/targets.json' }], [{ PROBE_FROM: 'ams' }]])(
    'not unless it is asked to: %j',
    (environment) => {
      expect(probeSettings(environment)).toEqual({ ok: true, settings: null });
    },
  );

  test.each([
    ['5m', 300],
    ['6h', 21_600],
    ['1d', 86_400],
  ])('every %s', (every, everySeconds) => {
    expect(probeSettings({ PROBE_EVERY: every, PROBE_TARGETS: 't.json', PROBE_FROM: ' ams ' })).toEqual({
      ok: true,
      settings: { everySeconds, targets: 't.json', from: 'ams' },
    });
  });

  test('seen from this machine, where no name is given', () => {
    expect(probeSettings({ PROBE_EVERY: '1h', PROBE_TARGETS: 't.json' })).toMatchObject({
      settings: { from: hostname() },
    });
  });

  test.each([
    [{ PROBE_EVERY: '1h' }, 'PROBE_TARGETS'],
    [{ PROBE_EVERY: '1h', PROBE_TARGETS: ' ' }, 'PROBE_TARGETS'],
    [{ PROBE_EVERY: '10', PROBE_TARGETS: 't' }, 'PROBE_EVERY'],
    [{ PROBE_EVERY: '4m', PROBE_TARGETS: 't' }, 'PROBE_EVERY'],
    [{ PROBE_EVERY: '0h', PROBE_TARGETS: 't' }, 'PROBE_EVERY'],
    [{ PROBE_EVERY: '15d', PROBE_TARGETS: 't' }, 'PROBE_EVERY'],
    [{ PROBE_EVERY: '-1h', PROBE_TARGETS: 't' }, 'PROBE_EVERY'],
    [{ PROBE_EVERY: '1h', PROBE_TARGETS: 't', PROBE_FROM: 'x'.repeat(256) }, 'PROBE_FROM'],
  ])('%j is refused', (environment, setting) => {
    const read = probeSettings(environment);
    expect(read.ok ? [] : read.wrong).toEqual([expect.stringContaining(setting)]);
  });
});
