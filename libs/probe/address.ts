import { lookup } from 'node:dns/promises';
import { isLoopback, isUnspecified, parseIpAddress, type IpAddress } from '#libs/certificates/ip-address.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import type { Outcome } from './outcome.js';
import { unreachable } from './look.js';
import type { Registration } from './registration.js';

export type Resolved =
  { readonly ok: true; readonly address: string } | { readonly ok: false; readonly outcome: Outcome };

/**
 * Where to connect for a server: the registered address, else what its name resolves to. A name is never an address in disguise, and does not
 * lead to this machine itself or to the machines of its link, unless somebody registered that address: whoever may report a server
 * must not choose what is connected to.
 */
export async function addressOf(server: string, { address }: Registration, milliseconds: number): Promise<Resolved> {
  if (address !== undefined) return { ok: true, address: bare(address) };
  if (!isHostName(server)) return { ok: false, outcome: unreachable('no-address', `${server} is no host name`) };
  const found = await resolved(server, milliseconds);
  if (typeof found === 'string') return { ok: false, outcome: unreachable('no-address', found) };
  const [usable] = found.filter(isAllowed);
  if (usable !== undefined) return { ok: true, address: usable };
  return { ok: false, outcome: unreachable('address-not-allowed', `${server} is ${found.join(', ')}`) };
}

/** Letters in the last label: resolvers take `10.0.0.5`, `0x7f.1` and `2130706433` for addresses. */
export function isHostName(name: string): boolean {
  return name.length <= 253 && /^(?:[a-z0-9_](?:[a-z0-9_-]{0,62})\.)*[a-z](?:[a-z0-9-]{0,62})$/i.test(name);
}

async function resolved(server: string, milliseconds: number): Promise<readonly string[] | string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, milliseconds, `no answer for ${server} within ${milliseconds / 1000} s`);
  });
  const found = lookup(server, { all: true, verbatim: true }).then(
    (addresses) => addresses.map(({ address }) => address),
    (error: NodeJS.ErrnoException) => `${server}: ${error.code ?? error.message}`,
  );
  const first = await Promise.race([found, late]);
  clearTimeout(timer);
  return first;
}

/** Not this machine, not its link (cloud metadata stands there), not a group of machines. */
export function isAllowed(text: string): boolean {
  const address = parseIpAddress(text);
  return !isUnreadable(address) && !isUnspecified(address) && !isLoopback(address) && !isNear(address);
}

function isNear({ family, value }: IpAddress): boolean {
  if (family === 4) return value >> 16n === 0xa9fen || value >> 28n >= 0xen || value >> 24n === 0n;
  return value >> 118n === 0x3fan || value >> 120n === 0xffn || value >> 32n === 0n || value >> 32n === NAT64;
}

/** `64:ff9b::/96`: an IPv4 address in disguise. */
const NAT64 = 0x0064ff9b0000000000000000n;

function bare(address: string): string {
  return /^\[(.*)\]$/.exec(address.trim())?.[1] ?? address.trim();
}
