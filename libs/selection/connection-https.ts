import type { IpAddress } from '#libs/certificates/ip-address.js';
import { listensTo } from '#libs/certificates/listening-address.js';
import type { HttpsBinding } from './https-bindings.js';
import type { HttpSysClass } from './policy.js';
import { allOf, type Trivalent } from './trivalent.js';

/** What is known of a client's request. */
export interface HttpsEnds {
  readonly localAddress: IpAddress | undefined;
  readonly localPort: number | undefined;
  /** Normalised; null: the client sends none. */
  readonly serverName: string | null | undefined;
}

/** Which https binding answers a connection. */
export type Responder =
  | {
      readonly binding: HttpsBinding;
      readonly rule: 'HTTP-1' | 'HTTP-2' | 'HTTP-3';
      readonly tied: boolean;
      /** A binding of the exact address and one of the host name both apply (C-09). */
      readonly conflict: boolean;
    }
  | { readonly none: true }
  /** The fact that is needed to tell, in the words of the fleet document. */
  | { readonly missing: string };

const RULES = { exactIp: 'HTTP-1', sni: 'HTTP-2', wildcardIp: 'HTTP-3' } as const;

/** The binding that http.sys lets answer, by the classes in the order of the policy. @cite LEXLI (C) */
export function responderOf(
  bindings: readonly HttpsBinding[] | undefined,
  ends: HttpsEnds,
  precedence: readonly HttpSysClass[],
): Responder {
  if (bindings === undefined) return { missing: 'iisBindings' };
  if (bindings.length === 0) return { none: true };
  if (ends.localPort === undefined) return { missing: 'localPort' };
  const applying: Record<HttpSysClass, HttpsBinding[]> = { exactIp: [], sni: [], wildcardIp: [] };
  for (const binding of bindings) {
    if (binding.port !== ends.localPort) continue;
    const applies = appliesTo(binding, ends);
    if (applies === undefined) return { missing: `whether ${binding.endpoint} applies` };
    if (applies) applying[classOf(binding)].push(binding);
  }
  const winning = precedence.find((name) => applying[name].length > 0);
  if (winning === undefined) return { none: true };
  const equals = mostSpecific(applying[winning]);
  const [binding] = equals;
  if (binding === undefined) return { none: true };
  const conflict = applying.exactIp.length > 0 && applying.sni.length > 0;
  return { binding, rule: RULES[winning], tied: equals.length > 1, conflict };
}

/** Whether a binding applies; with a host name only to clients that send exactly that one. */
function appliesTo({ host, address }: HttpsBinding, { localAddress, serverName }: HttpsEnds): Trivalent {
  const fits = address === undefined ? undefined : listensTo(address, localAddress);
  if (host === '') return fits;
  return allOf(serverName === undefined ? undefined : serverName === host, fits);
}

function classOf({ host, address }: HttpsBinding): HttpSysClass {
  if (host !== '') return 'sni';
  return address?.every === true ? 'wildcardIp' : 'exactIp';
}

/** Within a class a specific address goes first; the rest stays in document order. */
function mostSpecific(bindings: readonly HttpsBinding[]): readonly HttpsBinding[] {
  const specific = bindings.filter(({ address }) => address?.every === false);
  return specific.length > 0 ? specific : bindings;
}
