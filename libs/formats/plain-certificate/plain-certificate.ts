/**
 * A plain .NET certificate (`X509Certificate2`), as `Get-ChildItem Cert:\LocalMachine\My | Export-Clixml` writes it: no services, no
 * status, no server.
 *
 * One alone in a file, self-signed and named for a server by its short name and its full one, is what Microsoft's scripts export as a
 * server's internal transport certificate. It is read so, and the warning says so, for the file does not.
 * @cite CSS-CODE (B)
 */
import { hasType } from '../clixml/access.js';
import type { PsObject } from '../clixml/value.js';
import { certificateSaid } from '../exchange-certificate/exchange-certificate.js';
import type { Kind, Said } from '../exchange-object/kind.js';
import { serverNamesOf } from '../needed.js';

export const plainCertificate: Kind = {
  name: 'X509Certificate2',
  is: (object) => hasType(object, 'X509Certificates.X509Certificate2'),
  read: certificateSaid,
};

/** Said of the only object in a file. */
export function loneCertificate(object: PsObject): readonly Said[] {
  const said = certificateSaid(object);
  const certificate = said[0]?.server?.certificates?.[0];
  const name = certificate === undefined ? undefined : serverNamesOf(certificate)[0];
  if (certificate === undefined || name === undefined || certificate.isSelfSigned === false) return said;
  const warning =
    `This one plain certificate is self-signed and names ${name}: it was read as the internal transport ("default SMTP") certificate ` +
    'of its server, as Microsoft’s scripts export it. If it is not, import it as a PEM file instead.';
  return [...said, { of: {}, server: { internalTransportCertificate: certificate.thumbprint } }, { warning }];
}
