import type { Unreadable } from './unreadable.js';

/** An IPv4 or IPv6 address as a number. An IPv4-mapped IPv6 address is the IPv4 address. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
}

const NOT_AN_ADDRESS: Unreadable = { unreadable: 'is not an IPv4 or IPv6 address' };
const IPV4 = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;
const GROUP = /^[0-9a-f]{1,4}$/i;
const MAPPED_PREFIX = 0xffffn;

/** The address that a text names (brackets allowed, a zone after `%` dropped), or what is wrong with it. @cite rulebook 3.5 */
export function parseIpAddress(text: string): IpAddress | Unreadable {
  const bare = /^\[(.*)\]$/.exec(text.trim())?.[1] ?? text.trim();
  if (!bare.includes(':')) return ipv4(bare) ?? NOT_AN_ADDRESS;
  const value = ipv6(bare.replace(/%.*$/, ''));
  if (value === null) return NOT_AN_ADDRESS;
  return value >> 32n === MAPPED_PREFIX ? { family: 4, value: value & 0xffffffffn } : { family: 6, value };
}

export function sameAddress(one: IpAddress, other: IpAddress): boolean {
  return one.family === other.family && one.value === other.value;
}

/** `0.0.0.0` or `::`. */
export function isUnspecified(address: IpAddress): boolean {
  return address.value === 0n;
}

/** 127.0.0.0/8 or `::1`. */
export function isLoopback({ family, value }: IpAddress): boolean {
  return family === 4 ? value >> 24n === 127n : value === 1n;
}

/** The number of bits of an address. */
export function bitsOf(family: 4 | 6): number {
  return family === 4 ? 32 : 128;
}

function ipv4(text: string): IpAddress | null {
  if (!IPV4.test(text)) return null;
  let value = 0n;
  for (const part of text.split('.')) {
    const byte = Number(part);
    if (byte > 255) return null;
    value = (value << 8n) | BigInt(byte);
  }
  return { family: 4, value };
}

function ipv6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map(groups);
  if (head === null || head === undefined || tail === null) return null;
  if (tail === undefined) return head.length === 8 ? join(head) : null;
  if (head.length + tail.length > 7) return null;
  const zeros = new Array<bigint>(8 - head.length - tail.length).fill(0n);
  return join([...head, ...zeros, ...tail]);
}

/** The 16-bit groups of one side of `::`; an IPv4 tail counts as two. */
function groups(text: string): readonly bigint[] | null {
  if (text === '') return [];
  const parts = text.split(':');
  const last = parts.at(-1) ?? '';
  const tail = last.includes('.') ? ipv4(last) : undefined;
  if (tail === null) return null;
  const hex = tail === undefined ? parts : parts.slice(0, -1);
  if (!hex.every((part) => GROUP.test(part))) return null;
  const values = hex.map((part) => BigInt(`0x${part}`));
  return tail === undefined ? values : [...values, tail.value >> 16n, tail.value & 0xffffn];
}

function join(values: readonly bigint[]): bigint {
  return values.reduce((sum, value) => (sum << 16n) | value, 0n);
}
