import type { IisBinding, Server } from '#libs/fleet/document.js';
import { httpsBindings, isLoopbackBinding, type HttpsBinding } from '#libs/selection/https-bindings.js';
import { isBefore2013, type ServerFacts } from '#libs/selection/server-facts.js';

type Bound = Pick<Server, 'iisBindings'>;

interface Place {
  readonly site: string;
  readonly port: number;
}

const DEFAULT_WEB_SITE: Place = { site: 'default web site', port: 443 };
const BACK_END: Place = { site: 'exchange back end', port: 444 };

/** What rules ask of the https bindings of one server. */
interface WebSites {
  readonly https: readonly HttpsBinding[];
  readonly defaultWebSite: readonly HttpsBinding[];
  readonly backEnd: readonly HttpsBinding[];
  /** As the three above, but with the bindings of which the protocol is unknown read as https, in their places. */
  readonly possible: readonly HttpsBinding[];
}

/** Several rules ask the same of a server; its bindings are read once. */
const READ = new WeakMap<Bound, WebSites>();

function webSites(server: Bound): WebSites | undefined {
  const known = READ.get(server);
  if (known !== undefined) return known;
  const https = httpsBindings(server);
  if (https === undefined) return undefined;
  const sites = {
    https,
    defaultWebSite: https.filter((binding) => isOf(binding, DEFAULT_WEB_SITE)),
    backEnd: https.filter((binding) => isOf(binding, BACK_END)),
    possible: possibleBindings(server, https),
  };
  READ.set(server, sites);
  return sites;
}

function possibleBindings({ iisBindings }: Bound, https: readonly HttpsBinding[]): readonly HttpsBinding[] {
  if (!iisBindings?.some(isDoubtful)) return https;
  const byBinding = new Map(https.map((one) => [one.binding, one]));
  return iisBindings.flatMap((binding) => {
    const known = byBinding.get(binding);
    if (known !== undefined) return known;
    return isDoubtful(binding) ? (httpsBindings({ iisBindings: [{ ...binding, protocol: 'https' }] }) ?? []) : [];
  });
}

function isDoubtful({ protocol }: IisBinding): boolean {
  return protocol === undefined;
}

function isOf({ site, port }: Place, wanted: Place): boolean {
  return site === wanted.site && port === wanted.port;
}

/** Every https binding of every site, in document order; undefined: the bindings are unknown. */
export function allHttps(server: Bound): readonly HttpsBinding[] | undefined {
  return webSites(server)?.https;
}

/** The https bindings of Default Web Site on 443, in document order; undefined: the bindings are unknown. */
export function defaultWebSite(server: Bound): readonly HttpsBinding[] | undefined {
  return webSites(server)?.defaultWebSite;
}

/** The https bindings of Exchange Back End on 444, in document order; undefined: the bindings are unknown. */
export function backEnd(server: Bound): readonly HttpsBinding[] | undefined {
  return webSites(server)?.backEnd;
}

/** Whether a binding is one of Default Web Site on 443. */
export function isOfDefaultWebSite(binding: Place): boolean {
  return isOf(binding, DEFAULT_WEB_SITE);
}

/** Whether Exchange Back End may have one more https binding on 444: one of which the protocol is unknown. */
export function mayHaveMoreBackEnd(server: Bound): boolean {
  const sites = webSites(server);
  if (sites === undefined) return true;
  const { possible, https, backEnd: certain } = sites;
  return possible !== https && possible.filter((binding) => isOf(binding, BACK_END)).length > certain.length;
}

/** Whether the server is known to have an Exchange Back End: 2013 or later with the Mailbox role. @cite rulebook 11.2, RO-14 */
export function hasBackEnd({ roles, version }: Pick<ServerFacts, 'roles' | 'version'>): boolean {
  return version !== undefined && !isBefore2013(version) && roles?.includes('Mailbox') === true;
}

/** Whether a binding is known to listen beyond the machine itself; undefined: its address is unknown. */
export function isReachable(binding: HttpsBinding): boolean | undefined {
  return binding.address === undefined ? undefined : !isLoopbackBinding(binding);
}

/**
 * The client front: the first https binding of Default Web Site on 443 with wildcard address and empty host. Null: there is none.
 * Undefined: the bindings are unknown, or one that stands before it may be it.
 * @cite rulebook 11.1 (D)
 */
export function clientFront(server: Bound): HttpsBinding | null | undefined {
  return firstOf(server, ({ host, address }) => host === '' && (address === undefined ? undefined : address.every));
}

/**
 * The binding that answers web clients who ask for a host name: the first of Default Web Site on 443 that has it as its host and is not
 * loopback. Null: none has, so that the client front answers. Undefined: unknown.
 * @cite rulebook 11.2, RO-12 (D)
 */
export function bindingOfHost(server: Bound, name: string): HttpsBinding | null | undefined {
  return firstOf(server, (binding) => binding.host === name && isReachable(binding));
}

/** Null: no binding of Default Web Site is wanted. Undefined: they are unknown, or one that may be wanted stands before. */
function firstOf(
  server: Bound,
  wanted: (binding: HttpsBinding) => boolean | undefined,
): HttpsBinding | null | undefined {
  const sites = webSites(server);
  if (sites === undefined) return undefined;
  for (const binding of sites.possible) {
    if (!isOf(binding, DEFAULT_WEB_SITE)) continue;
    const found = wanted(binding);
    if (found === undefined) return undefined;
    if (found) return sites.possible === sites.https || sites.https.includes(binding) ? binding : undefined;
  }
  return null;
}
