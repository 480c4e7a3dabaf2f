import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { columns, json, padded, shown } from './escape.js';
import { anyCharacter } from '../../../test/support/any-character.js';

describe('text of strangers', () => {
  test.each([
    ['an escape sequence', '\u001b[31mred\u001b[0m', '\\u{1b}[31mred\\u{1b}[0m'],
    ['the one-byte CSI of C1', '\u009b31m', '\\u{9b}31m'],
    ['a line break', 'a\nb\r\tc', 'a\\u{a}b\\u{d}\\u{9}c'],
    ['a mark that turns the direction', 'moc.\u202eevil', 'moc.\\u{202e}evil'],
    ['an invisible blank', 'mail\u200b.contoso.com', 'mail\\u{200b}.contoso.com'],
    ['a lone surrogate', 'x\ud800y', 'x\\u{d800}y'],
    ['a tag character', 'x\u{e0041}', 'x\\u{e0041}'],
  ])('%s is shown, not obeyed', (_what, text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  test('names of other scripts stay as they are', () => {
    expect(shown('Bücher 書店 почта 😀')).toBe('Bücher 書店 почта 😀');
  });

  test('nothing that is shown can act on a terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        expect([...shown(text)].every((c) => c >= ' ' && !(c >= '\u007f' && c <= '\u009f'))).toBe(true);
      }),
    );
  });

  test('JSON keeps the data and spells what acts on a terminal', () => {
    const value = { subject: 'CN=\u009b31m\u202e\u001b]0;x\u0007\u{e0041}\ud800' };
    const text = json(value);
    expect(JSON.parse(text)).toEqual(value);
    expect(text).not.toMatch(/[\u007f-\u009f\u202e]/);
    expect(text).toContain('\\u009b31m\\u202e\\u001b]0;x\\u0007\\udb40\\udc41\\ud800');
  });
});

describe('columns', () => {
  test.each([
    ['mail', 4],
    ['書店', 4],
    ['e\u0301', 1],
    ['😀', 2],
  ])('%s', (text, width) => expect(columns(text)).toBe(width));

  test('padding counts columns', () => expect(padded('書', 4)).toBe('書  '));
});
