import { describe, expect, test } from '@jest/globals';
import { type Answer, weightOf, whatTimeDoes } from './time-alone.js';

const [A, B] = ['A', 'B'].map((letter) => letter.repeat(40));
const presents = (thumbprint: string | undefined, events: readonly number[] = []): Answer => ({
  outcome: 'PRESENTED',
  thumbprint: thumbprint ?? null,
  events,
});
const without = (outcome: Answer['outcome'], events: readonly number[] = []): Answer => ({
  outcome,
  thumbprint: null,
  events,
});

describe('what time alone does', () => {
  test.each<[string, Answer, Answer, { readonly weight: ReturnType<typeof weightOf>; readonly words: string }]>([
    [
      'another certificate',
      presents(A),
      presents(B),
      { weight: 'switches', words: 'presents BBBB…BB instead of AAAA…AA' },
    ],
    [
      'an expired one goes on',
      presents(A),
      presents(A, [12016]),
      { weight: 'expires', words: 'goes on presenting AAAA…AA, which is expired then' },
    ],
    [
      'another, expired one',
      presents(A),
      presents(B, [12015]),
      { weight: 'expires', words: 'presents BBBB…BB instead of AAAA…AA, which is expired then' },
    ],
    [
      'none any more',
      presents(A),
      without('NOT_ADVERTISED', [12014]),
      { weight: 'stops', words: 'stops offering a certificate (AAAA…AA until then)' },
    ],
    ['handshakes fail', presents(A), without('HANDSHAKE_FAILS'), { weight: 'stops', words: 'fails every handshake' }],
    ['one becomes valid', without('NOT_ADVERTISED'), presents(B), { weight: 'starts', words: 'presents BBBB…BB' }],
    [
      'it cannot be told',
      presents(A),
      without('INDETERMINATE'),
      { weight: 'unknown', words: 'cannot be told any more' },
    ],
  ])('%s', (_, before, after, { weight, words }) => {
    expect(weightOf(before, after)).toBe(weight);
    expect(whatTimeDoes(before, after)).toBe(words);
  });
});
