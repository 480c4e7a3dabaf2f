import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { keptAnswers, type Standing } from './kept-answers.js';

const standing = (version: string | null, at: number, organization = 'contoso'): Standing => ({
  organization,
  version,
  now: new Date(at),
});

/** Answers with how often anything was asked, and says until when that is right. */
function counting(until: number | null = null) {
  let asked = 0;
  const ask = () => {
    asked += 1;
    return Promise.resolve({ answer: asked, until: until === null ? null : new Date(until) });
  };
  return { ask, asked: () => asked };
}

describe('an answer', () => {
  test('is given again while nothing is written and no range begins or ends', async () => {
    const kept = keptAnswers<number>(10);
    const { ask } = counting(5_000);
    const at = (now: number, version = 'a') => kept.answer(standing(version, now), ['q'], ask);
    expect([await at(1_000), await at(4_999)]).toEqual([1, 1]);
    expect(await at(5_000)).toBe(2);
  });

  test.each([
    ['something was written', standing('b', 1_500), ['q']],
    ['the clock went back', standing('a', 999), ['q']],
    ['another organization asks', standing('a', 1_500, 'fabrikam'), ['q']],
    ['another value is asked for', standing('a', 1_500), ['q', 1]],
  ])('is asked for anew where %s', async (_, other, question) => {
    const kept = keptAnswers<number>(10);
    const { ask } = counting();
    await kept.answer(standing('a', 1_000), ['q'], ask);
    expect(await kept.answer(other, question, ask)).toBe(2);
  });

  test('of an organization of which nothing is projected is not kept', async () => {
    const kept = keptAnswers<number>(10);
    const { ask } = counting();
    expect(await kept.answer(standing(null, 1_000), ['q'], ask)).toBe(1);
    expect(await kept.answer(standing(null, 1_000), ['q'], ask)).toBe(2);
    expect(kept.size()).toBe(0);
  });

  test('that cannot be found is not kept', async () => {
    const kept = keptAnswers<number>(10);
    const away = () => Promise.reject(new Error('away'));
    await expect(kept.answer(standing('a', 1), ['q'], away)).rejects.toThrow('away');
    expect(await kept.answer(standing('a', 1), ['q'], counting().ask)).toBe(1);
  });
});

test('however much is asked, no more is kept than may be, and never an answer of something else', async () => {
  const asks = fc.array(fc.record({ question: fc.nat(12), version: fc.nat(2), size: fc.nat(6) }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(asks, async (asked) => {
      const kept = keptAnswers<{ readonly of: string; readonly size: number }>(10, ({ size }) => size);
      for (const { question, version, size } of asked) {
        const of = `${question} ${version}`;
        const ask = () => Promise.resolve({ answer: { of, size }, until: null });
        const answer = await kept.answer(standing(String(version), 1_000), [question], ask);
        expect(answer.of).toBe(of);
        expect(kept.size()).toBeLessThanOrEqual(10);
      }
    }),
  );
});

test('what was asked for last is kept longest', async () => {
  const kept = keptAnswers<number>(2);
  const { ask } = counting();
  const about = (question: string) => kept.answer(standing('a', 1), [question], ask);
  expect([await about('x'), await about('y'), await about('x'), await about('z')]).toEqual([1, 2, 1, 3]);
  expect([await about('x'), await about('y')]).toEqual([1, 4]);
});
