import { SEVERITIES, type Severity } from '#libs/rules/finding.js';
import { columnText } from '../column-text.js';
import type { Transaction } from '../database.js';
import type { FindingRow } from '../kept-findings.js';

/** `standing`: it holds now; `coming`: it will hold, or say something else than now; `resolved`: it held. */
export const FINDING_STATES = ['standing', 'coming', 'resolved', 'all'] as const;
export type FindingState = (typeof FINDING_STATES)[number];

export interface FindingsFilter {
  /** Canonical name. */
  readonly server?: string | undefined;
  readonly rule?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly state: FindingState;
}

export interface ListedFinding extends FindingRow {
  /** Place of its severity, 1 the worst. */
  readonly rank: number;
  readonly state: Exclude<FindingState, 'all'>;
}

/** What a row is ordered by: rank, server, rule, endpoint, subject, and since when it stands. */
export type FindingKeys = readonly [number, string, string, string, string, string];

/** Findings by severity from the worst on, then by server, rule and endpoint, from after a key on. */
export function findingsNow(
  db: Transaction,
  organization: string,
  filter: FindingsFilter,
  page: { readonly after: FindingKeys | null; readonly limit: number },
): Promise<ListedFinding[]> {
  return db.query<ListedFinding>(
    `select ${FINDING_COLUMNS}
     from certfleet.finding f ${JOINED[filter.state]}
     where ${PASSES} and ${IN_STATE[filter.state]}
       and ($5::int is null or (${RANK}, f.server, f.rule, f.endpoint, f.subject, f.stands_from) > ($5, $6, $7, $8, $9, $10::timestamptz))
     order by rank, f.server, f.rule, f.endpoint, f.subject, f.stands_from
     limit $11`,
    [...parameters(organization, filter), ...(page.after ?? Array.from({ length: 6 }, () => null)), page.limit],
  );
}

/** How many findings pass the filter now. */
export async function countFindingsNow(db: Transaction, organization: string, filter: FindingsFilter): Promise<number> {
  const [row] = await db.query<{ count: string }>(
    `select count(*) as count from certfleet.finding f ${JOINED[filter.state]} where ${PASSES} and ${IN_STATE[filter.state]}`,
    parameters(organization, filter),
  );
  return Number(row?.count ?? 0);
}

/** For each of these servers how many findings of each severity stand now. */
export async function severitiesNow(
  db: Transaction,
  organization: string,
  servers: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Partial<Record<Severity, number>>>>> {
  const rows = await db.query<{ server: string; severity: Severity; findings: string }>(
    `select f.server, f.severity, count(*) as findings from certfleet.finding f
     where f.organization = $1 and f.server = any($2::text[]) and ${STANDS}
     group by f.server, f.severity`,
    [organization, servers],
  );
  const counts = new Map<string, Partial<Record<Severity, number>>>();
  for (const { server, severity, findings } of rows)
    counts.set(server, { ...counts.get(server), [severity]: Number(findings) });
  return counts;
}

/** Of the rows `f` those that hold now. */
export const STANDS =
  'f.resolved is null and f.stands_from <= now() and (f.stands_until is null or f.stands_until > now())';

/** A range that time ended is followed by another of the same finding, or the finding is resolved. */
const FOLLOWED = `left join certfleet.finding n on n.organization = f.organization and n.server = f.server and n.rule = f.rule
       and n.endpoint = f.endpoint and n.subject = f.subject and n.stands_from = f.stands_until and f.resolved is null`;

export const JOINED: Readonly<Record<FindingState, string>> = {
  standing: '',
  coming: '',
  resolved: FOLLOWED,
  all: FOLLOWED,
};

export const IN_STATE: Readonly<Record<FindingState, string>> = {
  standing: STANDS,
  coming: 'f.resolved is null and f.stands_from > now()',
  resolved: '(f.resolved is not null or (f.stands_until <= now() and n.server is null))',
  all: '(f.resolved is not null or f.stands_until is null or f.stands_until > now() or n.server is null)',
};

export const RANK = `array_position(array['${SEVERITIES.join("', '")}'], f.severity)`;

const PASSES = `f.organization = $1 and ($2::text is null or f.server = $2) and ($3::text is null or f.rule = $3)
       and ($4::text is null or f.severity = $4)`;

function parameters(organization: string, { server, rule, severity }: FindingsFilter): unknown[] {
  return [organization, server === undefined ? null : columnText(server), rule ?? null, severity ?? null];
}

/** What is read of a finding. */
export const FINDING_COLUMNS = `f.server, f.rule, f.endpoint, f.subject, f.stands_from, f.stands_until, f.first_seen, f.last_seen,
       case when f.resolved is not null then f.resolved when f.stands_until <= now() then f.stands_until end as resolved,
       f.severity, f.summary, f.evidence, f.remediation, f.sources, f.fqdn, ${RANK} as rank,
       case when f.resolved is not null or f.stands_until <= now() then 'resolved'
         when f.stands_from > now() then 'coming' else 'standing' end as state`;
