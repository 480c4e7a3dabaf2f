import { isLoopback, parseIpAddress } from '#libs/certificates/ip-address.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import type { IisBinding, Server } from './document.js';
import { patched } from './patched.js';

/** What `Enable-ExchangeCertificate -Services IIS` does to the bindings of a server. */
export interface Rebound {
  readonly bindings: readonly IisBinding[];
  /** Certificates that one of the bindings held before and none that counts holds now. */
  readonly replaced: readonly string[];
  /**
   * `rebound`: bindings were there. `added`: `*:443:` was. `no-default-web-site`: there is none to bind, so nothing happens.
   * `unknown`: whether one was added cannot be told.
   */
  readonly outcome: 'rebound' | 'added' | 'no-default-web-site' | 'unknown';
}

const DEFAULT_WEB_SITE = 'default web site';
const SITES_THAT_HOLD = new Set([DEFAULT_WEB_SITE, 'exchange back end']);

/**
 * The bindings after a certificate was enabled for IIS: each https binding of Default Web Site on port 443 with empty host that is not
 * loopback holds it. A loopback binding, and one of which address or protocol is unknown, holds an unknown one unless it is this one
 * already. `complete` false: there may be more bindings than these.
 * @cite rulebook 9.3, IIS-4 (A/B), IIS-5 (D)
 */
export function rebindDefaultWebSite(
  server: Pick<Server, 'roles' | 'version'>,
  known: { readonly bindings: readonly IisBinding[]; readonly complete: boolean },
  thumbprint: string,
): Rebound {
  const taken = new Set<string>();
  let found = false;
  let doubt = !known.complete;
  const bindings = known.bindings.map((binding) => {
    const target = targetOf(binding);
    if (target === 'other') return binding;
    if (binding.thumbprint === thumbprint) {
      found ||= target !== 'loopback';
      return binding;
    }
    if (target !== 'bound') {
      doubt ||= target === 'doubtful';
      return patched(binding, { thumbprint: undefined });
    }
    found = true;
    if (binding.thumbprint != null) taken.add(binding.thumbprint);
    return { ...binding, thumbprint };
  });
  if (found) return { bindings, replaced: [...taken].filter((one) => !isHeld(bindings, one)), outcome: 'rebound' };
  const access = doubt ? undefined : hasClientAccess(server);
  if (access === undefined) return { bindings, replaced: [], outcome: 'unknown' };
  if (!access) return { bindings: known.bindings, replaced: [], outcome: 'no-default-web-site' };
  const added = { site: 'Default Web Site', protocol: 'https', ipAddress: '*', port: 443, hostName: '', sni: false };
  return { bindings: [...bindings, { ...added, thumbprint }], replaced: [], outcome: 'added' };
}

/** Whether clients connect to this server's web sites. @cite rulebook 7.1, 9.3 */
export function hasClientAccess({ roles, version }: Pick<Server, 'roles' | 'version'>): boolean | undefined {
  if (roles === undefined) return undefined;
  if (roles?.includes('ClientAccess')) return true;
  if (!roles?.includes('Mailbox')) return false;
  return version == null ? undefined : !['2007', '2010', '2013'].includes(version);
}

function targetOf(binding: IisBinding): 'bound' | 'loopback' | 'doubtful' | 'other' {
  if (binding.site.toLowerCase() !== DEFAULT_WEB_SITE || binding.port !== 443) return 'other';
  if ((binding.hostName ?? '').trim() !== '') return 'other';
  if (binding.protocol != null && binding.protocol.toLowerCase() !== 'https') return 'other';
  const loopback = isLoopbackAddress(binding.ipAddress);
  if (binding.protocol == null || loopback === undefined) return 'doubtful';
  return loopback ? 'loopback' : 'bound';
}

function isLoopbackAddress(text: string | null | undefined): boolean | undefined {
  if (text == null) return undefined;
  const address = parseIpAddress(text);
  return !isUnreadable(address) && isLoopback(address);
}

function isHeld(bindings: readonly IisBinding[], thumbprint: string): boolean {
  return bindings.some(
    (binding) =>
      binding.thumbprint === thumbprint &&
      binding.protocol?.toLowerCase() === 'https' &&
      SITES_THAT_HOLD.has(binding.site.toLowerCase()) &&
      isLoopbackAddress(binding.ipAddress) === false,
  );
}
