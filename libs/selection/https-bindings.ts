import { isLoopback } from '#libs/certificates/ip-address.js';
import { parseListeningAddress, type ListeningAddress } from '#libs/certificates/listening-address.js';
import { normalizeHostName } from '#libs/certificates/host-name.js';
import { knownText } from '#libs/certificates/known.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import type { IisBinding, Server } from '#libs/fleet/document.js';
import { knownThumbprint } from './server-facts.js';

/** One https binding of IIS. `undefined` is unknown. */
export interface HttpsBinding {
  /** `iis:<site>:<ip>:<port>:<host>`, the text exactly as in the document. */
  readonly endpoint: string;
  readonly binding: IisBinding;
  /** In lower case. */
  readonly site: string;
  readonly address: ListeningAddress | undefined;
  readonly port: number;
  /** Normalised; empty: any. An absent one is empty. */
  readonly host: string;
  /** Null: none is bound. */
  readonly thumbprint: string | null | undefined;
}

/** The https bindings of a server in document order; undefined: its bindings are unknown. */
export function httpsBindings({ iisBindings }: Pick<Server, 'iisBindings'>): readonly HttpsBinding[] | undefined {
  if (iisBindings == null) return iisBindings === null ? NONE : undefined;
  const known = KNOWN.get(iisBindings);
  if (known !== undefined) return known;
  const found = iisBindings.filter(({ protocol }) => protocol?.toLowerCase() === 'https').map(httpsBinding);
  KNOWN.set(iisBindings, found);
  return found;
}

const NONE: readonly HttpsBinding[] = [];

/** Every question about web sites reads the bindings of its server. */
const KNOWN = new WeakMap<readonly IisBinding[], readonly HttpsBinding[]>();

function httpsBinding(binding: IisBinding): HttpsBinding {
  const { site, ipAddress, port, hostName } = binding;
  return {
    endpoint: `iis:${site}:${ipAddress ?? ''}:${port}:${hostName ?? ''}`,
    binding,
    site: site.trim().toLowerCase(),
    address: knownListeningAddress(ipAddress),
    port,
    host: normalizeHostName(knownText(hostName) ?? ''),
    thumbprint: knownThumbprint(binding.thumbprint),
  };
}

/** Absent, null and unreadable count as unknown. */
function knownListeningAddress(text: string | null | undefined): ListeningAddress | undefined {
  if (text == null) return undefined;
  const address = parseListeningAddress(text);
  return isUnreadable(address) ? undefined : address;
}

/**
 * Whether a loopback binding holds another certificate than the binding of every address of the same site and port: what
 * `Enable-ExchangeCertificate` leaves behind.
 * @cite rulebook 7.1 (D)
 */
export function isStaleLoopback(one: HttpsBinding, bindings: readonly HttpsBinding[]): boolean {
  if (!isLoopbackBinding(one) || one.host !== '' || one.thumbprint === undefined) return false;
  return bindings.some(
    (other) =>
      other.site === one.site &&
      other.port === one.port &&
      other.host === '' &&
      other.address?.every === true &&
      other.thumbprint !== undefined &&
      other.thumbprint !== one.thumbprint,
  );
}

export function isLoopbackBinding({ address }: HttpsBinding): boolean {
  return address !== undefined && !address.every && isLoopback(address.address);
}
