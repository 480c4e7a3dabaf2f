/** 3.5: an address as a number, and its family. */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

export function readAddress(text: string): Address {
  let plain = text.trim();
  if (plain.startsWith('[') && plain.endsWith(']')) plain = plain.slice(1, -1);
  plain = plain.replace(/%.*$/, '');
  return plain.includes(':') ? unmapped(readIPv6(plain)) : { family: 4, value: readIPv4(plain) };
}

function readIPv4(text: string): bigint {
  return text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function readIPv6(text: string): bigint {
  let plain = text;
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(plain);
  if (dotted !== null) {
    const value = readIPv4(dotted[2] ?? '');
    plain = `${dotted[1]}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  }
  const [head = '', tail] = plain.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = new Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after].reduce((sum, part) => sum * 65536n + BigInt(`0x${part}`), 0n);
}

/** An IPv4-mapped IPv6 address is the IPv4 address. */
function unmapped(value: bigint): Address {
  return value >> 32n === 0xffffn ? { family: 4, value: value & 0xffffffffn } : { family: 6, value };
}

export function sameAddress(a: Address, b: Address): boolean {
  return a.family === b.family && a.value === b.value;
}

export interface Range {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

export function readRange(text: string): Range {
  const span = text.split('-');
  if (span.length === 2) {
    const first = readAddress(span[0] ?? '');
    return { family: first.family, first: first.value, last: readAddress(span[1] ?? '').value };
  }
  const masked = /^(.*)\((.*)\)$/.exec(text.trim());
  if (masked !== null) {
    const address = readAddress(masked[1] ?? '');
    return block(address, readAddress(masked[2] ?? '').value);
  }
  const [address = '', prefix] = text.split('/');
  const start = readAddress(address);
  if (prefix === undefined) return { family: start.family, first: start.value, last: start.value };
  // A mapped address is the IPv4 address; a prefix that none has counts from the left of the 128 bits.
  const bits = start.family === 4 && Number(prefix) > 32 ? Number(prefix) - 96 : Number(prefix);
  const width = start.family === 4 ? 32 : 128;
  const all = (1n << BigInt(width)) - 1n;
  return block(start, all ^ ((1n << BigInt(width - bits)) - 1n));
}

/** Host bits are cleared. */
function block(address: Address, mask: bigint): Range {
  const all = address.family === 4 ? (1n << 32n) - 1n : (1n << 128n) - 1n;
  const first = address.value & mask;
  return { family: address.family, first, last: first | (all ^ mask) };
}

export function contains(range: Range, address: Address): boolean {
  return range.family === address.family && range.first <= address.value && address.value <= range.last;
}

export function sizeOf(range: Range): bigint {
  return range.last - range.first + 1n;
}

export interface Binding {
  readonly address: Address;
  /** `0.0.0.0` or `[::]` */
  readonly unspecified: boolean;
  readonly port: number;
}

export function readBinding(text: string): Binding {
  const colon = text.lastIndexOf(':');
  const address = readAddress(text.slice(0, colon));
  return { address, unspecified: address.value === 0n, port: Number(text.slice(colon + 1)) };
}

/** 7.1: an address of an IIS binding that is a wildcard. */
export function isWildcardAddress(text: string): boolean {
  return isEveryFamily(text) || readAddress(text).value === 0n;
}

/** Empty or `*`: not bound to one family. */
export function isEveryFamily(text: string): boolean {
  return text.trim() === '' || text.trim() === '*';
}

export function isLoopback(text: string): boolean {
  if (isWildcardAddress(text)) return false;
  const address = readAddress(text);
  return address.family === 4 ? address.value >> 24n === 127n : address.value === 1n;
}
