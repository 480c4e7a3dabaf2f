import { isLoopback, parseIpAddress } from '#libs/certificates/ip-address.js';
import { knownText } from '#libs/certificates/known.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import type { IisBinding, Server } from './document.js';
import { patched } from './patched.js';

/** What `Enable-ExchangeCertificate -Services IIS` does to the bindings of a server. */
export interface Rebound {
  /** A binding that stays as it is, is the very same object. */
  readonly bindings: readonly IisBinding[];
  /** Certificates that one of the bindings held before and none that counts holds now. */
  readonly replaced: readonly string[];
  /** What a loopback binding, or one of unknown address or protocol, holds now, is unknown where it was another certificate. */
  readonly unknown: { readonly loopback: boolean; readonly doubtful: boolean };
  /**
   * `rebound`: bindings were there. `added`: `*:443:` was. `no-default-web-site`: there is none to bind, so nothing happens.
   * `unknown`: whether one was added cannot be told from the bindings. `unknown-access`: nor from roles and version.
   */
  readonly outcome: 'rebound' | 'added' | 'no-default-web-site' | 'unknown' | 'unknown-access';
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
  const unknown = { loopback: false, doubtful: false };
  let found = false;
  const bindings = known.bindings.map((binding) => {
    const target = targetOf(binding);
    if (target === 'other') return binding;
    const held = heldBy(binding);
    if (held === thumbprint) {
      found ||= target !== 'loopback';
      return binding;
    }
    if (target !== 'bound') {
      if (target === 'doubtful' || held !== undefined) unknown[target] = true;
      return held === undefined ? binding : patched(binding, { thumbprint: undefined });
    }
    found = true;
    if (held != null) taken.add(held);
    return { ...binding, thumbprint };
  });
  const replaced = [...taken].filter((one) => !isHeld(bindings, one));
  if (found) return { bindings, replaced, unknown, outcome: 'rebound' };
  if (!known.complete || unknown.doubtful) return { bindings, replaced, unknown, outcome: 'unknown' };
  const access = hasClientAccess(server);
  if (access === undefined) return { bindings, replaced, unknown, outcome: 'unknown-access' };
  if (!access) return { bindings: known.bindings, replaced, unknown, outcome: 'no-default-web-site' };
  const added = { site: 'Default Web Site', protocol: 'https', ipAddress: '*', port: 443, hostName: '', sni: false };
  return { bindings: [...bindings, { ...added, thumbprint }], replaced, unknown, outcome: 'added' };
}

/** Whether clients connect to this server's web sites. With either role the version is needed too. @cite rulebook 7.1, 9.3 */
export function hasClientAccess({ roles, version }: Pick<Server, 'roles' | 'version'>): boolean | undefined {
  if (roles === undefined) return undefined;
  const frontEnd = roles?.includes('ClientAccess') === true;
  if (!frontEnd && !roles?.includes('Mailbox')) return false;
  if (version == null) return undefined;
  return frontEnd || !['2007', '2010', '2013'].includes(version);
}

/** The thumbprint of a binding as answers write it; null: it holds none; undefined: unknown. */
function heldBy({ thumbprint }: IisBinding): string | null | undefined {
  const known = knownText(thumbprint);
  return typeof known === 'string' ? normalizeThumbprint(known) : known;
}

function targetOf(binding: IisBinding): 'bound' | 'loopback' | 'doubtful' | 'other' {
  if (binding.site.trim().toLowerCase() !== DEFAULT_WEB_SITE || binding.port !== 443) return 'other';
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
      heldBy(binding) === thumbprint &&
      binding.protocol?.toLowerCase() === 'https' &&
      SITES_THAT_HOLD.has(binding.site.trim().toLowerCase()) &&
      isLoopbackAddress(binding.ipAddress) === false,
  );
}
