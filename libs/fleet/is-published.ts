import type { Certificate } from '#libs/certificates/certificate.js';
import { coverage, namesOfCertificate } from '#libs/certificates/certificate-names.js';
import { normalizeHostName } from '#libs/certificates/host-name.js';
import type { Server } from './document.js';

/**
 * Whether a certificate that is to be the internal transport certificate takes effect: on a server that is known to be 2007 only if one of
 * its names covers the server's. Undefined: its names are unknown.
 * @cite rulebook 9.3, PR-6 (A)
 */
export function isPublished(server: Pick<Server, 'version' | 'fqdn'>, certificate: Certificate): boolean | undefined {
  if (server.version !== '2007') return true;
  const covered = coverage(namesOfCertificate(certificate), normalizeHostName(server.fqdn));
  return covered === 'unknown' ? undefined : covered !== 'none';
}
