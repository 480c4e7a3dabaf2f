import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonical, canonicalText } from './canonical.js';

describe('the canonical text', () => {
  const keys = fc.oneof(
    fc.string(),
    fc.constantFrom('__proto__', 'constructor', 'toString', '10', '9', '01', '-1', 'ä', '\ud83d'),
  );
  const values = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\ud800', '\u2028', '\0', null, undefined, true, -0, Number.NaN, 1e21),
      fc.double(),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.array(fc.tuple(keys, tie('value')), { maxLength: 6 }).map((entries) => Object.fromEntries<unknown>(entries)),
    ),
  })).value;

  test('is that of the canonical value, whatever its keys', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(canonicalText(value)).toBe(JSON.stringify(canonical(value)) ?? 'null');
      }),
      { numRuns: 2000 },
    );
  });

  test('orders keys by code units, and those that are numbers as objects do', () => {
    expect(canonicalText({ b: 1, a: [undefined, { z: undefined }], '10': 1, '9': 2 })).toBe(
      '{"9":2,"10":1,"a":[null,{}],"b":1}',
    );
  });
});
