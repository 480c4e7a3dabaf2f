import { bitsOf, isLoopback, isUnspecified, parseIpAddress, type IpAddress } from '#libs/certificates/ip-address.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';

/** Where deliveries may go. Whoever runs Certfleet says it; whoever sets up a channel cannot. */
export interface EgressPolicy {
  /** Whether http:// is allowed; https always is. */
  readonly http: boolean;
  /** Networks that are allowed although they are private, or this machine. */
  readonly ranges: readonly AddressRange[];
}

export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** Public addresses, over https. */
export const PUBLIC_ONLY: EgressPolicy = Object.freeze({ http: false, ranges: [] });

/** The ranges of a list such as `10.0.0.0/8, 192.168.7.20, fd00::/8`, or what is wrong with it. */
export function readRanges(text: string): readonly AddressRange[] | { readonly fault: string } {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  const ranges: AddressRange[] = [];
  for (const part of parts) {
    const range = rangeOf(part);
    if (range === null) return { fault: `${part} is no address and no network such as 10.0.0.0/8` };
    ranges.push(range);
  }
  return ranges;
}

function rangeOf(text: string): AddressRange | null {
  const [, base = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = parseIpAddress(base);
  if (isUnreadable(address) || base.includes('%')) return null;
  const bits = bitsOf(address.family);
  const kept = length === undefined ? bits : Number(length);
  if (kept > bits) return null;
  const free = BigInt(bits - kept);
  const first = (address.value >> free) << free;
  return { family: address.family, first, last: first + (1n << free) - 1n };
}

/** Why an address must not be connected to, as half a sentence; null: it may. */
export function egressFault(text: string, { ranges }: EgressPolicy): string | null {
  const written = parseIpAddress(text);
  if (isUnreadable(written)) return 'no address';
  const address = within(written);
  const forbidden = forbiddenKind(address);
  if (forbidden !== null) return forbidden;
  const listed = ranges.filter((range) => holds(range, address) || holds(range, written));
  if (isMetadata(address)) return listed.some(({ first, last }) => first === last) ? null : METADATA;
  return listed.length > 0 ? null : privateKind(address);
}

const METADATA = 'the address of a cloud’s metadata, which must be allowed by itself, not as a part of a network';

function holds({ family, first, last }: AddressRange, address: IpAddress): boolean {
  return family === address.family && first <= address.value && address.value <= last;
}

/** The IPv4 address inside of an IPv6 address that is one in disguise: NAT64, 6to4, IPv4-compatible. (IPv4-mapped is read so already.) */
function within(address: IpAddress): IpAddress {
  const { family, value } = address;
  if (family === 4) return address;
  if (value >> 32n === 0x0064ff9b0000000000000000n) return { family: 4, value: value & 0xffffffffn };
  if (value >> 112n === 0x2002n) return { family: 4, value: (value >> 80n) & 0xffffffffn };
  return value >> 32n === 0n && value > 1n ? { family: 4, value: value & 0xffffffffn } : address;
}

/** Kinds that no list allows. */
function forbiddenKind(address: IpAddress): string | null {
  const { family, value } = address;
  if (isUnspecified(address)) return 'the unspecified address';
  if (family === 4 && value === 0xffffffffn) return 'the broadcast address';
  const multicast = family === 4 ? value >> 28n === 0xen : value >> 120n === 0xffn;
  return multicast ? 'a multicast address' : null;
}

/** AWS and most others, Alibaba, Azure, Oracle; AWS over IPv6, Google over IPv6. */
const METADATA_ADDRESSES: readonly IpAddress[] = [
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd20:ce::254',
].flatMap((text) => {
  const address = parseIpAddress(text);
  return isUnreadable(address) ? [] : [address];
});

function isMetadata({ family, value }: IpAddress): boolean {
  return METADATA_ADDRESSES.some((one) => one.family === family && one.value === value);
}

type Kind = readonly [network: string, kind: string];

/** What is not the public internet (the special-purpose registries of IANA). */
const SPECIAL: readonly Kind[] = [
  ['0.0.0.0/8', 'an address of this network'],
  ['10.0.0.0/8', 'a private address'],
  ['100.64.0.0/10', 'a shared address of a provider'],
  ['169.254.0.0/16', 'a link-local address'],
  ['172.16.0.0/12', 'a private address'],
  ['192.0.0.0/24', 'a reserved address'],
  ['192.0.2.0/24', 'an address for examples'],
  ['192.88.99.0/24', 'a relay address'],
  ['192.168.0.0/16', 'a private address'],
  ['198.18.0.0/15', 'an address for benchmarks'],
  ['198.51.100.0/24', 'an address for examples'],
  ['203.0.113.0/24', 'an address for examples'],
  ['240.0.0.0/4', 'a reserved address'],
  ['2001::/23', 'a reserved address'],
  ['2001:db8::/32', 'an address for examples'],
  ['3fff::/20', 'an address for examples'],
  ['fc00::/7', 'a private address'],
  ['fe80::/10', 'a link-local address'],
  ['fec0::/10', 'a private address'],
];

const SPECIAL_RANGES = SPECIAL.flatMap(([network, kind]) => {
  const range = rangeOf(network);
  return range === null ? [] : [{ range, kind }];
});

function privateKind(address: IpAddress): string | null {
  if (isLoopback(address)) return 'this machine itself';
  const special = SPECIAL_RANGES.find(({ range }) => holds(range, address));
  if (special !== undefined) return special.kind;
  // Of IPv6 only 2000::/3 is given out.
  return address.family === 6 && address.value >> 125n !== 1n ? 'a reserved address' : null;
}
