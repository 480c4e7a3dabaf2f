import { describe, expect, test } from '@jest/globals';
import { knobsOf, precedence } from './policy.js';
import { instantOf } from './select-server.js';

describe('the policy', () => {
  test('has the defaults of the rulebook; null leaves them', () => {
    const defaults = knobsOf(undefined);
    expect(defaults).toEqual({
      tieBreak: 'notBefore',
      expiredPolicy: 'lastResort',
      exchange2007Profile: 'documented',
      preferExactOverWildcard: false,
      pinFallback: 'never',
      httpSysPrecedence: ['exactIp', 'sni', 'wildcardIp'],
      enableAdditive: true,
    });
    expect(knobsOf(JSON.parse('{ "tieBreak": null, "httpSysPrecedence": null }'))).toEqual(defaults);
    expect(knobsOf({ tieBreak: 'notAfter', enableAdditive: false })).toEqual({
      ...defaults,
      tieBreak: 'notAfter',
      enableAdditive: false,
    });
  });

  test('a precedence names each class once', () => {
    expect(precedence('sni > wildcardIp>exactIp')).toEqual(['sni', 'wildcardIp', 'exactIp']);
    for (const text of ['', 'sni', 'sni>sni>exactIp', 'sni>exactIp>wildcardIp>sni', 'a>b>c', undefined]) {
      expect(precedence(text)).toBeNull();
    }
  });
});

describe('the instant of evaluation', () => {
  test('is RFC 3339 or milliseconds; anything else is a fault of the caller', () => {
    expect(instantOf('2026-06-01T00:00:00Z')).toBe(Date.UTC(2026, 5, 1));
    expect(instantOf(0)).toBe(0);
    expect(() => instantOf('tomorrow')).toThrow(RangeError);
    expect(() => instantOf(Number.NaN)).toThrow(RangeError);
  });
});
