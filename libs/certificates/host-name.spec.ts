import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { domainToASCII } from 'node:url';
import { matchHostName, normalizeHostName } from './host-name.js';
import { toPunycode } from './punycode.js';
import { anyCharacter } from '../../test/support/any-character.js';

describe('host names', () => {
  test('Unicode, upper case and Punycode spell one name', () => {
    const forms = [
      'bücher.contoso.com',
      'BÜCHER.contoso.com',
      'XN--BCHER-KVA.contoso.com',
      ' bu\u0308cher.contoso.com. ',
    ];
    expect(new Set(forms.map(normalizeHostName))).toEqual(new Set(['xn--bcher-kva.contoso.com']));
  });

  test('a fullwidth label becomes plain ASCII', () => {
    expect(normalizeHostName('ｍａｉｌ.contoso.com')).toBe('mail.contoso.com');
  });

  test('one trailing dot goes, labels are not validated', () => {
    expect(normalizeHostName('_mta-sts.Contoso.com..')).toBe('_mta-sts.contoso.com.');
    expect(normalizeHostName('two words.*.com')).toBe('two words.*.com');
  });

  test.each([
    // RFC 3492, section 7.1
    ['ليهمابتكلموشعربي؟', 'egbpdaj6bu4bxfgehfvwxn'],
    ['他们为什么不说中文', 'ihqwcrb4cv8a8dqg056pqjye'],
    ['3年b組金八先生', '3b-ww4c5e180e575a65lsy2b'],
    ['-> $1.00 <-', '-> $1.00 <--'],
  ])('the Punycode of %s', (label, encoded) => {
    expect(toPunycode(label)).toBe(encoded);
  });

  test('agrees with the platform on lower-case letters of many scripts', () => {
    const letter = fc.constantFrom(...'abcxyz09äöüßéèçñøåłžđαβγδежзйλ漢字かなア한글अआक');
    fc.assert(
      fc.property(fc.array(letter, { minLength: 1, maxLength: 12 }), (letters) => {
        const name = `${letters.join('')}.contoso.com`;
        expect(normalizeHostName(name)).toBe(domainToASCII(name));
      }),
    );
  });

  test('never throws and is idempotent', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        const once = normalizeHostName(`a${text}z`);
        expect(normalizeHostName(once)).toBe(once);
      }),
    );
  });

  test.each([
    ['mail.contoso.com', 'mail.contoso.com', 'exact'],
    ['*.contoso.com', 'mail.contoso.com', 'wildcard'],
    ['*.contoso.com', '*.contoso.com', 'exact'],
    ['*.contoso.com', 'contoso.com', 'none'],
    ['*.contoso.com', '.contoso.com', 'none'],
    ['*.contoso.com', 'a.b.contoso.com', 'none'],
    ['*.contoso.com', 'mailxcontoso.com', 'none'],
    ['mail*.contoso.com', 'mail1.contoso.com', 'none'],
    ['*', 'ex01', 'none'],
    ['ex01', 'ex01.contoso.com', 'none'],
  ])('%s against %s: %s', (pattern, name, match) => {
    expect(matchHostName(pattern, name)).toBe(match);
  });
});
