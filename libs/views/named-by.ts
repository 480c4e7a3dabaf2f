import { normalizeHostName } from '#libs/certificates/host-name.js';
import { coverage, namesOfCertificate } from '#libs/certificates/certificate-names.js';
import type { Certificate } from '#libs/certificates/certificate.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import { matchPin, parseTlsCertificateName } from '#libs/certificates/tls-certificate-name.js';
import type { Organization, Server } from '#libs/fleet/document.js';

export const NAMING_KINDS = [
  'internal-transport',
  'receive-connector',
  'send-connector',
  'hybrid',
  'iis-binding',
  'pop',
  'imap',
  'auth-config',
  'tls-bridge',
] as const;

/** A setting that names a certificate, by its thumbprint or by names that are its own. */
export interface Naming {
  readonly kind: (typeof NAMING_KINDS)[number];
  /** Null: a setting of the organization. */
  readonly server: string | null;
  /** Of the connector, the binding, the pool, or which of several settings it is. */
  readonly name: string | null;
  /** As it is set. */
  readonly value: string;
  /** Whether it means this certificate alone: others may have the same issuer, subject and host names. */
  readonly exact: boolean;
}

/** Where settings name a certificate, those of the organization first. What is unknown names nothing. */
export function namedBy(
  certificate: Certificate,
  organization: Organization,
  servers: readonly Server[],
): readonly Naming[] {
  return [...inOrganization(certificate, organization), ...servers.flatMap((server) => onServer(certificate, server))];
}

function inOrganization(certificate: Certificate, organization: Organization): readonly Naming[] {
  const { sendConnectors, hybrid, authConfig, pools } = organization;
  const by = { server: null };
  const roles = [
    ['current', authConfig?.currentThumbprint],
    ['next', authConfig?.nextThumbprint],
    ['previous', authConfig?.previousThumbprint],
  ] as const;
  return [
    ...roles.flatMap(([name, value]) => exactly(certificate, { ...by, kind: 'auth-config', name }, value)),
    ...(sendConnectors ?? []).flatMap(({ name, tlsCertificateName }) =>
      pinned(certificate, { ...by, kind: 'send-connector', name }, tlsCertificateName),
    ),
    ...pinned(certificate, { ...by, kind: 'hybrid', name: null }, hybrid?.tlsCertificateName),
    ...(pools ?? []).flatMap(({ name, tlsBridge }) =>
      exactly(certificate, { ...by, kind: 'tls-bridge', name: name ?? null }, tlsBridge?.thumbprint),
    ),
  ];
}

function onServer(certificate: Certificate, server: Server): readonly Naming[] {
  const by = { server: server.fqdn };
  const { internalTransportCertificate, receiveConnectors, iisBindings, popSettings, imapSettings } = server;
  return [
    ...exactly(certificate, { ...by, kind: 'internal-transport', name: null }, internalTransportCertificate),
    ...(receiveConnectors ?? []).flatMap(({ name, tlsCertificateName }) =>
      pinned(certificate, { ...by, kind: 'receive-connector', name }, tlsCertificateName),
    ),
    ...(iisBindings ?? []).flatMap(({ site, ipAddress, port, hostName, thumbprint }) => {
      const name = `${site}:${ipAddress ?? '*'}:${port}:${hostName ?? ''}`;
      return exactly(certificate, { ...by, kind: 'iis-binding', name }, thumbprint);
    }),
    ...covered(certificate, { ...by, kind: 'pop', name: null }, popSettings?.x509CertificateName),
    ...covered(certificate, { ...by, kind: 'imap', name: null }, imapSettings?.x509CertificateName),
  ];
}

type Place = Pick<Naming, 'kind' | 'server' | 'name'>;

function exactly({ thumbprint }: Certificate, place: Place, value: string | null | undefined): readonly Naming[] {
  if (value == null || normalizeThumbprint(value) !== thumbprint) return [];
  return [{ ...place, value, exact: true }];
}

/** `<I>issuer<S>subject` */
function pinned(certificate: Certificate, place: Place, value: string | null | undefined): readonly Naming[] {
  if (value == null) return [];
  return matchPin(parseTlsCertificateName(value), certificate) === 'match' ? [{ ...place, value, exact: false }] : [];
}

function covered(certificate: Certificate, place: Place, value: string | null | undefined): readonly Naming[] {
  if (value == null || value === '') return [];
  const found = coverage(namesOfCertificate(certificate), normalizeHostName(value));
  return found === 'exact' || found === 'wildcard' || found === 'some' ? [{ ...place, value, exact: false }] : [];
}
