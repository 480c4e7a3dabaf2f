import type { Server } from '#libs/fleet/document.js';
import { patched } from '#libs/fleet/patched.js';
import { withUnknownCertificateName } from './client-protocol-settings.js';

/**
 * The server after a command of which nobody knows whether it succeeds: each fact that it would have changed is unknown, that is the
 * internal transport certificate, services of certificates that were there, thumbprints of bindings and names in POP and IMAP settings.
 * @cite rulebook 9.2 (D)
 */
export function forgetChanges(before: Server, after: Server): Server {
  return [forgetInternalTransport, forgetServices, forgetThumbprints, forgetNames].reduce(
    (server, forget) => forget(server, before, after),
    before,
  );
}

type Forget = (server: Server, before: Server, after: Server) => Server;

const forgetInternalTransport: Forget = (server, before, after) => {
  const known = before.internalTransportCertificate;
  if (known === undefined || after.internalTransportCertificate === known) return server;
  return patched(server, { internalTransportCertificate: undefined });
};

const forgetServices: Forget = (server, before, after) => {
  if (after.certificates === before.certificates) return server;
  const certificates = (before.certificates ?? []).map((certificate, index) =>
    after.certificates?.[index] === certificate ? certificate : patched(certificate, { services: undefined }),
  );
  return { ...server, certificates };
};

/** A binding that was added stays: nobody knows what it holds. */
const forgetThumbprints: Forget = (server, before, after) => {
  const known = before.iisBindings ?? [];
  const bindings = (after.iisBindings ?? []).map((binding, index) => {
    const former = known[index];
    const stays = former !== undefined && (former === binding || former.thumbprint === undefined);
    return stays ? former : patched(binding, { thumbprint: undefined });
  });
  const same = bindings.length === known.length && bindings.every((binding, index) => binding === known[index]);
  return same ? server : { ...server, iisBindings: bindings };
};

const forgetNames: Forget = (server, before, after) => {
  const withoutPop =
    after.popSettings === before.popSettings ? server : withUnknownCertificateName(server, 'popSettings');
  return after.imapSettings === before.imapSettings
    ? withoutPop
    : withUnknownCertificateName(withoutPop, 'imapSettings');
};
