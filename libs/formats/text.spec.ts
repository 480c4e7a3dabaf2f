import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeText, explainBadText, quoted, readInput } from './text.js';

const TEXT = '<Objs>Größe 😀</Objs>';
const utf16be = Buffer.from(TEXT, 'utf16le').swap16();

test.each([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with mark', Buffer.from(`\ufeff${TEXT}`)],
  ['UTF-16LE', Buffer.from(TEXT, 'utf16le')],
  ['UTF-16LE with mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
  ['UTF-16BE', utf16be],
  ['UTF-16BE with mark', Buffer.concat([Buffer.of(0xfe, 0xff), utf16be])],
])('%s', (_, bytes) => {
  expect(readInput(bytes)).toEqual({ bytes, text: TEXT });
});

test('the shortest texts', () => {
  expect([
    decodeText(new Uint8Array()),
    decodeText(Buffer.from('{}')),
    decodeText(Buffer.from('{}', 'utf16le')),
  ]).toEqual(['', '{}', '{}']);
});

describe('no text', () => {
  test('binary bytes are null and need no explanation', () => {
    const bytes = Uint8Array.of(0x30, 0x82, 0x03, 0x2d, 0x30, 0x82);
    expect([decodeText(bytes), explainBadText(bytes)]).toEqual([null, null]);
  });

  test.each([
    [
      'Latin-1',
      Buffer.concat([Buffer.from('a'.repeat(100)), Buffer.of(0xe4), Buffer.from('b'.repeat(50))]),
      'byte 10',
      'UTF-8',
    ],
    ['half a surrogate pair in UTF-16', Buffer.from(`${'a'.repeat(100)}\ud83dbbb`, 'utf16le'), 'byte 20', 'UTF-16LE'],
    ['UTF-16 cut within a character', Buffer.from('abcdef', 'utf16le').subarray(0, 11), 'byte 1', 'UTF-16LE'],
  ])('%s: the refusal says where', (_, bytes, place, encoding) => {
    expect(explainBadText(bytes)).toMatchObject({
      kind: 'malformed',
      place: expect.stringContaining(place),
      message: expect.stringContaining(encoding),
    });
  });

  test('well-formed text needs no explanation', () => {
    expect([explainBadText(Buffer.from(TEXT)), explainBadText(utf16be)]).toEqual([null, null]);
  });
});

test('a quotation is short and printable', () => {
  expect(quoted('a\n"b"\u202e\u0085')).toBe('"a\\n\\"b\\"\\u202e\\u0085"');
  expect(quoted('x'.repeat(1000))).toHaveLength(63);
});

test('any bytes end in a value, and any text comes back', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void [decodeText(bytes), explainBadText(bytes)]));
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) =>
      expect(decodeText(Buffer.from(`<${text}`, 'utf8'))).toBe(`<${text}`),
    ),
  );
});
