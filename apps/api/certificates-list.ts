import type { Certificate } from '#libs/certificates/certificate.js';
import type { WrittenFacts } from '#libs/certificates/written-facts.js';
import { columnText, textOfColumn } from '#libs/store/column-text.js';
import { certificateRow } from '#libs/query/query-rows.js';
import type { Transaction } from '#libs/store/database.js';
import {
  CERTIFICATE_COLUMNS,
  type CertificateRow,
  IN_STORE_OF,
  installations,
  presentations,
} from '#libs/store/queries/certificates-now.js';
import { groupedBy } from '#libs/store/queries/grouped.js';
import { CERTIFICATES_SQL } from '#libs/store/queries/listed/certificates-sql.js';
import { serverKey } from '#libs/store/queries/server-key.js';
import { certificateFacts, mergeSeen } from '#libs/views/certificate-facts.js';
import { aboutNow, aboutThen, foldedFleet } from './about-list.js';
import { askedQuery } from './asked-query.js';
import { type FleetAt, fleetAt } from './fleet-at.js';
import type { Moment } from './list.js';
import { pageNow } from './page-now.js';
import { pageThen, type RowThen } from './page-then.js';
import type { CertificatesQuery } from './params.js';
import { noServer } from './reads.js';

/** Every certificate, where it is installed and where it is presented. */
export async function certificatesList(
  db: Transaction,
  organization: string,
  query: CertificatesQuery,
  moment: Moment,
) {
  const server = query.server === undefined ? undefined : await serverKey(db, organization, query.server);
  if (server === null) throw noServer(query.server ?? '');
  const at = query.asOf ?? moment.now.toISOString();
  const asked = await askedQuery(db, organization, 'certificates', { ...query, at });
  const { cursor, limit } = query;
  const told = { silentAfter: query.silentAfter, echo: asked.echo };
  if (query.asOf !== undefined || query.knownAt !== undefined) {
    const fleet = await fleetAt(db, organization, query, {
      ...moment,
      servers: server === undefined ? undefined : [server],
    });
    const rows = certificateRowsThen(fleet).filter(
      ({ ties: [thumbprint] }) => query.thumbprint === undefined || thumbprint === query.thumbprint,
    );
    return pageThen(
      rows,
      { list: 'certificates', ...asked, cursor, limit },
      (item) => item,
      aboutThen(foldedFleet(fleet), told),
    );
  }
  const filters = [
    { sql: 'c.thumbprint = ?', value: query.thumbprint },
    { sql: IN_STORE_OF, value: server === undefined ? undefined : columnText(server) },
  ];
  const sql = { list: CERTIFICATES_SQL, select: CERTIFICATE_COLUMNS };
  const wanted = { list: 'certificates', sql, asked, filters, cursor, limit, moment } as const;
  const page = await pageNow(db, organization, wanted, (rows: readonly CertificateRow[]) =>
    items(db, organization, rows),
  );
  return page(await aboutNow(db, organization, moment, told));
}

async function items(db: Transaction, organization: string, rows: readonly CertificateRow[]) {
  const thumbprints = rows.map((row) => row.thumbprint);
  const installed = grouped(await installations(db, organization, thumbprints));
  const presented = grouped(await presentations(db, organization, thumbprints));
  return ({ thumbprint, facts }: CertificateRow) => ({
    ...facts,
    installedOn: installed(thumbprint).map(
      ({ server, services, hasPrivateKey, friendlyName, isInternalTransport }) => ({
        server,
        ...known({ services, hasPrivateKey, friendlyName, isInternalTransport }),
      }),
    ),
    presentedAt: presented(thumbprint).map((one) => ({ server: one.server, endpoint: textOfColumn(one.endpoint) })),
  });
}

/** The table keeps null for unknown; an answer leaves out what is unknown. */
function known(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
}

function grouped<T extends { readonly thumbprint: string }>(rows: readonly T[]): (thumbprint: string) => readonly T[] {
  const groups = groupedBy(rows, (row) => row.thumbprint);
  return (thumbprint) => groups.get(thumbprint) ?? [];
}

interface Found {
  facts: WrittenFacts;
  readonly stores: { readonly key: string; readonly certificate: Certificate }[];
  readonly presentedBy: string[];
  readonly installedOn: object[];
  readonly presentedAt: object[];
}

/** Every certificate at another time: what stood in the stores of the servers then. */
export function certificateRowsThen(fleet: FleetAt): readonly RowThen<object>[] {
  const found = new Map<string, Found>();
  for (const one of fleet.servers) {
    const { server } = one.state;
    for (const certificate of server.certificates ?? []) {
      const { services, hasPrivateKey, friendlyName } = certificate;
      const entry = remember(found, certificateFacts(certificate));
      const here = Object.entries({ services, hasPrivateKey, friendlyName }).filter(([, value]) => value !== undefined);
      entry.stores.push({ key: one.key, certificate });
      entry.installedOn.push({ server: server.fqdn, ...Object.fromEntries(here) });
    }
    for (const { outcome, thumbprint, endpoint } of one.select()) {
      const entry = outcome === 'PRESENTED' && thumbprint !== null ? found.get(thumbprint) : undefined;
      entry?.presentedAt.push({ server: server.fqdn, endpoint });
      entry?.presentedBy.push(one.key);
    }
  }
  return [...found].map(([thumbprint, { facts, stores, presentedBy, installedOn, presentedAt }]) => ({
    row: certificateRow({ thumbprint, facts, stores, presentedBy }),
    ties: [thumbprint],
    value: { ...facts, installedOn, presentedAt },
  }));
}

function remember(found: Map<string, Found>, facts: WrittenFacts): Found {
  const known = found.get(facts.thumbprint);
  const entry = known ?? { facts, stores: [], presentedBy: [], installedOn: [], presentedAt: [] };
  if (known === undefined) found.set(facts.thumbprint, entry);
  else known.facts = mergeSeen({ facts: known.facts, firstSeenAt: '' }, { facts, firstSeenAt: '' }).facts;
  return entry;
}
