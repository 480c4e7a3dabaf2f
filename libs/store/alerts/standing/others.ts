import type { ListName } from '#libs/query/lists.js';
import type { Condition } from '#libs/query/condition.js';
import { textOfColumn } from '../../column-text.js';
import type { Transaction } from '../../database.js';
import { BINDINGS_SQL } from '../../queries/listed/bindings-sql.js';
import { CERTIFICATES_SQL } from '../../queries/listed/certificates-sql.js';
import { conditionSql } from '../../queries/listed/condition-sql.js';
import { findingsSql } from '../../queries/listed/findings-sql.js';
import { SERVERS_SQL } from '../../queries/listed/servers-sql.js';
import { type ListSql, valuesAfter } from '../../queries/listed/sql-field.js';

const MOST = 10_000;

/** Servers of which nothing was heard for so many hours. */
export async function silentServers(db: Transaction, organization: string, hours: number) {
  const rows = await db.query<{ server: string; fqdn: string; lastSeenAt: Date }>(
    `select server, fqdn, last_seen_at as "lastSeenAt" from certfleet.server_state
     where organization = $1 and last_seen_at < now() - make_interval(hours => $2) order by last_seen_at, server limit ${MOST}`,
    [organization, hours],
  );
  return rows.map(({ server, fqdn, lastSeenAt }) => ({
    server: textOfColumn(server),
    fqdn: textOfColumn(fqdn),
    lastSeenAt: lastSeenAt.toISOString(),
  }));
}

/** Reports that came again with another content, since an instant. */
export async function conflictsSince(db: Transaction, organization: string, since: string) {
  const rows = await db.query<{ eventId: string; source: string; id: string; recordedAt: Date }>(
    `select distinct on (event_id) event_id as "eventId", source, id, recorded_at as "recordedAt" from certfleet.conflict
     where organization = $1 and recorded_at >= $2::timestamptz order by event_id, recorded_at limit ${MOST}`,
    [organization, since],
  );
  return rows.map(({ eventId, source, id, recordedAt }) => ({
    eventId,
    source: textOfColumn(source),
    id: textOfColumn(id),
    recordedAt: recordedAt.toISOString(),
  }));
}

/** How many certificates these servers are known to hold. */
export async function heldCertificates(
  db: Transaction,
  organization: string,
  servers: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.query<{ server: string; count: string }>(
    `select server, count(*) as count from certfleet.installation where organization = $1 and server = any($2::text[]) group by server`,
    [organization, servers],
  );
  return new Map(rows.map(({ server, count }) => [textOfColumn(server), Number(count)]));
}

interface Told {
  readonly list: ListSql;
  /** Server, its name, endpoint, what else tells the row apart, and how it is called. */
  readonly columns: string;
}

const LISTED: Readonly<Record<ListName, Told>> = {
  servers: { list: SERVERS_SQL, columns: `s.server, s.fqdn, null as endpoint, '' as subject, s.fqdn as says` },
  bindings: {
    list: BINDINGS_SQL,
    columns: `b.server, b.fqdn, b.endpoint, '' as subject, b.fqdn || ', ' || b.endpoint as says`,
  },
  certificates: {
    list: CERTIFICATES_SQL,
    columns: `null as server, null as fqdn, null as endpoint, c.thumbprint as subject, coalesce(c.subject, c.thumbprint) as says`,
  },
  findings: {
    list: findingsSql('standing'),
    columns: `f.server, f.fqdn, nullif(f.endpoint, '') as endpoint, f.rule || f.subject as subject, f.rule || ' on ' || f.fqdn as says`,
  },
};

/** The rows of a list that meet a condition now, as an alert tells of them. */
export async function rowsMeeting(db: Transaction, organization: string, name: ListName, condition: Condition) {
  const { list, columns } = LISTED[name];
  const values = valuesAfter([organization]);
  const rows = await db.query<{
    server: string | null;
    fqdn: string | null;
    endpoint: string | null;
    subject: string;
    says: string;
  }>(
    `select ${columns} from ${list.from} where ${list.where} and ${conditionSql(condition, list, values)}
     order by ${list.key.map(({ expression }) => expression).join(', ')} limit ${MOST}`,
    values.all(),
  );
  const text = (column: string | null) => (column === null ? null : textOfColumn(column));
  return rows.map((row) => ({
    server: text(row.server),
    fqdn: text(row.fqdn),
    endpoint: text(row.endpoint),
    subject: textOfColumn(row.subject),
    says: textOfColumn(row.says),
  }));
}
