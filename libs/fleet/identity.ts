import type { Certificate } from '#libs/certificates/certificate.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { EdgeSubscription, IisBinding, Pool, VirtualDirectory } from './document.js';

/** A certificate of a store is told by its thumbprint. */
export function certificateIdentity({ thumbprint }: Pick<Certificate, 'thumbprint'>): string {
  return normalizeThumbprint(thumbprint);
}

/** Exchange compares connector names without case. @cite rulebook 9.7 */
export function connectorIdentity({ name }: { readonly name: string }): string {
  return name.trim().toLowerCase();
}

/** Site, address, port and host, without case; the host that is absent is empty, the address that is absent is unknown. */
export function bindingAddress({ site, ipAddress, port, hostName }: BindingAddress): string {
  return JSON.stringify([site, ipAddress ?? null, port, hostName ?? '']).toLowerCase();
}

type BindingAddress = Pick<IisBinding, 'site' | 'ipAddress' | 'port' | 'hostName'>;

/** Bindings of other protocols are other bindings even at the same address; an unknown protocol is taken for https. */
export function bindingIdentity(binding: IisBinding): string {
  const protocol = binding.protocol?.toLowerCase() ?? 'https';
  return `${bindingAddress(binding)} ${protocol}`;
}

/** An Edge server is subscribed to one site at a time. */
export function edgeSubscriptionIdentity({ edgeServer }: EdgeSubscription): string {
  return (edgeServer ?? '').toLowerCase();
}

export function poolIdentity({ name }: Pool): string {
  return (name ?? '').toLowerCase();
}

/** Several sites have a directory of the same kind, so a kind stands for a group. */
export function virtualDirectoryIdentity({ kind }: VirtualDirectory): string {
  return (kind ?? '').toLowerCase();
}
