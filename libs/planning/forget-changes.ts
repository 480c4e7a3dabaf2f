import type { Certificate } from '#libs/certificates/certificate.js';
import type { IisBinding, Server } from '#libs/fleet/document.js';
import { patched } from '#libs/fleet/patched.js';
import { withUnknownCertificateName } from './client-protocol-settings.js';

/**
 * The server after a command of which nobody knows whether it succeeds: each fact that it would have changed is unknown, that is the
 * internal transport certificate, services of certificates that were there, thumbprints of bindings and names in POP and IMAP settings.
 * @cite rulebook 9.2 (D)
 */
export function forgetChanges(before: Server, after: Server): Server {
  let server = before;
  if (after.internalTransportCertificate !== before.internalTransportCertificate) {
    server = patched(server, { internalTransportCertificate: undefined });
  }
  if (after.certificates !== before.certificates) {
    server = { ...server, certificates: (before.certificates ?? []).map(forgetServices(after.certificates ?? [])) };
  }
  if (after.iisBindings !== before.iisBindings) {
    server = { ...server, iisBindings: (after.iisBindings ?? []).map(forgetThumbprint(before.iisBindings ?? [])) };
  }
  if (after.popSettings !== before.popSettings) server = withUnknownCertificateName(server, 'popSettings');
  if (after.imapSettings !== before.imapSettings) server = withUnknownCertificateName(server, 'imapSettings');
  return server;
}

function forgetServices(after: readonly Certificate[]): (before: Certificate, index: number) => Certificate {
  return (before, index) => (after[index] === before ? before : patched(before, { services: undefined }));
}

/** A binding that was added stays: nobody knows what it holds. */
function forgetThumbprint(before: readonly IisBinding[]): (after: IisBinding, index: number) => IisBinding {
  return (after, index) => (after === before[index] ? after : patched(after, { thumbprint: undefined }));
}
