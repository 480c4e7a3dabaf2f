import type { Certificate } from '#libs/certificates/certificate.js';
import type { Server } from '#libs/fleet/document.js';
import { plain } from '#libs/rules/wording.js';
import { refusedBy, type Ran, type ServerScene } from './ran.js';

/** The server with a certificate more at the end of its store; an unknown store stays unknown. */
export function withCertificate(server: Server, certificate: Certificate): Server {
  if (server.certificates === undefined) return server;
  return { ...server, certificates: [...(server.certificates ?? []), certificate] };
}

/** @cite rulebook 9.4, IM-1 */
export function alreadyStored(scene: ServerScene, { thumbprint }: Certificate): Ran {
  return refusedBy(
    scene,
    'IM-1',
    `The certificate with thumbprint ${plain(thumbprint)} is already in the store of ${plain(scene.server.fqdn)}. Use it as it is ` +
      '(Enable-ExchangeCertificate), or remove it first.',
  );
}
