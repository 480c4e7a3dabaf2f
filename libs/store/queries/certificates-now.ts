import type { Certificate } from '#libs/certificates/certificate.js';
import type { Transaction } from '../database.js';

export interface CertificateRow {
  readonly thumbprint: string;
  readonly facts: Certificate;
}

/** What is read of a certificate, over `CERTIFICATES_SQL`. */
export const CERTIFICATE_COLUMNS = 'c.thumbprint, c.facts';

/** Of the certificates those that a server's store holds. */
export const IN_STORE_OF =
  'c.thumbprint in (select i.thumbprint from certfleet.installation i where i.organization = $1 and i.server = ?)';

export interface InstallationRow {
  readonly thumbprint: string;
  readonly server: string;
  /** Null: unknown. */
  readonly services: readonly string[] | null;
  readonly hasPrivateKey: boolean | null;
  readonly friendlyName: string | null;
  readonly isInternalTransport: boolean | null;
}

/** On which servers these certificates are installed. */
export function installations(
  db: Transaction,
  organization: string,
  thumbprints: readonly string[],
): Promise<InstallationRow[]> {
  return db.query<InstallationRow>(
    `select i.thumbprint, s.fqdn as server, i.services, i.has_private_key as "hasPrivateKey", i.friendly_name as "friendlyName",
       i.is_internal_transport as "isInternalTransport"
     from certfleet.installation i
     join certfleet.server_state s using (organization, server)
     where i.organization = $1 and i.thumbprint = any($2::text[])
     order by i.server`,
    [organization, thumbprints],
  );
}

/** At which endpoints these certificates are presented now. */
export function presentations(
  db: Transaction,
  organization: string,
  thumbprints: readonly string[],
): Promise<{ readonly thumbprint: string; readonly server: string; readonly endpoint: string }[]> {
  return db.query(
    `select thumbprint, fqdn as server, endpoint
     from certfleet.binding
     where organization = $1 and thumbprint = any($2::text[]) and outcome = 'PRESENTED'
       and selection is not null and valid_from <= now() and (valid_until is null or valid_until > now())
     order by server, endpoint`,
    [organization, thumbprints],
  );
}
