import { describe, expect, test } from '@jest/globals';
import { isCovered, matchesOf, spanOf } from './silence-draft.js';

const ALERT = { rule: 'went-dark', server: 'ex03.contoso.com', endpoint: 'receive:Default Frontend EX03:starttls' };

describe('a silence while it is written', () => {
  test.each([
    [{ rule: '', server: '', endpoint: '' }, true],
    [{ rule: 'went-dark', server: 'EX03*', endpoint: '' }, true],
    [{ rule: 'went-*', server: 'ex03', endpoint: 'receive:*:starttls' }, true],
    [{ rule: 'went-dark', server: 'ex04*', endpoint: '' }, false],
    [{ rule: 'drift', server: 'ex03*', endpoint: '' }, false],
    [{ rule: '', server: '', endpoint: 'iis:*' }, false],
  ])('%j covers the alert: %s', (matches, covers) => {
    expect(isCovered(ALERT, matchesOf(matches))).toBe(covers);
  });

  test('covers by a pattern only what has that part', () => {
    const ofAll = { rule: 'conflict', server: null, endpoint: null };
    expect(isCovered(ofAll, { server: '*' })).toBe(false);
    expect(isCovered(ofAll, { endpoint: '*' })).toBe(false);
    expect(isCovered(ofAll, { rule: '*' })).toBe(true);
  });

  test('lasts from its beginning on, or until an instant', () => {
    const now = Date.parse('2026-06-01T00:00:00.000Z');
    expect(spanOf({ hours: '4', from: '', until: '' }, now)).toEqual({ from: null, until: '2026-06-01T04:00:00.000Z' });
    expect(spanOf({ hours: '4', from: '2026-06-02T10:00', until: '' }, now)).toEqual({
      from: '2026-06-02T10:00:00Z',
      until: '2026-06-02T14:00:00.000Z',
    });
    expect(spanOf({ hours: 'until', from: '', until: '2026-06-03T00:00' }, now).until).toBe('2026-06-03T00:00:00Z');
    expect(spanOf({ hours: 'until', from: '', until: 'soon' }, now).until).toBe('soon');
  });
});
