import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commonNames, parseDistinguishedName } from './distinguished-name.js';

describe('distinguished names', () => {
  test.each<[string, string[]]>([
    ['CN=mail.contoso.com, O=Contoso', ['mail.contoso.com']],
    ['O="Contoso, Inc.", CN=mail.contoso.com', ['mail.contoso.com']],
    ['O="A, CN=b"', []],
    ['O=Fish+Chips, Ltd., CN=x', ['x']],
    ['CN=mail.contoso.com+old', ['mail.contoso.com+old']],
    ['OU=Mail + CN=x', ['x']],
    ['2.5.4.3=a, oid.2.5.4.3=b; cn = c ', ['a', 'b', 'c']],
    ['CN=, CN=x', ['x']],
    ['CN=b\\C3\\BCcher.contoso.com', ['bücher.contoso.com']],
    ['CN=a\\, b\\ ', ['a, b ']],
    ['CN=back\\slash', ['back\\slash']],
    ['CN="say ""hi"" \\"ho\\" \\\\"', ['say "hi" "ho" \\']],
    ['CN="a" junk, not an end, CN=b', ['a', 'b']],
    ['CN="unclosed, CN=b', ['unclosed, CN=b']],
    ['CN=a,', ['a']],
    ['CN=a, b', ['a, b']],
    ['no type, CN=a', []],
    ['', []],
  ])('the common names of %s', (text, names) => {
    expect(commonNames(text)).toEqual(names);
  });

  test('keeps types, values and their order', () => {
    expect(parseDistinguishedName('E=a@b.c, OU=x;DC=contoso')).toEqual([
      { type: 'E', value: 'a@b.c' },
      { type: 'OU', value: 'x' },
      { type: 'DC', value: 'contoso' },
    ]);
  });

  test('never fails, and a quoted value comes back as it was', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, value) => {
        parseDistinguishedName(text);
        const quoted = `O="${value.replaceAll('\\', '\\\\').replaceAll('"', '""')}", CN=x`;
        expect(parseDistinguishedName(quoted)).toEqual([
          { type: 'O', value },
          { type: 'CN', value: 'x' },
        ]);
      }),
    );
  });
});
