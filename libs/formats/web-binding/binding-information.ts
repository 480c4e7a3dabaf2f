import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { IisBinding } from '#libs/fleet/document.js';

/** The attributes of one `<binding>` of IIS, as `Get-WebBinding` and `Get-Website` show them. */
export interface BindingAttributes {
  readonly protocol: string;
  /** `*:443:mail.contoso.com` */
  readonly information: string;
  readonly hash?: string | null | undefined;
  readonly sslFlags?: number | null | undefined;
}

const SNI = 1;
const CENTRAL_STORE = 2;

/**
 * The binding in our words, or null for one that is no address of http.sys (`net.pipe`, `net.tcp`, …) and never shows a certificate.
 * The address stays as IIS writes it, for it is part of the endpoint's name. An empty hash means that no certificate is bound; with a
 * central certificate store the hash says nothing.
 */
export function iisBinding(site: string, attributes: BindingAttributes): IisBinding | null {
  const { protocol, information, hash, sslFlags } = attributes;
  const parts = /^(.*):(\d{1,5}):([^:]*)$/.exec(information.trim());
  if (!/^https?$/i.test(protocol) || parts === null) return null;
  const [, ipAddress = '', port, hostName = ''] = parts;
  const flags = sslFlags ?? undefined;
  const central = flags !== undefined && (flags & CENTRAL_STORE) !== 0;
  return {
    site,
    protocol,
    ipAddress,
    port: Number(port),
    hostName,
    ...(flags === undefined ? {} : { sni: (flags & SNI) !== 0 }),
    ...(hash === undefined || central ? {} : { thumbprint: normalizeThumbprint(hash ?? '') || null }),
  };
}

/** A binding that was exported as text only: `https *:443: sslFlags=0`. Its certificate stays unknown. */
export function bindingFromText(text: string): BindingAttributes | null {
  const parts = /^(\S+) (\S+)(?: sslFlags=(\d+))?$/.exec(text.trim());
  if (parts?.[1] === undefined || parts[2] === undefined) return null;
  return {
    protocol: parts[1],
    information: parts[2],
    ...(parts[3] === undefined ? {} : { sslFlags: Number(parts[3]) }),
  };
}
