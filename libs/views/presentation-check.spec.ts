import { describe, expect, test } from '@jest/globals';
import { checkPresentation, countsByRule, type Check, type Predicted, type Seen } from './presentation-check.js';

const [A, B] = ['A'.repeat(40), 'B'.repeat(40)];
const seen = (keys: Partial<Seen>): Seen => ({ endpoint: 'pop', chain: [], ...keys });
const SHOWS_A: Predicted = { outcome: 'PRESENTED', thumbprint: A };

describe('what was seen and what was foretold', () => {
  test.each<[string, Seen, Predicted | null, Check]>([
    ['the same certificate', seen({ chain: [A, B] }), SHOWS_A, { agreement: 'agrees', reason: 'same-certificate' }],
    [
      'lower case',
      seen({ chain: [A.toLowerCase()], outcome: 'PRESENTED' }),
      SHOWS_A,
      { agreement: 'agrees', reason: 'same-certificate' },
    ],
    ['another certificate', seen({ chain: [B, A] }), SHOWS_A, { agreement: 'disagrees', reason: 'other-certificate' }],
    [
      'no TLS where a certificate was foretold',
      seen({ outcome: 'NOT_ADVERTISED' }),
      SHOWS_A,
      { agreement: 'disagrees', reason: 'other-outcome' },
    ],
    [
      'a certificate where none was foretold',
      seen({ chain: [A] }),
      { outcome: 'NOT_ADVERTISED', thumbprint: null },
      { agreement: 'disagrees', reason: 'other-outcome' },
    ],
    [
      'no TLS, as foretold',
      seen({ outcome: 'NOT_ADVERTISED' }),
      { outcome: 'NOT_ADVERTISED', thumbprint: null },
      { agreement: 'agrees', reason: 'same-outcome' },
    ],
    [
      '454, as foretold',
      seen({ outcome: 'HANDSHAKE_FAILS', reason: 'refused' }),
      { outcome: 'HANDSHAKE_FAILS', thumbprint: A },
      { agreement: 'agrees', reason: 'same-outcome' },
    ],
    [
      'an alert where a certificate was foretold',
      seen({ outcome: 'HANDSHAKE_FAILS', reason: 'alert' }),
      SHOWS_A,
      { agreement: 'disagrees', reason: 'other-outcome' },
    ],
    [
      'no common version',
      seen({ outcome: 'HANDSHAKE_FAILS', reason: 'no-common' }),
      SHOWS_A,
      { agreement: 'cannot-tell', reason: 'seen-unknown' },
    ],
    ['no certificate, where one was foretold', seen({}), SHOWS_A, { agreement: 'disagrees', reason: 'other-outcome' }],
    [
      'a certificate in PEM of an older probe',
      seen({ chain: ['-----BEGIN CERTIFICATE-----'] }),
      SHOWS_A,
      { agreement: 'cannot-tell', reason: 'seen-unknown' },
    ],
    [
      'an unknown prediction',
      seen({ chain: [A] }),
      { outcome: 'INDETERMINATE', thumbprint: null },
      { agreement: 'cannot-tell', reason: 'prediction-unknown' },
    ],
    ['no prediction', seen({ chain: [A] }), null, { agreement: 'cannot-tell', reason: 'no-prediction' }],
  ])('%s', (_what, what, predicted, check) => {
    expect(checkPresentation(what, predicted)).toEqual(check);
  });

  test('are counted per rule and version', () => {
    const check = (agreement: 'agrees' | 'disagrees' | 'cannot-tell') =>
      ({ agreement, reason: 'same-certificate' }) as const;
    const counts = countsByRule([
      { rule: 'STLS-9', version: '2019', check: check('agrees') },
      { rule: 'STLS-9', version: '2019', check: check('disagrees') },
      { rule: 'STLS-9', version: null, check: check('cannot-tell') },
      { rule: 'IIS-1', version: '2019', check: check('agrees') },
      { rule: null, version: '2019', check: check('agrees') },
    ]);
    expect(counts).toEqual([
      { rule: 'IIS-1', version: '2019', agrees: 1, disagrees: 0, cannotTell: 0 },
      { rule: 'STLS-9', version: null, agrees: 0, disagrees: 0, cannotTell: 1 },
      { rule: 'STLS-9', version: '2019', agrees: 1, disagrees: 1, cannotTell: 0 },
    ]);
  });
});
