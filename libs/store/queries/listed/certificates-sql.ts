import { CERTIFICATE_FIELDS, type CertificateField } from '#libs/query/certificate-fields.js';
import type { ListSql, SqlField } from './sql-field.js';

function unset(key: string): string {
  return `coalesce('${key}' = any(c.unset), false)`;
}

/** What stores say of a certificate: those that do not say it say nothing. */
function stored(element: string, table = ''): SqlField {
  return {
    some: (condition) =>
      `c.thumbprint in (select i.thumbprint from certfleet.installation i ${table} where i.organization = $1 and ${element} is not null and ${condition})`,
    element,
    join: `join certfleet.installation i on i.organization = $1 and i.thumbprint = c.thumbprint ${table}`,
  };
}

const PRESENTS = `b.outcome = 'PRESENTED' and b.thumbprint is not null and b.selection is not null and b.valid_from <= now() and (b.valid_until is null or b.valid_until > now())`;
const PRESENTED = `c.thumbprint in (select b.thumbprint from certfleet.binding b where b.organization = $1 and ${PRESENTS})`;

const FIELDS: Readonly<Record<CertificateField, SqlField>> = {
  thumbprint: { value: 'c.thumbprint', upper: true },
  subject: { value: 'c.subject', none: unset('subject') },
  issuer: { value: 'c.issuer', none: unset('issuer') },
  'issuer.kind': stored('i.issuer_kind'),
  name: { values: 'c.names' },
  notBefore: { value: 'c.not_before' },
  notAfter: { value: 'c.not_after' },
  'key.provider': stored('i.key_provider'),
  'key.algorithm': { value: 'c.key_algorithm', none: unset('keyAlgorithm') },
  'key.size': { value: 'c.key_size', none: unset('keySize') },
  services: stored('v.service', 'cross join lateral unnest(i.services) as v (service)'),
  server: stored('i.server'),
  presentedBy: {
    some: (condition) =>
      `c.thumbprint in (select b.thumbprint from certfleet.binding b where b.organization = $1 and ${PRESENTS} and ${condition})`,
    element: 'b.server',
    join: `join certfleet.binding b on b.organization = $1 and b.thumbprint = c.thumbprint and ${PRESENTS}`,
  },
  presented: { value: `(${PRESENTED})` },
};

/** Every certificate that was ever seen in the organization. */
export const CERTIFICATES_SQL: ListSql = {
  fields: FIELDS,
  definitions: CERTIFICATE_FIELDS,
  from: 'certfleet.certificate c',
  where: 'c.organization = $1',
  key: [{ expression: 'c.thumbprint', type: 'text', nullable: false, descending: false }],
};
