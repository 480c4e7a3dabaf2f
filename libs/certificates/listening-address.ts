import { isUnspecified, parseIpAddress, sameAddress, type IpAddress } from './ip-address.js';
import { isUnreadable, type Unreadable } from './unreadable.js';

/** The address of an IIS binding: every local address (of one family or both), or a specific one. */
export type ListeningAddress =
  { readonly every: true; readonly family: 4 | 6 | null } | { readonly every: false; readonly address: IpAddress };

/**
 * The address of a binding: empty, `*`, `0.0.0.0`, `::` and `[::]` are wildcards. Or what is wrong with the text.
 * @cite rulebook 7.1
 */
export function parseListeningAddress(text: string): ListeningAddress | Unreadable {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === '*') return { every: true, family: null };
  const address = parseIpAddress(trimmed);
  if (isUnreadable(address)) return address;
  return isUnspecified(address) ? { every: true, family: address.family } : { every: false, address };
}

/** Whether a client that reached a local address is heard there; undefined: that depends on the local address, which is unknown. */
export function listensTo(listening: ListeningAddress, local: IpAddress | undefined): boolean | undefined {
  if (listening.every && listening.family === null) return true;
  if (local === undefined) return undefined;
  return listening.every ? listening.family === local.family : sameAddress(listening.address, local);
}
