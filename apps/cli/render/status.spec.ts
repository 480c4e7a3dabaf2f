import { expect, test } from '@jest/globals';
import { NO_PAINT } from '../text/paint.js';
import type { StatusAnswer } from '../status-answer.js';
import { statusLines } from './status.js';

const page = { width: 100, paint: NO_PAINT };
const answer: StatusAnswer = {
  version: '0.1.0',
  organization: 'contoso',
  state: 'well',
  wrong: [],
  log: { position: 215, hash: 'ab'.repeat(32), lastRecordedAt: '2026-06-01T11:00:00.000Z' },
  projection: { position: 215, behind: 0, worker: { name: 'ex 12', until: '2026-06-01T12:00:20.000Z' } },
  inbox: { waiting: 0, oldestWaiting: null, recorded: 30, duplicate: 1, conflict: 0, quarantined: 2 },
  alerts: {
    position: 215,
    behind: 0,
    comparedAt: '2026-06-01T11:59:30.000Z',
    due: 0,
    oldestDue: null,
    undelivered: 0,
  },
  servers: { known: 12, silent: 0, silentSince: '2026-05-29T12:00:00.000Z' },
  asOf: '2026-06-01T12:00:00.000Z',
};

test('a line for each step', () => {
  expect(statusLines(answer, page).join('\n')).toBe(
    `✓ Everything that was sent is in the answers.

Sent      nothing waits, 30 uploads recorded, 1 known already, 2 in quarantine
Recorded  215 events, the last 60 minutes ago, 2026-06-01 11:00Z
Shown     all of them, by ex 12
Told      no message waits, looked 30 seconds ago
Heard of  12 servers, 0 silent since 2026-05-29
Log       head ${'ab'.repeat(32)}

Certfleet 0.1.0, organization contoso, as of 2026-06-01 12:00Z`,
  );
});

test('what stands still is told first, with what to do', () => {
  const stuck = { ...answer, state: 'stuck' as const, wrong: ['Nobody takes it.\u202e Start a worker.'] };
  const [first] = statusLines(stuck, page);
  expect(first).toBe('✗ Nobody takes it.\\u{202e} Start a worker.');
});

test('what is not known is said to be so', () => {
  const text = statusLines(
    {
      ...answer,
      log: { ...answer.log, lastRecordedAt: null },
      projection: { position: 0, behind: 3, worker: null },
      servers: { ...answer.servers, silent: null },
    },
    page,
  ).join('\n');
  expect(text).toContain('no event yet');
  expect(text).toContain('3 events not yet; nobody is at work');
  expect(text).toContain('how many are silent is unknown');
});
