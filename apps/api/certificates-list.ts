import type { WrittenFacts } from '#libs/certificates/written-facts.js';
import { textOfColumn } from '#libs/store/column-text.js';
import type { Transaction } from '#libs/store/database.js';
import {
  type CertificateRow,
  certificatesNow,
  countCertificates,
  installations,
  presentations,
} from '#libs/store/queries/certificates-now.js';
import { groupedBy } from '#libs/store/queries/grouped.js';
import { serverKey } from '#libs/store/queries/server-key.js';
import { certificateFacts, mergeSeen } from '#libs/views/certificate-facts.js';
import { keysOf, OneText } from './cursor.js';
import { type FleetAt, fleetAt } from './fleet-at.js';
import { type Moment, page } from './list.js';
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
  const after = keysOf('certificates', query.cursor, OneText)?.[0] ?? null;
  if (query.asOf !== undefined || query.knownAt !== undefined) {
    return then(await fleetAt(db, organization, query, { ...moment, server }), query, after);
  }
  const filter = { server, thumbprint: query.thumbprint };
  const rows = await certificatesNow(db, organization, filter, { after, limit: query.limit + 1 });
  const thumbprints = rows.map((row) => row.thumbprint);
  const installed = grouped(await installations(db, organization, thumbprints));
  const presented = grouped(await presentations(db, organization, thumbprints));
  const item = ({ thumbprint, facts }: CertificateRow) => ({
    ...facts,
    installedOn: installed(thumbprint).map(
      ({ server, services, hasPrivateKey, friendlyName, isInternalTransport }) => ({
        server,
        ...known({ services, hasPrivateKey, friendlyName, isInternalTransport }),
      }),
    ),
    presentedAt: presented(thumbprint).map((one) => ({ server: one.server, endpoint: textOfColumn(one.endpoint) })),
  });
  const total = await countCertificates(db, organization, filter);
  const about = { total, position: moment.position, asOf: moment.now.toISOString() };
  return page(rows, query.limit, { list: 'certificates', keys: (row) => [row.thumbprint], item }, about);
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
  readonly installedOn: object[];
  readonly presentedAt: object[];
}

/** The same at another time: what stood in the stores of the servers then. */
function then(fleet: FleetAt, query: CertificatesQuery, after: string | null) {
  const found = new Map<string, Found>();
  for (const one of fleet.servers) {
    const { server } = one.state;
    for (const certificate of server.certificates ?? []) {
      const { services, hasPrivateKey, friendlyName } = certificate;
      const entry = remember(found, certificateFacts(certificate));
      const here = Object.entries({ services, hasPrivateKey, friendlyName }).filter(([, value]) => value !== undefined);
      entry.installedOn.push({ server: server.fqdn, ...Object.fromEntries(here) });
    }
    for (const { outcome, thumbprint, endpoint } of one.select()) {
      if (outcome === 'PRESENTED' && thumbprint !== null)
        found.get(thumbprint)?.presentedAt.push({ server: server.fqdn, endpoint });
    }
  }
  const rows = [...found.entries()]
    .filter(([thumbprint]) => query.thumbprint === undefined || thumbprint === query.thumbprint)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const rest = after === null ? rows : rows.filter(([thumbprint]) => thumbprint > after);
  const item = ([, { facts, installedOn, presentedAt }]: [string, Found]) => ({ ...facts, installedOn, presentedAt });
  const about = { total: rows.length, position: fleet.position, asOf: fleet.at };
  return page(rest, query.limit, { list: 'certificates', keys: ([thumbprint]) => [thumbprint], item }, about);
}

function remember(found: Map<string, Found>, facts: WrittenFacts): Found {
  const known = found.get(facts.thumbprint);
  const entry = known ?? { facts, installedOn: [], presentedAt: [] };
  if (known === undefined) found.set(facts.thumbprint, entry);
  else known.facts = mergeSeen({ facts: known.facts, firstSeenAt: '' }, { facts, firstSeenAt: '' }).facts;
  return entry;
}
