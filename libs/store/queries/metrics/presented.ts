import type { Certificate } from '#libs/certificates/certificate.js';
import type { Transaction } from '../../database.js';
import { afterKey, type PageKey } from './keyed-pages.js';

/** An endpoint with the certificate that it presents now. Names are as their columns have them. */
export interface PresentedRow extends PageKey {
  readonly thumbprint: string;
  /** The rule that decided. */
  readonly rule: string;
  readonly subject: string | null;
  readonly issuer: string | null;
  /** Seconds since 1970. */
  readonly notBefore: number | null;
  readonly notAfter: number | null;
}

export interface Paged {
  /** Null: all of them. */
  readonly organization: string | null;
  readonly after: PageKey | null;
  readonly limit: number;
}

const LIVE = `b.selection is not null and b.valid_from <= now() and (b.valid_until is null or b.valid_until > now())`;

/** What is presented now, a page by organization, server and endpoint. */
export function presentedPage(db: Transaction, { organization, after, limit }: Paged): Promise<PresentedRow[]> {
  const { where, values } = afterKey(organization, after, 'endpoint');
  return db.query<PresentedRow>(
    `select b.organization, b.server, b.endpoint, b.thumbprint, b.rule, b.subject, b.issuer,
       extract(epoch from b.not_before)::float8 as "notBefore", extract(epoch from b.not_after)::float8 as "notAfter"
     from certfleet.binding b
     where ${where} and ${LIVE} and b.outcome = 'PRESENTED' and b.thumbprint is not null
     order by b.organization, b.server, b.endpoint limit $4`,
    [...values, limit],
  );
}

/** When time alone will make an endpoint present something else than now. */
export interface UntilRow extends PageKey {
  readonly until: number;
}

/** The next switch of each endpoint that has one: the first coming range with another outcome or certificate. */
export function presentedUntilPage(db: Transaction, { organization, after, limit }: Paged): Promise<UntilRow[]> {
  const { where, values } = afterKey(organization, after, 'endpoint');
  return db.query<UntilRow>(
    `select b.organization, b.server, b.endpoint, extract(epoch from n.at)::float8 as until
     from certfleet.binding b
     cross join lateral (
       select min(c.valid_from) as at from certfleet.binding c
       where c.organization = b.organization and c.server = b.server and c.endpoint = b.endpoint and c.selection is not null
         and c.valid_from > now() and (c.outcome, c.thumbprint) is distinct from (b.outcome, b.thumbprint)) n
     where ${where} and ${LIVE} and b.valid_until is not null and n.at is not null
     order by b.organization, b.server, b.endpoint limit $4`,
    [...values, limit],
  );
}

export interface NamedCertificate {
  readonly organization: string;
  readonly thumbprint: string;
  readonly facts: Certificate;
}

/** The facts of these certificates. They are read whole: a single key of a json value cannot be read where another one holds a NUL. */
export function certificatesNamed(
  db: Transaction,
  named: readonly { readonly organization: string; readonly thumbprint: string }[],
): Promise<NamedCertificate[]> {
  const keys = new Map(
    named.map(({ organization, thumbprint }) => [`${organization} ${thumbprint}`, { organization, thumbprint }]),
  );
  const all = [...keys.values()];
  return db.query<NamedCertificate>(
    `select c.organization, c.thumbprint, c.facts
     from unnest($1::text[], $2::text[]) as n (organization, thumbprint)
     join certfleet.certificate c on c.organization = n.organization and c.thumbprint = n.thumbprint`,
    [all.map(({ organization }) => organization), all.map(({ thumbprint }) => thumbprint)],
  );
}
