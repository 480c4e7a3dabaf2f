import { canonical } from './canonical.js';
import type { Server } from './document.js';
import { patched } from './patched.js';
import { servicesPath, type ServerState } from './state.js';

/**
 * The server as a decision may read it: a store of which only parts are known is unknown, and so are services of which only some are,
 * for another certificate or service may be there and change the answer. Connectors and bindings stay, for each of them is answered by
 * itself.
 */
export function decidableServer({ server, partial }: Pick<ServerState, 'server' | 'partial'>): Server {
  if (partial.includes('certificates')) return canonical(patched(server, { certificates: undefined }));
  const certificates = server.certificates?.map((one) =>
    partial.includes(servicesPath(one.thumbprint)) ? patched(one, { services: undefined }) : one,
  );
  return certificates === undefined ? server : { ...server, certificates };
}
