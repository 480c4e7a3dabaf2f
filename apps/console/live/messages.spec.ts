import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readMessages } from './messages.js';

const STREAM =
  'retry: 2000\n\nid: 7\nevent: certfleet.note.added.v1\ndata: {"a":1}\n\n: at 7\n\nid: 8\ndata: one\ndata: two\n\n';

describe('server-sent events', () => {
  test('whole messages are told, what is half there waits', () => {
    const first = readMessages('', STREAM.slice(0, 60));
    expect(first.messages).toEqual([]);
    const second = readMessages(first.rest, STREAM.slice(60));
    expect(second).toEqual({
      messages: [
        { id: '7', event: 'certfleet.note.added.v1', data: '{"a":1}' },
        { id: '8', event: null, data: 'one\ntwo' },
      ],
      rest: '',
    });
  });

  test('it does not matter where the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(STREAM.length), { maxLength: 12 }), fc.boolean(), (cuts, isWindows) => {
        const text = isWindows ? STREAM.replaceAll('\n', '\r\n') : STREAM;
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        let rest = '';
        const told = places.slice(1).flatMap((end, i) => {
          const read = readMessages(rest, text.slice(places[i], end));
          rest = read.rest;
          return read.messages;
        });
        expect(told).toEqual(readMessages('', STREAM).messages);
      }),
    );
  });

  test('any text is read without a fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (rest, chunk) => void readMessages(rest, chunk)),
    );
  });

  test('a message that never ends is given up', () => {
    expect(() => readMessages('data: '.padEnd(9_000_000, 'x'), 'x')).toThrow(RangeError);
  });
});
