import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyCharacter } from '../../../test/support/any-character.js';
import { share } from '../../../test/support/share.js';
import { labelValue, LONGEST_LABEL } from './label.js';
import { family, gauge, pagedFamily, type Sample } from './metric.js';

const METRIC = gauge('certfleet_test', 'A help with a \\ and a\nline', ['org', 'server']);

describe('the text of a family', () => {
  test('says what it is, then its samples', () => {
    const samples: Sample[] = [
      [['contoso', 'ex01'], 1_800_000_000.123],
      [['contoso', 'a "b" \\ c'], 0],
    ];
    expect(family(METRIC, samples)).toBe(
      '# HELP certfleet_test A help with a \\\\ and a\\nline\n# TYPE certfleet_test gauge\n' +
        'certfleet_test{org="contoso",server="ex01"} 1800000000.123\n' +
        'certfleet_test{org="contoso",server="a \\"b\\" \\\\ c"} 0\n',
    );
  });

  test('of one without labels has no braces', () => {
    expect(family(gauge('one', 'x', []), [[[], 3]])).toBe('# HELP one x\n# TYPE one gauge\none 3\n');
  });

  test('stands together when it comes in pages', async () => {
    async function* pages(): AsyncGenerator<readonly Sample[]> {
      yield [[['a', 'x'], 1]];
      yield [];
      yield [[['b', 'y'], 2]];
    }
    const text: string[] = [];
    for await (const piece of pagedFamily(METRIC, pages())) text.push(piece);
    expect(text.join('')).toBe(
      family(METRIC, [
        [['a', 'x'], 1],
        [['b', 'y'], 2],
      ]),
    );
  });
});

describe('the value of a label', () => {
  test.each([
    ['ordinary', 'receive:Default Frontend EX01:starttls', 'receive:Default Frontend EX01:starttls'],
    ['of another script', 'Müller 証明書', 'Müller 証明書'],
    ['with what the format escapes', 'a"b\\c', 'a\\"b\\\\c'],
  ])('%s', (_, text, told) => expect(labelValue(text)).toBe(told));

  test.each([
    ['a line break', 'a\nb'],
    ['a carriage return', 'a\rb'],
    ['a NUL', 'a\0b'],
    ['half of a surrogate pair', 'a\ud800b'],
    ['a text that is turned round', 'a\u202eb'],
    ['a line separator', 'a\u2028b'],
  ])('%s is replaced, and the whole told by its hash', (_, text) => {
    expect(labelValue(text)).toMatch(/^a\ufffdb~[0-9a-f]{12}$/);
  });

  test('is short, one line, well-formed, and another one for another text, whatever a stranger wrote', () => {
    const seen = new Map<string, string>();
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 300 }), (text) => {
        const told = labelValue(text);
        expect(told).toMatch(/^(?:[^"\\\n\r]|\\["\\])*$/u);
        expect(told).not.toMatch(/\p{Surrogate}/u);
        expect(told.replace(/\\(.)/g, '$1').length).toBeLessThanOrEqual(LONGEST_LABEL);
        expect(seen.get(told) ?? text).toBe(text);
        seen.set(told, text);
      }),
      { numRuns: share(2_000) },
    );
  });

  test('of long names that begin alike stays apart', () => {
    const long = 'x'.repeat(100_000);
    const pair = '\u{1f4e7}'.repeat(200);
    expect(labelValue(`${long}a`)).not.toBe(labelValue(`${long}b`));
    expect(labelValue(pair)).not.toMatch(/\p{Surrogate}/u);
  });
});
