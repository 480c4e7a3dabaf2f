import { httpsBindings, isLoopbackBinding, type HttpsBinding } from '#libs/selection/https-bindings.js';
import { isBefore2013, type ServerFacts } from '#libs/selection/server-facts.js';

const DEFAULT_WEB_SITE = 'default web site';
const BACK_END = 'exchange back end';

/** The https bindings of Default Web Site on 443, in document order; undefined: the bindings are unknown. */
export function defaultWebSite(
  server: Pick<ServerFacts['server'], 'iisBindings'>,
): readonly HttpsBinding[] | undefined {
  return httpsBindings(server)?.filter(({ site, port }) => site === DEFAULT_WEB_SITE && port === 443);
}

/** The https bindings of Exchange Back End on 444, in document order; undefined: the bindings are unknown. */
export function backEnd(server: Pick<ServerFacts['server'], 'iisBindings'>): readonly HttpsBinding[] | undefined {
  return httpsBindings(server)?.filter(({ site, port }) => site === BACK_END && port === 444);
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
export function clientFront(server: Pick<ServerFacts['server'], 'iisBindings'>): HttpsBinding | null | undefined {
  const bindings = defaultWebSite(server);
  if (bindings === undefined) return undefined;
  for (const binding of bindings) {
    if (binding.host !== '') continue;
    if (binding.address === undefined) return undefined;
    if (binding.address.every) return binding;
  }
  return null;
}
