import type { Certificate } from '#libs/certificates/certificate.js';
import { normalizeHostName } from '#libs/certificates/host-name.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { Server } from '#libs/fleet/document.js';
import { namedServer, serverNames } from '#libs/selection/server-names.js';
import type { CommandDefaults } from './command-defaults.js';

/** What cmdlet lines may take from a fleet: the certificate that they renew, and the names of the server that they make one for. */
export function storeDefaults(
  servers: readonly Server[],
): Required<Pick<CommandDefaults, 'certificateOf' | 'namesOf'>> {
  const names = serverNames(servers);
  const byFqdn = new Map<string, Server>();
  for (const server of servers) {
    const fqdn = normalizeHostName(server.fqdn);
    if (!byFqdn.has(fqdn)) byFqdn.set(fqdn, server);
  }
  const serverOf = (name: string): Server | undefined => byFqdn.get(namedServer(names, name) ?? '');
  return {
    namesOf: serverOf,
    certificateOf: (name, thumbprint): Certificate | undefined =>
      serverOf(name)?.certificates?.find(
        (one) => normalizeThumbprint(one.thumbprint) === normalizeThumbprint(thumbprint),
      ),
  };
}
