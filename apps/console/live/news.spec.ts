import { describe, expect, test } from '@jest/globals';
import { concerns, effectOn, type News, newsOf } from './news.js';

const news = (server: string | null, isAlert = false): News => ({ position: 9, server, isAlert, recordedAt: null });
const NOW = { organization: undefined, asOf: undefined, knownAt: undefined };

describe('news of the log', () => {
  test('are read from messages; what is none is left out', () => {
    const data = JSON.stringify({
      source: '/organizations/contoso/servers/EX01.contoso.com',
      stream: 'server:ex01.contoso.com',
      recordedtime: '2026-06-01T00:00:00Z',
    });
    expect(newsOf('12', data)).toEqual({
      position: 12,
      server: 'ex01.contoso.com',
      isAlert: false,
      recordedAt: '2026-06-01T00:00:00Z',
    });
    expect(newsOf('12', JSON.stringify({ source: '/organizations/contoso', stream: 'alerts' }))).toMatchObject({
      server: null,
      isAlert: true,
    });
    expect(newsOf('12', 'no JSON')).toMatchObject({ position: 12, server: null });
    for (const id of [null, '', '-1', '1e3', '9'.repeat(16)]) expect(newsOf(id, data)).toBeNull();
  });

  test('concern a server by any of its names; those of the organization concern every server', () => {
    expect(concerns(news('ex01.contoso.com'), 'EX01')).toBe(true);
    expect(concerns(news('ex01'), 'ex01.contoso.com')).toBe(true);
    expect(concerns(news('ex02.contoso.com'), 'ex01.contoso.com')).toBe(false);
    expect(concerns(news(null), 'ex01.contoso.com')).toBe(true);
    expect(concerns(news('ex01.contoso.com', true), undefined)).toBe(false);
  });

  test.each([
    ['a list of now', ['bindings', NOW, {}], [news('ex01')], 'ask-again'],
    ['a list of another time', ['bindings', { ...NOW, asOf: '2026-06-01T00:00:00Z' }, {}], [news('ex01')], 'none'],
    ['a list of another knowledge', ['bindings', { ...NOW, knownAt: 3 }, {}], [news('ex01')], 'none'],
    ['the server', ['server', NOW, 'ex01'], [news('ex01')], 'ask-again'],
    ['another server', ['server', NOW, 'ex02'], [news('ex01')], 'none'],
    ['a server, by the organization', ['selections', NOW, 'ex02', undefined], [news(null)], 'ask-again'],
    ['a timeline, which is not moved', ['timeline', NOW, undefined, undefined], [news('ex01')], 'stale'],
    ['a plan, which somebody reads', ['plan', NOW, ''], [news('ex01')], 'none'],
    ['what alerts are told', ['alerts', NOW], [news('ex01', true)], 'ask-again'],
    ['bindings, by alerts alone', ['bindings', NOW, {}], [news('ex01', true)], 'none'],
    ['an answer that other pages keep', ['quarantine', undefined], [news('ex01')], 'ask-again'],
  ] as const)('%s', (_, key, told, effect) => {
    expect(effectOn(key, told)).toBe(effect);
  });
});
