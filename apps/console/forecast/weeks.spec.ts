import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Coming, together, weekOf, weeksFrom } from './weeks.js';

const side = { outcome: 'PRESENTED', thumbprint: 'A'.repeat(40), certificate: null } as const;
const coming = (at: string, endpoint = 'pop', kind: Coming['kind'] = 'expires'): Coming => ({
  at,
  server: 'ex01.contoso.com',
  endpoint,
  kind,
  what: 'goes on',
  before: side,
  after: side,
  rule: 'STLS-9',
  certainty: 'high',
  events: [],
});

describe('the weeks of a forecast', () => {
  test('begin on Mondays, UTC', () => {
    expect(weekOf('2026-11-28T12:00:00Z')).toBe('2026-11-23');
    expect(weekOf('2026-11-23T00:00:00Z')).toBe('2026-11-23');
    expect(weekOf('2026-11-22T23:59:59Z')).toBe('2026-11-16');
  });

  test('hold everything that comes within the time, each thing once, and are without holes', () => {
    const from = '2026-11-28T12:00:00.000Z';
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 * 86_400 - 1 })), (seconds) => {
        const items = seconds.map((n) => coming(new Date(Date.parse(from) + n * 1_000).toISOString()));
        const weeks = weeksFrom(from, 400, items);
        expect(weeks.flatMap((week) => week.items)).toHaveLength(items.length);
        expect(weeks[0]?.monday).toBe('2026-11-23');
        weeks.slice(1).forEach(({ monday }, i) => {
          expect(Date.parse(monday) - Date.parse(weeks[i]?.monday ?? '')).toBe(7 * 86_400_000);
        });
      }),
    );
  });

  test('the same at several endpoints of a server stands together', () => {
    const at = '2026-12-01T00:00:00Z';
    const found = together([coming(at, 'pop'), coming(at, 'imap'), coming(at, 'pop', 'stops')]);
    expect(found.map(({ first, endpoints }) => [first.kind, endpoints])).toEqual([
      ['expires', ['pop', 'imap']],
      ['stops', ['pop']],
    ]);
  });
});
