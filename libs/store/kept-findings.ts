import type { Finding, Severity } from '#libs/rules/finding.js';
import type { KeptFinding, Reconciled } from '#libs/views/reconcile-findings.js';
import { columnText, textOfColumn } from './column-text.js';
import type { Transaction } from './database.js';
import { textArray } from './text-array.js';
import { groupedBy } from './queries/grouped.js';

/** A row of certfleet.finding, without what only listing it needs. */
export interface FindingRow {
  readonly server: string;
  readonly rule: string;
  readonly endpoint: string;
  readonly subject: string;
  readonly stands_from: Date;
  readonly stands_until: Date | null;
  readonly first_seen: Date;
  readonly last_seen: Date;
  readonly resolved: Date | null;
  readonly severity: Severity;
  readonly summary: string;
  readonly evidence: Finding['evidence'];
  readonly remediation: Finding['remediation'];
  readonly sources: Finding['sources'];
  readonly fqdn: string;
}

export const FINDING_COLUMNS = `server, rule, endpoint, subject, stands_from, stands_until, first_seen, last_seen, resolved,
  severity, summary, evidence, remediation, sources, fqdn`;

/** The finding of a row, as the contract shapes it. */
export function findingOfRow(row: FindingRow): Finding {
  return {
    id: row.rule,
    severity: row.severity,
    server: textOfColumn(row.fqdn),
    endpoint: row.endpoint === '' ? null : textOfColumn(row.endpoint),
    summary: textOfColumn(row.summary),
    evidence: row.evidence,
    remediation: row.remediation,
    sources: row.sources,
  };
}

/** What has to be known of these servers' findings to reconcile them at `now`: the unresolved ones, and those that begin at that instant. */
export async function keptFindings(
  db: Transaction,
  organization: string,
  servers: readonly string[],
  now: string,
): Promise<ReadonlyMap<string, readonly KeptFinding[]>> {
  const rows = await db.query<FindingRow>(
    `select ${FINDING_COLUMNS} from certfleet.finding
     where organization = $1 and server = any($2::text[]) and (resolved is null or stands_from = $3)`,
    [organization, servers.map(columnText), now],
  );
  const byServer = groupedBy(rows, ({ server }) => textOfColumn(server));
  return new Map([...byServer].map(([server, own]) => [server, own.map(keptOfRow)]));
}

function keptOfRow(row: FindingRow): KeptFinding {
  return {
    finding: findingOfRow(row),
    subject: textOfColumn(row.subject),
    standsFrom: row.stands_from.toISOString(),
    standsUntil: row.stands_until?.toISOString() ?? null,
    firstSeen: row.first_seen.toISOString(),
    lastSeen: row.last_seen.toISOString(),
    resolved: row.resolved?.toISOString() ?? null,
  };
}

/** The findings that stand at an instant, of all servers, by server. */
export async function standingFindingsAt(
  db: Transaction,
  organization: string,
  at: string,
): Promise<ReadonlyMap<string, readonly Finding[]>> {
  const rows = await db.query<FindingRow>(
    `select ${FINDING_COLUMNS} from certfleet.finding
     where organization = $1 and resolved is null and stands_from <= $2 and (stands_until is null or stands_until > $2)`,
    [organization, at],
  );
  const byServer = groupedBy(rows, ({ server }) => textOfColumn(server));
  return new Map([...byServer].map(([server, own]) => [server, own.map(findingOfRow)]));
}

/** Servers of which findings are unresolved, whether or not they are still there. */
export async function serversWithFindings(db: Transaction, organization: string): Promise<readonly string[]> {
  const rows = await db.query<{ server: string }>(
    `select distinct server from certfleet.finding where organization = $1 and resolved is null`,
    [organization],
  );
  return rows.map(({ server }) => textOfColumn(server));
}

/** Writes what became of the findings of these servers. */
export async function writeFindings(
  db: Transaction,
  organization: string,
  reconciled: ReadonlyMap<string, Reconciled>,
  position: number,
): Promise<void> {
  const each = [...reconciled];
  await remove(
    db,
    organization,
    each.flatMap(([server, { remove: gone }]) => gone.map((kept) => ({ server, kept }))),
  );
  await write(db, organization, {
    rows: each.flatMap(([server, { write: kept }]) => kept.map((one) => ({ server, kept: one }))),
    position,
  });
}

interface Placed {
  readonly server: string;
  readonly kept: KeptFinding;
}

function keysOf(rows: readonly Placed[]): readonly string[][] {
  return [
    rows.map(({ server }) => columnText(server)),
    rows.map(({ kept }) => kept.finding.id),
    rows.map(({ kept }) => columnText(kept.finding.endpoint ?? '')),
    rows.map(({ kept }) => columnText(kept.subject)),
    rows.map(({ kept }) => kept.standsFrom),
  ];
}

async function remove(db: Transaction, organization: string, rows: readonly Placed[]): Promise<void> {
  if (rows.length === 0) return;
  await db.query(
    `delete from certfleet.finding f
     using unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]) as r (server, rule, endpoint, subject, stands_from)
     where f.organization = $1 and f.server = r.server and f.rule = r.rule and f.endpoint = r.endpoint
       and f.subject = r.subject and f.stands_from = r.stands_from`,
    [organization, ...keysOf(rows)],
  );
}

async function write(
  db: Transaction,
  organization: string,
  { rows, position }: { readonly rows: readonly Placed[]; readonly position: number },
): Promise<void> {
  if (rows.length === 0) return;
  await db.query(
    `insert into certfleet.finding (organization, ${FINDING_COLUMNS}, position)
     select $1, server, rule, endpoint, subject, stands_from, stands_until, first_seen, last_seen, resolved,
       severity, summary, evidence::json, remediation::json, sources::json, fqdn, $17
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[],
       $9::timestamptz[], $10::timestamptz[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[])
       as f (${FINDING_COLUMNS})
     on conflict (organization, server, rule, endpoint, subject, stands_from) do update set
       stands_until = excluded.stands_until, first_seen = excluded.first_seen, last_seen = excluded.last_seen,
       resolved = excluded.resolved, severity = excluded.severity, summary = excluded.summary, evidence = excluded.evidence,
       remediation = excluded.remediation, sources = excluded.sources, fqdn = excluded.fqdn, position = excluded.position`,
    [
      organization,
      ...keysOf(rows),
      rows.map(({ kept }) => kept.standsUntil),
      rows.map(({ kept }) => kept.firstSeen),
      rows.map(({ kept }) => kept.lastSeen),
      rows.map(({ kept }) => kept.resolved),
      rows.map(({ kept: { finding } }) => finding.severity),
      textArray(rows.map(({ kept: { finding } }) => columnText(finding.summary))),
      textArray(rows.map(({ kept: { finding } }) => JSON.stringify(finding.evidence))),
      textArray(rows.map(({ kept: { finding } }) => JSON.stringify(finding.remediation))),
      textArray(rows.map(({ kept: { finding } }) => JSON.stringify(finding.sources))),
      rows.map(({ kept: { finding } }) => columnText(finding.server)),
      position,
    ],
  );
}
