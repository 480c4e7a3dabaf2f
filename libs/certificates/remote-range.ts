import { bitsOf, parseIpAddress, type IpAddress } from './ip-address.js';
import { isUnreadable, type Unreadable } from './unreadable.js';

/** One entry of `RemoteIPRanges`: addresses of one family, both ends included. */
export interface RemoteRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** The range of `address`, `first-last`, `address/prefix` or `address(mask)`, host bits cleared, or what is wrong with it. @cite rulebook 3.5 */
export function parseRemoteRange(text: string): RemoteRange | Unreadable {
  // A zone may hold any character, so it goes before the text is taken apart.
  const range = text.replace(/%[^\]/(\s-]*/g, '').trim();
  const prefixed = /^([^/]+)\/(\d{1,3})$/.exec(range);
  if (prefixed?.[1] !== undefined) return prefixRange(prefixed[1], Number(prefixed[2]));
  const masked = /^([^(]+)\(([^()]+)\)$/.exec(range);
  if (masked?.[1] !== undefined && masked[2] !== undefined) return maskRange(masked[1], masked[2]);
  const [first = '', last = first, ...more] = range.split('-');
  return more.length > 0 ? { unreadable: 'is not an address range' } : span(first, last);
}

/** The number of addresses in a range: the smaller, the more specific. */
export function sizeOfRange({ first, last }: RemoteRange): bigint {
  return last - first + 1n;
}

export function rangeContains(range: RemoteRange, address: IpAddress): boolean {
  return range.family === address.family && range.first <= address.value && address.value <= range.last;
}

function span(firstText: string, lastText: string): RemoteRange | Unreadable {
  const first = parseIpAddress(firstText);
  if (isUnreadable(first)) return first;
  const last = parseIpAddress(lastText);
  if (isUnreadable(last)) return last;
  if (first.family !== last.family) return { unreadable: 'mixes IPv4 and IPv6' };
  if (last.value < first.value) return { unreadable: 'ends before it begins' };
  return { family: first.family, first: first.value, last: last.value };
}

function prefixRange(text: string, prefix: number): RemoteRange | Unreadable {
  const address = parseIpAddress(text);
  if (isUnreadable(address)) return address;
  const bits = bitsOf(address.family);
  // The prefix of an IPv4-mapped address may be counted within the 128 bits that were written.
  const length = address.family === 4 && text.includes(':') && prefix >= 96 ? prefix - 96 : prefix;
  return length > bits ? { unreadable: `has a prefix longer than ${bits}` } : network(address, BigInt(bits - length));
}

function maskRange(text: string, maskText: string): RemoteRange | Unreadable {
  const address = parseIpAddress(text);
  if (isUnreadable(address)) return address;
  const mask = parseIpAddress(maskText);
  if (isUnreadable(mask)) return mask;
  if (mask.family !== address.family) return { unreadable: 'has a mask of another address family' };
  const hosts = ((1n << BigInt(bitsOf(mask.family))) - 1n) ^ mask.value;
  if ((hosts & (hosts + 1n)) !== 0n) return { unreadable: 'has a mask with holes' };
  return network(address, BigInt(hosts.toString(2).length) * (hosts === 0n ? 0n : 1n));
}

function network({ family, value }: IpAddress, hostBits: bigint): RemoteRange {
  const first = (value >> hostBits) << hostBits;
  return { family, first, last: first + (1n << hostBits) - 1n };
}
