import { describe, expect, test } from '@jest/globals';
import { type Alert, countsOf, grouped, marksOf, passes } from './groups.js';

const base: Alert = {
  id: 'a',
  state: 'firing',
  rule: 'went-dark',
  severity: 'medium',
  server: 'ex01.contoso.com',
  endpoint: null,
  title: 'EX01: dark',
  headline: 'dark',
  summary: '',
  before: null,
  after: null,
  evidence: [],
  remedy: [],
  cause: null,
  episode: 1,
  firedAt: '2026-06-01T00:00:00.000Z',
  changedAt: '2026-06-01T00:00:00.000Z',
  position: 1,
  acknowledged: null,
  resolved: null,
  corrected: null,
  owner: null,
  group: null,
  heldBack: null,
  deliveries: [],
  links: { timeline: null, explain: null },
};
const alert = (part: Partial<Alert>): Alert => ({ ...base, ...part });

describe('alerts by message', () => {
  test('stand under the worst one, the worst message first, the newest of equals first', () => {
    const groups = grouped([
      alert({ id: 'a', group: 'g' }),
      alert({ id: 'b', group: 'g', severity: 'critical' }),
      alert({ id: 'c', severity: 'critical', firedAt: '2026-06-02T00:00:00.000Z' }),
      alert({ id: 'd', severity: 'low' }),
    ]);
    expect(groups.map(({ alerts }) => alerts.map(({ id }) => id))).toEqual([['c'], ['b', 'a'], ['d']]);
  });

  test('of one message stand apart where their states differ', () => {
    const groups = grouped([alert({ id: 'a', group: 'g' }), alert({ id: 'b', group: 'g', state: 'acknowledged' })]);
    expect(groups.map(({ alerts }) => alerts.length)).toEqual([1, 1]);
  });
});

test('what an alert is besides its state narrows the list', () => {
  const silenced = alert({ heldBack: 'silenced until 2026-06-02', episode: 3 });
  const quiet = alert({ heldBack: 'no channel carries it' });
  expect([marksOf(silenced), marksOf(quiet), marksOf(base)]).toEqual([['silenced', 'again'], ['quiet'], []]);
  expect(passes(silenced, { mark: 'again', severity: 'medium' })).toBe(true);
  expect(passes(silenced, { mark: 'quiet' })).toBe(false);
  expect(passes(quiet, { severity: 'critical' })).toBe(false);
  expect(countsOf([silenced, quiet, base], marksOf)).toEqual([
    { value: 'again', count: 1 },
    { value: 'quiet', count: 1 },
    { value: 'silenced', count: 1 },
  ]);
});
