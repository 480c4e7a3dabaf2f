import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  byte,
  certificateState,
  END,
  envelope,
  HEADER,
  int32,
  stream,
  text,
} from '../../../test/support/make-net-binary.js';
import { looksLikeNetBinary, readNetBinary } from './read.js';
import { enumerationOf, isNetList, isNetObject, member, resolve, type NetStream } from './value.js';
import { share } from '../../../test/support/share.js';

function read(bytes: Uint8Array): NetStream {
  const result = readNetBinary(bytes);
  if (!result.ok) throw new Error(`${result.at}: ${result.message}`);
  return result.stream;
}

test('an object with its members, references and enumerations, ids negative or not', () => {
  const state = read(certificateState({ certData: Uint8Array.of(1, 2), services: 24, identity: 'EX01\\AB' }));
  expect(isNetObject(state.root) && state.root.className).toMatch(/\.ExchangeCertificate$/);
  expect(member(state, state.root, 'CertData')).toEqual(new Uint8Array([1, 2]));
  expect(member(state, state.root, 'SelfSigned')).toBe(true);
  expect(enumerationOf(state, member(state, state.root, 'Services'))).toBe(24);
  expect(member(state, state.root, 'Identity')).toBe('EX01\\AB');
  expect(member(state, state.root, 'Nothing')).toBeUndefined();
});

test('the envelope, and what follows it, is taken off', () => {
  const body = certificateState({ services: 16 });
  expect(readNetBinary(envelope(body))).toMatchObject({ ok: true, signed: true });
  expect(readNetBinary(body)).toMatchObject({ ok: true, signed: false });
  expect([
    looksLikeNetBinary(envelope(body)),
    looksLikeNetBinary(body),
    looksLikeNetBinary(Buffer.from('hello')),
  ]).toEqual([true, true, false]);
});

test('arrays: of objects with runs of nulls, of texts, of numbers, with a described element', () => {
  const objects = Buffer.concat([
    byte(16),
    int32(1),
    int32(6),
    byte(13),
    byte(2),
    byte(6),
    int32(2),
    text('a'),
    byte(14),
    int32(2),
    byte(10),
  ]);
  expect(read(stream(objects)).root).toEqual([null, null, 'a', null, null, null]);
  const texts = Buffer.concat([byte(17), int32(1), int32(2), byte(6), int32(2), text('a'), byte(9), int32(2)]);
  const both = read(stream(texts));
  expect(isNetList(both.root) && both.root.map((item) => resolve(both, item))).toEqual(['a', 'a']);
  expect(read(stream(byte(15), int32(1), int32(2), byte(8), int32(7), int32(-7))).root).toEqual([7, -7]);
  const binary = Buffer.concat([
    byte(7),
    int32(1),
    byte(0),
    int32(1),
    int32(1),
    byte(4),
    text('IisService'),
    int32(2),
    byte(10),
  ]);
  expect(read(stream(binary)).root).toEqual([null]);
});

test('a class described once serves the next object of it', () => {
  const described = Buffer.concat([byte(4), int32(1), text('C'), int32(1), text('n'), byte(0), byte(8), int32(5)]);
  const next = Buffer.concat([byte(1), int32(2), int32(1), int32(6)]);
  expect(member(read(stream(described, next)), { referenceTo: 2 }, 'n')).toBe(6);
});

test('an object that refers to itself is not walked for ever', () => {
  const self = read(stream(byte(4), int32(1), text('C'), int32(1), text('me'), byte(2), byte(9), int32(1)));
  expect(member(self, member(self, self.root, 'me'), 'me')).toBe(self.root);
});

describe('lying lengths and other lies are said with their place', () => {
  const c = (...parts: readonly Uint8Array[]) => stream(...parts);
  const nested = (levels: number) =>
    Buffer.concat(
      Array.from({ length: levels }, (_, n) =>
        Buffer.concat([byte(4), int32(n + 1), text('C'), int32(1), text('x'), byte(2)]),
      ),
    );
  test.each<[string, Uint8Array, RegExp]>([
    ['no header', Uint8Array.of(7, 1, 2), /begin with its header/],
    ['no bytes', new Uint8Array(), /does not fit/],
    ['no end', HEADER, /without its end/],
    ['a byte array of 2 GB', c(byte(15), int32(1), int32(0x7fffffff), byte(2)), /does not fit/],
    ['a number array of 2 GB', c(byte(15), int32(1), int32(900_000), byte(8)), /does not fit/],
    ['an array of minus one', c(byte(16), int32(1), int32(-1)), /-1 elements/],
    ['a billion nulls', c(byte(16), int32(1), int32(1_000_000_000), byte(14), int32(1_000_000_000)), /elements/],
    ['more nulls than elements', c(byte(16), int32(1), int32(2), byte(14), int32(3)), /run of 3 nulls/],
    ['minus two nulls', c(byte(16), int32(1), int32(2), byte(14), int32(-2)), /run of -2 nulls/],
    ['a long text', c(byte(6), int32(1), Uint8Array.of(0xff, 0xff, 0xff, 0xff, 7)), /does not fit/],
    ['an endless length', c(byte(6), int32(1), Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff)), /more than five/],
    ['many members', c(byte(4), int32(1), text('C'), int32(0x7fffffff)), /members/],
    ['an unknown class', c(byte(1), int32(1), int32(9)), /not described/],
    ['an unknown record', c(byte(21)), /Record type 21/],
    ['an unknown type', c(byte(4), int32(1), text('C'), int32(1), text('x'), byte(0), byte(99), byte(0)), /type 99/],
    ['two dimensions', c(byte(7), int32(1), byte(2), int32(2), int32(1), int32(1), byte(2)), /dimension/],
    ['65 levels', Buffer.concat([HEADER, nested(70), END]), /deeper than 64/],
    ['an envelope longer than the bytes', envelope(certificateState({}), 1_000_000), /does not fit/],
    ['an envelope of minus one', envelope(certificateState({}), -1), /does not fit/],
  ])('%s', (_, bytes, message) => {
    const result = readNetBinary(bytes);
    expect(result).toMatchObject({ ok: false, message: expect.stringMatching(message) });
    expect(!result.ok && result.at).toBeGreaterThanOrEqual(0);
  });

  test('many arrays of nulls together', () => {
    const one = Buffer.concat([byte(16), int32(1), int32(100_000), byte(14), int32(100_000)]);
    expect(readNetBinary(c(...Array.from({ length: 20 }, () => one)))).toMatchObject({
      ok: false,
      message: expect.stringContaining('elements'),
    });
  });

  test('many records', () => {
    expect(readNetBinary(c(Buffer.alloc(200_000, 10)))).toMatchObject({
      ok: false,
      message: expect.stringContaining('records'),
    });
  });

  test('a stream of 17 MB', () => {
    expect(readNetBinary(new Uint8Array(17 * 1024 * 1024))).toMatchObject({
      ok: false,
      message: expect.stringContaining('larger'),
    });
  });
});

test('every cut of a stream, mutations and random bytes end in a value', () => {
  const good = certificateState({ certData: Uint8Array.of(1, 2, 3), identity: 'EX01.contoso.com\\AB' });
  for (let end = 0; end < good.length; end++) expect(readNetBinary(good.subarray(0, end)).ok).toBe(false);
  const spot = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(spot, { minLength: 1, maxLength: 6 }), (spots) => {
      const bytes = Uint8Array.from(good);
      for (const [at, value] of spots) bytes[at] = value;
      expect(typeof readNetBinary(bytes).ok).toBe('boolean');
    }),
    { numRuns: share(3000) },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(typeof readNetBinary(Buffer.concat([HEADER, bytes])).ok).toBe('boolean');
    }),
    { numRuns: share(1000) },
  );
});
