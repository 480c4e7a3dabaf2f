import { describe, expect, test } from '@jest/globals';
import { knobsOf } from '#libs/selection/policy.js';
import { serverFacts } from '#libs/selection/server-facts.js';
import { ex01, PUB26, SELF } from '../../test/support/fixture.js';
import { certificateNamed, dayOf, listed, plain } from './wording.js';

describe('words of a summary', () => {
  test('a text of a document stays on one line', () => {
    expect(plain(' a\r\n b\u202Ec\tD ')).toBe('a b c D');
    expect(plain('x'.repeat(200))).toHaveLength(80);
  });

  test('a certificate is known by the end of its thumbprint and its common name', () => {
    const nameless = { ...SELF, subject: 'O=Contoso' };
    const facts = serverFacts(ex01({ certificates: [PUB26, nameless] }), undefined, knobsOf(undefined));
    expect(certificateNamed(facts, PUB26.thumbprint)).toBe('certificate …EA30 (mail.contoso.com)');
    expect(certificateNamed(facts, SELF.thumbprint)).toBe('certificate …700F');
    expect(certificateNamed(facts, 'AB'.repeat(20))).toBe('certificate …ABAB');
    expect(certificateNamed({ certificates: undefined }, SELF.thumbprint)).toBe('certificate …700F');
  });

  test('a list is read aloud', () => {
    expect(listed([])).toBe('');
    expect(listed(['a'])).toBe('a');
    expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
    expect(listed(['a', 'b', 'c', 'd'], 3)).toBe('a, b and 2 more');
  });

  test('a day is that of UTC', () => {
    expect(dayOf(Date.parse('2027-06-20T23:59:59Z'))).toBe('2027-06-20');
  });
});
