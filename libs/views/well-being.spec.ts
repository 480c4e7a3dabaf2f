import { expect, test } from '@jest/globals';
import { type PipeFacts, wellBeing } from './well-being.js';

const NOW = '2026-06-01T12:00:00.000Z';
const ago = (seconds: number) => new Date(Date.parse(NOW) - seconds * 1_000).toISOString();
const QUIET: PipeFacts = {
  log: { lastRecordedAt: ago(9_000) },
  projection: { behind: 0, worker: null },
  inbox: { waiting: 0, oldestWaiting: null },
  alerts: { behind: 0, due: 0, oldestDue: null },
};
const stateOf = (facts: Partial<PipeFacts>) => wellBeing({ ...QUIET, ...facts }, NOW).state;

test('nothing waits: well, whoever is at work', () => {
  expect(wellBeing(QUIET, NOW)).toEqual({ state: 'well', wrong: [] });
});

test('what came a moment ago is being worked on', () => {
  expect(stateOf({ inbox: { waiting: 3, oldestWaiting: ago(119) } })).toBe('busy');
  expect(stateOf({ projection: { behind: 7, worker: null }, log: { lastRecordedAt: ago(119) } })).toBe('busy');
  expect(stateOf({ projection: { behind: 7, worker: { name: 'p' } } })).toBe('busy');
  expect(stateOf({ alerts: { behind: 1, due: 0, oldestDue: null } })).toBe('busy');
  expect(stateOf({ alerts: { behind: 0, due: 1, oldestDue: ago(899) } })).toBe('busy');
});

test('what waits for minutes and nobody takes is told with what to do', () => {
  const { state, wrong } = wellBeing(
    {
      log: { lastRecordedAt: ago(121) },
      projection: { behind: 7, worker: null },
      inbox: { waiting: 3, oldestWaiting: ago(121) },
      alerts: { behind: 0, due: 1, oldestDue: ago(901) },
    },
    NOW,
  );
  expect(state).toBe('stuck');
  expect(wrong).toHaveLength(3);
  expect(wrong[0]).toContain('no worker takes it');
  expect(wrong[1]).toMatch(/^7 recorded events are not in the answers/);
  expect(wrong[2]).toContain('certfleet channels');
});
