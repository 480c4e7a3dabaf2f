import { issuerKind } from '#libs/query/issuer-kind.js';
import type { View } from './view.js';

/** A certificate in one server's store, with what only that store says of it. Null: unknown. */
export interface InstallationRow {
  readonly thumbprint: string;
  readonly services: readonly string[] | null;
  readonly has_private_key: boolean | null;
  readonly friendly_name: string | null;
  readonly is_internal_transport: boolean | null;
  readonly issuer_kind: string | null;
  readonly key_provider: string | null;
  readonly position: number;
}

export const installation: View<InstallationRow> = {
  table: 'installation',
  columns: {
    thumbprint: 'text',
    services: 'texts',
    has_private_key: 'boolean',
    friendly_name: 'text',
    is_internal_transport: 'boolean',
    issuer_kind: 'text',
    key_provider: 'text',
    position: 'integer',
  },
  key: ['thumbprint'],
  rows: ({ state: { server }, position }) =>
    (server.certificates ?? []).map((certificate) => ({
      thumbprint: certificate.thumbprint,
      services: certificate.services === undefined ? null : (certificate.services ?? []),
      has_private_key: certificate.hasPrivateKey === undefined ? null : (certificate.hasPrivateKey ?? false),
      friendly_name: certificate.friendlyName ?? null,
      is_internal_transport:
        server.internalTransportCertificate === undefined
          ? null
          : server.internalTransportCertificate === certificate.thumbprint,
      issuer_kind: issuerKind(certificate) ?? null,
      key_provider: certificate.keyProvider ?? null,
      position,
    })),
};
