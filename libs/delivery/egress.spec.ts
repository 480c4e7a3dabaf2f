import { describe, expect, test } from '@jest/globals';
import { egressFault, PUBLIC_ONLY, readRanges, type EgressPolicy } from './egress.js';

function allowing(text: string): EgressPolicy {
  const ranges = readRanges(text);
  if ('fault' in ranges) throw new Error(ranges.fault);
  return { http: false, ranges };
}

test.each([
  '1.1.1.1',
  '52.0.0.1',
  '172.15.255.255',
  '172.32.0.0',
  '100.63.255.255',
  '223.255.255.255',
  '2606:4700::1111',
  '2a00:1450::1',
  '64:ff9b::101:101',
  '::ffff:1.1.1.1',
])('%s is the public internet', (address) => {
  expect(egressFault(address, PUBLIC_ONLY)).toBeNull();
});

test.each([
  ['127.0.0.1', /this machine/],
  ['127.255.1.2', /this machine/],
  ['::1', /this machine/],
  ['::ffff:7f00:1', /this machine/],
  ['::127.0.0.1', /this machine/],
  ['64:ff9b::7f00:1', /this machine/],
  ['2002:7f00:1::', /this machine/],
  ['10.1.2.3', /private/],
  ['172.16.0.1', /private/],
  ['172.31.255.255', /private/],
  ['192.168.0.1', /private/],
  ['::ffff:10.0.0.1', /private/],
  ['64:ff9b::a00:1', /private/],
  ['2002:c0a8:101::1', /private/],
  ['fc00::1', /private/],
  ['fd12:3456::1', /private/],
  ['fec0::1', /private/],
  ['169.254.1.1', /link-local/],
  ['fe80::1', /link-local/],
  ['fe80::1%eth0', /link-local/],
  ['169.254.169.254', /metadata/],
  ['::ffff:a9fe:a9fe', /metadata/],
  ['64:ff9b::a9fe:a9fe', /metadata/],
  ['168.63.129.16', /metadata/],
  ['100.100.100.200', /metadata/],
  ['fd00:ec2::254', /metadata/],
  ['0.0.0.0', /unspecified/],
  ['::', /unspecified/],
  ['0.1.2.3', /this network/],
  ['100.64.0.1', /shared/],
  ['224.0.0.1', /multicast/],
  ['239.255.255.250', /multicast/],
  ['ff02::1', /multicast/],
  ['255.255.255.255', /broadcast/],
  ['240.0.0.1', /reserved/],
  ['198.18.0.1', /benchmarks/],
  ['203.0.113.9', /examples/],
  ['2001:db8::1', /examples/],
  ['2001:0:7f00:1::', /reserved/],
  ['64:ff9b:1::a00:1', /reserved/],
  ['::ffff:0:7f00:1', /reserved/],
  ['100::1', /reserved/],
  ['localhost', /no address/],
  ['2130706433', /no address/],
  ['0x7f.1', /no address/],
  ['', /no address/],
])('%s is refused', (address, why) => {
  expect(egressFault(address, PUBLIC_ONLY)).toMatch(why);
});

describe('an allow-list', () => {
  test('lets in what it names, however that is written, and nothing beside it', () => {
    const policy = allowing('10.0.0.0/8, 192.168.7.20 fd00::/8');
    for (const address of ['10.255.0.1', '::ffff:10.0.0.1', '64:ff9b::a00:1', '192.168.7.20', 'fd12::1'])
      expect(egressFault(address, policy)).toBeNull();
    for (const address of ['172.16.0.1', '192.168.7.21', 'fe80::1', '127.0.0.1'])
      expect(egressFault(address, policy)).not.toBeNull();
  });

  test('lets in a metadata address only by itself', () => {
    expect(egressFault('169.254.169.254', allowing('169.254.0.0/16'))).toMatch(/metadata/);
    expect(egressFault('169.254.169.253', allowing('169.254.0.0/16'))).toBeNull();
    expect(egressFault('169.254.169.254', allowing('169.254.169.254'))).toBeNull();
  });

  test('never lets in groups, broadcast and nothing', () => {
    for (const address of ['0.0.0.0', '::', '224.0.0.1', 'ff02::1', '255.255.255.255'])
      expect(egressFault(address, allowing('0.0.0.0/0, ::/0'))).not.toBeNull();
  });

  test.each(['10.0.0.0/33', '10.0.0/8', 'fd00::/129', 'example.com', '10.0.0.1-10.0.0.9', '10.0.0.0/', 'fe80::1%eth0'])(
    '%s is no range',
    (text) => {
      expect(readRanges(`10.0.0.0/8 ${text}`)).toEqual({ fault: expect.stringContaining(text) });
    },
  );
});
