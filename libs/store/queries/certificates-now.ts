import type { Certificate } from '#libs/certificates/certificate.js';
import { columnText } from '../column-text.js';
import type { Transaction } from '../database.js';

export interface CertificatesFilter {
  /** Canonical name of a server that has it installed. */
  readonly server?: string | undefined;
  readonly thumbprint?: string | undefined;
}

export interface CertificateRow {
  readonly thumbprint: string;
  readonly facts: Certificate;
}

/** Certificates that were ever seen in the organization, by thumbprint, from after one on. */
export function certificatesNow(
  db: Transaction,
  organization: string,
  filter: CertificatesFilter,
  page: { readonly after: string | null; readonly limit: number },
): Promise<CertificateRow[]> {
  return db.query<CertificateRow>(
    `select c.thumbprint, c.facts
     from certfleet.certificate c
     where ${PASSES} and ($4::text is null or c.thumbprint > $4)
     order by c.thumbprint
     limit $5`,
    [...filterParameters(organization, filter), page.after, page.limit],
  );
}

/** How many pass the filter. */
export async function countCertificates(
  db: Transaction,
  organization: string,
  filter: CertificatesFilter,
): Promise<number> {
  const [row] = await db.query<{ count: string }>(
    `select count(*) as count from certfleet.certificate c where ${PASSES}`,
    filterParameters(organization, filter),
  );
  return Number(row?.count ?? 0);
}

const PASSES = `c.organization = $1 and ($2::text is null or c.thumbprint = $2)
       and ($3::text is null or c.thumbprint in (select i.thumbprint from certfleet.installation i where i.organization = $1 and i.server = $3))`;

function filterParameters(organization: string, { server, thumbprint }: CertificatesFilter): unknown[] {
  return [organization, thumbprint ?? null, server === undefined ? null : columnText(server)];
}

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
       and valid_from <= now() and (valid_until is null or valid_until > now())
     order by server, endpoint`,
    [organization, thumbprints],
  );
}
