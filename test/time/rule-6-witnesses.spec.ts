import { describe, expect, test } from '@jest/globals';
import type { FleetEvent } from '#libs/fleet/event.js';
import { witnesses } from '#libs/views/witnesses.js';
import { EX01 } from '../support/events.js';
import { A, arrived, B, defaultSmtp, overwritten, permutations } from './history.js';

/**
 * Rule 6. One change, many witnesses: the audit log, the event log and a script may tell of the same overwrite. All records are kept, and they
 * are one line with all its evidence.
 */
const byAudit = overwritten(B, 10, { reportedBy: 'audit-log.xml', actor: 'CONTOSO\\jo', id: 'audit' });
const byEventLog = overwritten(B, 10.5, {
  sequence: '17',
  epoch: 'ex01/Management',
  reportedBy: 'events.xml',
  id: 'log',
});
const byScript = overwritten(B, 11.9, { tool: 'renew.ps1', actor: 'contoso.com/Users/jo', id: 'script' });

/** Which records are told as another witness, by their id, and of which. */
function told(events: readonly FleetEvent[]) {
  const log = arrived(events).events;
  const idOf = (position: number) => log.find((event) => event.position === position)?.id ?? '';
  const found = witnesses(log.map((event) => ({ event, server: EX01, news: false })));
  return Object.fromEntries([...found].map(([position, first]) => [idOf(position), idOf(first)]));
}

describe('given three records of one change within two minutes', () => {
  test('then they are one change with all its witnesses, in whatever order they arrived', () => {
    for (const events of permutations([byAudit, byEventLog, byScript])) {
      expect(told(events)).toEqual({ log: 'audit', script: 'audit' });
      expect(defaultSmtp(arrived(events))).toBe(B);
    }
  });

  test('then all of them stay in the log', () => {
    expect(arrived([byAudit, byEventLog, byScript]).events).toHaveLength(3);
  });
});

describe('given records that look alike and are of different changes', () => {
  test.each([
    ['more than two minutes lie between', overwritten(B, 12.1, { reportedBy: 'events.xml', id: 'other' })],
    ['another certificate', overwritten(A, 10, { reportedBy: 'events.xml', id: 'other' })],
    ['another account', overwritten(B, 10, { reportedBy: 'events.xml', actor: 'CONTOSO\\kim', id: 'other' })],
    ['the same witness tells it twice', { ...byAudit, id: 'other' }],
  ])('when %s, then they are two', (_, other) => {
    expect(told([byAudit, other])).toEqual({});
  });
});
