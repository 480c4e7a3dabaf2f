import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseConnectorBinding } from './connector-binding.js';
import { hostNameOfHttpsUrl } from './https-url.js';
import { isLoopback, isUnspecified, parseIpAddress, sameAddress } from './ip-address.js';
import { parseRemoteRange, rangeContains, sizeOfRange } from './remote-range.js';
import { isUnreadable } from './unreadable.js';

function read<T>(value: T): Exclude<T, { unreadable: string }> {
  if (isUnreadable(value)) throw new Error(value.unreadable);
  return value as Exclude<T, { unreadable: string }>;
}
const address = (text: string) => read(parseIpAddress(text));
const range = (text: string) => read(parseRemoteRange(text));

describe('addresses', () => {
  test.each([
    ['[::1]', '0:0:0:0:0:0:0:1'],
    ['fe80::1%eth0-a', 'FE80::1'],
    ['::ffff:10.0.0.5', '10.0.0.5'],
    ['::ffff:a00:5', '10.0.0.5'],
    ['2001:db8::10.0.0.5', '2001:db8::a00:5'],
    [' 10.0.0.5 ', '10.0.0.5'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ])('%s is %s', (one, other) => {
    expect(sameAddress(address(one), address(other))).toBe(true);
  });

  test.each([
    '',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.1.2',
    '1::2::3',
    ':::',
    '1:2:3:4:5:6:7',
    '12345::',
    'g::',
    '*',
    'ex01',
    '1:2:3:4:5:6:7:8::',
  ])('"%s" is no address', (text) => {
    expect(isUnreadable(parseIpAddress(text))).toBe(true);
  });

  test('unspecified and loopback', () => {
    expect(['0.0.0.0', '::', '[::]'].map(address).every(isUnspecified)).toBe(true);
    expect(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'].map(address).every(isLoopback)).toBe(true);
    expect(['10.0.0.1', '::2', '0.0.0.1'].map(address).some(isLoopback)).toBe(false);
  });

  test('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.ipV6(), fc.string({ unit: fc.constantFrom(...'0123456789abf:.%[]/()-') })),
        (text) => {
          parseIpAddress(text);
          parseRemoteRange(text);
          parseConnectorBinding(text);
          hostNameOfHttpsUrl(text);
        },
      ),
    );
    fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => !isUnreadable(parseIpAddress(text))));
  });
});

describe('remote ranges', () => {
  test.each<[string, bigint, string]>([
    ['192.168.1.75', 1n, '192.168.1.75'],
    ['192.168.1.0-192.168.1.255', 256n, '192.168.1.7'],
    ['192.168.1.77/24', 256n, '192.168.1.255'],
    ['192.168.1.77(255.255.255.0)', 256n, '192.168.1.0'],
    ['10.0.0.0(255.255.255.255)', 1n, '10.0.0.0'],
    ['10.0.0.0/0', 1n << 32n, '255.255.255.255'],
    ['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 1n << 128n, '2001:db8::1'],
    ['2001:db8::/64', 1n << 64n, '2001:db8::ffff'],
    ['2001:db8::(ffff:ffff::)', 1n << 96n, '2001:db8:1::'],
    ['::ffff:10.0.0.0/24', 256n, '10.0.0.9'],
    ['::ffff:10.0.0.0/120', 256n, '10.0.0.9'],
    ['fe80::1%eth0-fe80::ff%eth0', 255n, 'fe80::7'],
  ])('%s has %s addresses, among them %s', (text, size, inside) => {
    expect(sizeOfRange(range(text))).toBe(size);
    expect(rangeContains(range(text), address(inside))).toBe(true);
  });

  test('a range holds its own family only', () => {
    expect(rangeContains(range('::/0'), address('10.0.0.1'))).toBe(false);
    expect(rangeContains(range('10.0.0.0/31'), address('10.0.0.2'))).toBe(false);
  });

  test.each([
    '10.0.0.2-10.0.0.1',
    '10.0.0.0/33',
    '10.0.0.0(255.0.255.0)',
    '10.0.0.0(ffff::)',
    '::-10.0.0.1',
    '10.0.0.1-',
    '1-2-3',
    'x/24',
    '10.0.0.0(',
    '',
  ])('"%s" is no range', (text) => {
    expect(isUnreadable(parseRemoteRange(text))).toBe(true);
  });
});

describe('bindings and URLs', () => {
  test('a binding has an address and a port', () => {
    expect(read(parseConnectorBinding('[::]:25'))).toEqual({ address: address('::'), port: 25 });
    expect(read(parseConnectorBinding('10.0.0.5:587'))).toEqual({ address: address('10.0.0.5'), port: 587 });
  });

  test.each(['25', ':25', '10.0.0.5', '10.0.0.5:', '10.0.0.5:65536', 'ex01:25', '*:25'])(
    '"%s" is no binding',
    (text) => {
      expect(isUnreadable(parseConnectorBinding(text))).toBe(true);
    },
  );

  test('only https URLs have a host name', () => {
    expect(hostNameOfHttpsUrl('https://Mail.contoso.com:443/owa')).toBe('mail.contoso.com');
    expect(hostNameOfHttpsUrl('HTTPS://user@mail.contoso.com')).toBe('mail.contoso.com');
    expect(hostNameOfHttpsUrl('http://mail.contoso.com/owa')).toBeNull();
    expect(hostNameOfHttpsUrl('mail.contoso.com')).toBeNull();
  });
});
