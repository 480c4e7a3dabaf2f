import type { Certificate } from '#libs/certificates/certificate.js';
import { commonNames } from '#libs/certificates/distinguished-name.js';
import type { Transaction } from '#libs/store/database.js';
import {
  certificatesNamed,
  type Paged,
  presentedPage,
  type PresentedRow,
} from '#libs/store/queries/metrics/presented.js';
import type { Collector } from './collector.js';
import { gauge, pagedFamily, type Sample } from './metric.js';
import { pages, sampled } from './pages.js';

/** The names that the x509-certificate-exporter uses, so that dashboards and rules made for it go on working. */
const LABELS = ['org', 'server', 'role', 'subject_CN', 'issuer_CN', 'serial_number'];

const NOT_BEFORE = gauge(
  'x509_cert_not_before',
  'First instant at which the certificate presented now is valid',
  LABELS,
);
const NOT_AFTER = gauge(
  'x509_cert_not_after',
  'First instant at which the certificate presented now is expired',
  LABELS,
);

/** The certificates presented now under conventional names: two series for each endpoint. */
export const certificates: Collector = {
  name: 'certificates',
  bounded: false,
  metrics: [NOT_BEFORE, NOT_AFTER],
  async *collect(scope) {
    for (const [metric, value] of [
      [NOT_BEFORE, 'notBefore'],
      [NOT_AFTER, 'notAfter'],
    ] as const)
      yield* pagedFamily(
        metric,
        sampled(pages(scope, withCertificates), (row): Sample[] => {
          const instant = row[value];
          return instant === null ? [] : [[labelsOf(row), instant]];
        }),
      );
  },
};

interface WithFacts extends PresentedRow {
  readonly facts: Certificate | undefined;
}

function labelsOf({ organization, server, endpoint, subject, issuer, facts }: WithFacts): string[] {
  return [organization, server, endpoint, commonNameOf(subject), commonNameOf(issuer), facts?.serialNumber ?? ''];
}

/** Empty, which is no label, where there is none. */
function commonNameOf(name: string | null): string {
  return name === null ? '' : (commonNames(name)[0] ?? '');
}

/** What is presented now, with the facts of the certificates. */
export async function withCertificates(db: Transaction, page: Paged): Promise<WithFacts[]> {
  const rows = await presentedPage(db, page);
  const named = new Map<string, Certificate>();
  for (const { organization, thumbprint, facts } of await certificatesNamed(db, rows))
    named.set(`${organization} ${thumbprint}`, facts);
  return rows.map((row) => ({ ...row, facts: named.get(`${row.organization} ${row.thumbprint}`) }));
}
