import { knownList, knownText } from '#libs/certificates/known.js';
import { parseTlsCertificateName } from '#libs/certificates/tls-certificate-name.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import { canonicalText } from '#libs/fleet/canonical.js';
import type { ReceiveConnector, SendConnector } from '#libs/fleet/document.js';
import { connectorIdentity } from '#libs/fleet/identity.js';
import { patched, type Patch } from '#libs/fleet/patched.js';
import { plain } from '#libs/rules/wording.js';

/** What `Set-ReceiveConnector` can set. */
export const RECEIVE_CONNECTOR_PROPERTIES = [
  'transportRole',
  'enabled',
  'bindings',
  'remoteIpRanges',
  'authMechanism',
  'fqdn',
  'tlsCertificateName',
  'requireTls',
  'domainSecureEnabled',
  'suppressXAnonymousTls',
  'tlsDomainCapabilities',
] as const satisfies readonly Exclude<keyof ReceiveConnector, 'name'>[];

/** What `Set-SendConnector` can set. */
export const SEND_CONNECTOR_PROPERTIES = [
  'enabled',
  'sourceServers',
  'fqdn',
  'tlsCertificateName',
  'requireTls',
  'tlsAuthLevel',
  'tlsDomain',
  'domainSecureEnabled',
  'ignoreStartTls',
  'dnsRoutingEnabled',
  'smartHosts',
  'smartHostAuthMechanism',
  'frontendProxyEnabled',
  'cloudServicesMailEnabled',
  'addressSpaces',
] as const satisfies readonly Exclude<keyof SendConnector, 'name'>[];

/** The connector with the values that were given: the very same one where they say nothing new. Null unsets, a key not given stays. */
export function withProperties<T extends object>(connector: T, given: Patch<T>): T {
  const before = new Map<string, unknown>(Object.entries(connector));
  const isNew = ([key, value]: readonly [string, unknown]): boolean =>
    canonicalText(value) !== canonicalText(before.get(key)) || !before.has(key);
  return Object.entries(given).some(isNew) ? patched(connector, given) : connector;
}

/** The connector that an identity names, in any case; one that is written just so goes first. Null: there is none; undefined: the list is unknown. */
export function connectorNamed<T extends { readonly name: string }>(
  list: readonly T[] | null | undefined,
  identity: string,
): T | null | undefined {
  const connectors = knownList(list);
  if (connectors === undefined) return undefined;
  const name = identity.trim();
  const folded = connectorIdentity({ name });
  const exact = connectors.find((connector) => connector.name.trim() === name);
  return exact ?? connectors.find((connector) => connectorIdentity(connector) === folded) ?? null;
}

/** The list with another connector in place of one. */
export function withConnector<T>(connectors: readonly T[] | null | undefined, before: T, after: T): readonly T[] {
  return (connectors ?? []).map((connector) => (connector === before ? after : connector));
}

/** What is wrong with a pin that a command sets; null: nothing, or it sets none. @cite rulebook 9.7, SC-3 (D) */
export function wrongPin(text: string | null | undefined): string | null {
  const pin = knownText(text);
  if (pin == null) return null;
  const parsed = parseTlsCertificateName(pin);
  return isUnreadable(parsed)
    ? `The TlsCertificateName "${plain(pin)}" ${parsed.unreadable}. Build it from the certificate: ` +
        '"<I>$($cert.Issuer)<S>$($cert.Subject)".'
    : null;
}
