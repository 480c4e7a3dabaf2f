import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Finding } from '#libs/rules/finding.js';
import type { FindingRange } from './finding-ranges.js';
import { reconcileFindings, type KeptFinding } from './reconcile-findings.js';
import { share } from '../../test/support/share.js';

/** The n-th of June 2026. */
function june(day: number): string {
  return new Date(Date.UTC(2026, 5, day)).toISOString();
}

function finding(evidence: string, endpoint: string | null = 'pop'): Finding {
  return {
    id: 'RO-27',
    severity: 'high',
    server: 'ex01.contoso.com',
    endpoint,
    summary: `POP: ${evidence}.`,
    evidence: { reason: evidence },
    remediation: ['Set-PopSettings'],
    sources: ['PS-POP'],
  };
}

function range(from: number, until: number | null, evidence = 'a', endpoint?: string | null): FindingRange {
  const standsUntil = until === null ? null : june(until);
  return { finding: finding(evidence, endpoint), subject: '', standsFrom: june(from), standsUntil };
}

/** The table after being reconciled at one instant after the other. */
function after(...steps: readonly (readonly [now: number, found: readonly FindingRange[]])[]): readonly KeptFinding[] {
  let table = new Map<string, KeptFinding>();
  const key = ({ finding: { endpoint }, subject, standsFrom }: KeptFinding) =>
    JSON.stringify([endpoint, subject, standsFrom]);
  for (const [day, found] of steps) {
    const now = june(day);
    const kept = [...table.values()].filter(({ resolved, standsFrom }) => resolved === null || standsFrom === now);
    const { write, remove } = reconcileFindings(kept, found, now);
    const gone = new Set(remove.map(key));
    table = new Map([...table].filter(([of]) => !gone.has(of)));
    for (const row of write) table.set(key(row), row);
  }
  return [...table.values()].sort((one, other) => (one.standsFrom < other.standsFrom ? -1 : 1));
}

function row({ finding: { evidence }, standsFrom, standsUntil, firstSeen, lastSeen, resolved }: KeptFinding) {
  const day = (text: string | null) => (text === null ? null : new Date(text).getUTCDate());
  return [evidence['reason'], day(standsFrom), day(standsUntil), day(firstSeen), day(lastSeen), day(resolved)];
}

describe('a finding that is found', () => {
  test('for the first time is first seen now', () => {
    expect(after([3, [range(3, null)]]).map(row)).toEqual([['a', 3, null, 3, 3, null]]);
  });

  test('again keeps since when, and takes over what it says now', () => {
    const rows = after([3, [range(3, null)]], [5, [range(5, 20, 'b')]]);
    expect(rows.map(row)).toEqual([['b', 3, 20, 3, 5, null]]);
    expect(rows[0]?.finding.summary).toBe('POP: b.');
  });

  test('no more is resolved now', () => {
    expect(after([3, [range(3, 20)]], [5, []]).map(row)).toEqual([['a', 3, 5, 3, 3, 5]]);
  });

  test('no more after time ended it is resolved when time did', () => {
    expect(after([3, [range(3, 5)]], [9, []]).map(row)).toEqual([['a', 3, 5, 3, 3, 5]]);
  });

  test('again after it was resolved is a new one, and the old one stays', () => {
    expect(after([3, [range(3, null)]], [5, []], [7, [range(7, null)]]).map(row)).toEqual([
      ['a', 3, 5, 3, 3, 5],
      ['a', 7, null, 7, 7, null],
    ]);
  });

  test('again after time had ended it is a new one too', () => {
    expect(after([3, [range(3, 5)]], [7, [range(7, null)]]).map(row)).toEqual([
      ['a', 3, 5, 3, 3, 5],
      ['a', 7, null, 7, 7, null],
    ]);
  });

  test('again in the very instant in which it was resolved is the same', () => {
    expect(after([3, [range(3, null)]], [3, []], [3, [range(3, null)]]).map(row)).toEqual([['a', 3, null, 3, 3, null]]);
  });

  test('is resolved once, whatever happens later', () => {
    const rows = after([3, [range(3, null)]], [5, []], [7, []], [9, [range(9, null, 'a', 'imap')]]);
    expect(rows.map(row)[0]).toEqual(['a', 3, 5, 3, 3, 5]);
  });

  test('of another endpoint is another one', () => {
    const rows = after([3, [range(3, null)]], [5, [range(5, null, 'a', 'imap')]]);
    expect(rows.map(({ resolved }) => resolved)).toEqual([june(5), null]);
  });

  test('about the server as a whole is told from one of an endpoint', () => {
    const rows = after([3, [range(3, null, 'a', null)]], [5, [range(5, null, 'a', null)]]);
    expect(rows.map(row)).toEqual([['a', 3, null, 3, 5, null]]);
  });
});

describe('what is ahead', () => {
  test('is written down, to be first seen when it comes', () => {
    expect(after([3, [range(8, null)]]).map(row)).toEqual([['a', 8, null, 8, 8, null]]);
  });

  test('is replaced while it has not come', () => {
    expect(after([3, [range(8, null)]], [5, [range(9, 12)]]).map(row)).toEqual([['a', 9, 12, 9, 9, null]]);
    expect(after([3, [range(8, null)]], [5, []])).toEqual([]);
  });

  test('is kept, with since when, once it has come by itself', () => {
    expect(after([3, [range(8, null)]], [10, [range(10, null)]]).map(row)).toEqual([['a', 8, null, 8, 10, null]]);
  });

  test('is resolved when it came by itself and then no more', () => {
    expect(after([3, [range(8, null)]], [10, []]).map(row)).toEqual([['a', 8, 10, 8, 8, 10]]);
    expect(after([3, [range(8, 9)]], [10, []]).map(row)).toEqual([['a', 8, 9, 8, 8, 9]]);
  });

  test('goes on from what stands where it begins at the end of that', () => {
    const chain = [range(3, 8), range(8, 12, 'b')];
    expect(after([3, chain]).map(row)).toEqual([
      ['a', 3, 8, 3, 3, null],
      ['b', 8, 12, 3, 8, null],
    ]);
  });

  test('takes the place of what stood before it, without a break in since when', () => {
    expect(after([3, [range(3, 8), range(8, null, 'b')]], [10, [range(10, null, 'b')]]).map(row)).toEqual([
      ['b', 8, null, 3, 10, null],
    ]);
    expect(after([3, [range(3, 8), range(8, 9, 'b')]], [10, []]).map(row)).toEqual([['b', 8, 9, 3, 8, 9]]);
  });

  test('stays apart from what stood before it where nothing stood between them', () => {
    expect(after([3, [range(3, 5), range(8, null, 'b')]], [10, [range(10, null, 'b')]]).map(row)).toEqual([
      ['a', 3, 5, 3, 3, 5],
      ['b', 8, null, 8, 10, null],
    ]);
  });

  test('does not hide that what stood before it was resolved by an event', () => {
    const rows = after([3, [range(3, 8), range(8, null, 'b')]], [5, [range(8, null, 'b')]]);
    expect(rows.map(row)).toEqual([
      ['a', 3, 5, 3, 3, 5],
      ['b', 8, null, 8, 8, null],
    ]);
  });
});

describe('however often findings are reconciled', () => {
  /** Ranges of one finding from `now` on, none touching the next with the same evidence. */
  const ranges = (now: number) =>
    fc
      .uniqueArray(fc.integer({ min: now + 1, max: 40 }), { maxLength: 5 })
      .chain((bounds) =>
        fc.tuple(
          fc.constant([now, ...bounds.sort((a, b) => a - b)]),
          fc.array(fc.constantFrom('a', 'b', null), { minLength: 6, maxLength: 6 }),
        ),
      )
      .map(([bounds, says]) =>
        bounds.flatMap((from, index) => {
          const evidence = says[index];
          return evidence == null ? [] : [range(from, bounds[index + 1] ?? null, evidence)];
        }),
      );
  const steps = fc
    .uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 6 })
    .chain((days) => fc.tuple(...days.sort((a, b) => a - b).map((day) => fc.tuple(fc.constant(day), ranges(day)))));

  test('what stands, now and ahead, is what was found last; each once, seen since it stands without a break', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const rows = after(...history);
        const [day, found] = history.at(-1) ?? [0, []];
        const open = rows.filter(({ resolved }) => resolved === null);
        const texts = (some: readonly FindingRange[]) =>
          some.map(({ finding: { evidence }, standsFrom, standsUntil }) => [
            evidence['reason'],
            standsFrom < june(day) ? june(day) : standsFrom,
            standsUntil,
          ]);
        expect(texts(open)).toEqual(texts(found));
        for (const [index, { standsFrom, standsUntil, firstSeen }] of rows.entries()) {
          const next = rows[index + 1];
          if (next !== undefined) expect(standsUntil !== null && standsUntil <= next.standsFrom).toBe(true);
          expect(firstSeen <= standsFrom).toBe(true);
        }
      }),
      { numRuns: share(500) },
    );
  });
});
