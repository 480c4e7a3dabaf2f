import type { Certificate, ExchangeService } from '#libs/certificates/certificate.js';
import { knownList } from '#libs/certificates/known.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { Server } from '#libs/fleet/document.js';
import { patched } from '#libs/fleet/patched.js';

/** The certificate of a store; null: it is not there; undefined: the store is unknown. */
export function storedCertificate(server: Server, thumbprint: string): Certificate | null | undefined {
  const wanted = normalizeThumbprint(thumbprint);
  const certificates = knownList(server.certificates);
  if (certificates === undefined) return undefined;
  return certificates.find((one) => normalizeThumbprint(one.thumbprint) === wanted) ?? null;
}

/** The server after a certificate gained a service. Services that are unknown stay so: what else is among them nobody knows. */
export function withService(server: Server, thumbprint: string, service: ExchangeService): Server {
  return changed(server, isThe(thumbprint), (services) =>
    services.includes(service) ? services : [...services, service],
  );
}

/** The server after those certificates lost services, as far as theirs are known. */
export function withoutServices(
  server: Server,
  from: (certificate: Certificate) => boolean,
  lost: (service: ExchangeService) => boolean,
): Server {
  return changed(server, from, (services) =>
    services.some(lost) ? services.filter((service) => !lost(service)) : services,
  );
}

export function withUnknownServices(server: Server, thumbprint: string): Server {
  return changed(server, isThe(thumbprint), () => undefined);
}

export function isThe(thumbprint: string): (certificate: Certificate) => boolean {
  const wanted = normalizeThumbprint(thumbprint);
  return (certificate) => normalizeThumbprint(certificate.thumbprint) === wanted;
}

type Services = readonly ExchangeService[];

/** The very same server where no services change. */
function changed(
  server: Server,
  of: (certificate: Certificate) => boolean,
  change: (services: Services) => Services | undefined,
): Server {
  const before = server.certificates ?? [];
  const after = before.map((certificate) => {
    const services = knownList(certificate.services);
    if (services === undefined || !of(certificate)) return certificate;
    const next = change(services);
    if (next === services) return certificate;
    return next === undefined ? patched(certificate, { services: next }) : { ...certificate, services: next };
  });
  return after.every((certificate, index) => certificate === before[index])
    ? server
    : { ...server, certificates: after };
}
