import type { StandingFinding } from '#libs/alerts/standing-alerts.js';
import type { ChangeCause } from '#libs/alerts/presented-change.js';
import { ORGANIZATION_STREAM } from '#libs/fleet/event.js';
import { isDeed } from '#libs/views/spoken-certificate.js';
import { columnText, textOfColumn } from '../../column-text.js';
import type { Transaction } from '../../database.js';
import { EVENT_COLUMNS, type EventRow, recordedEvent } from '../../event-row.js';
import { FINDING_COLUMNS, type FindingRow } from '../../kept-findings.js';
import { STANDS } from '../../queries/findings-now.js';
import { HEARD_OF } from './bindings.js';
import { causeOf } from '../../queries/presented-changes.js';

/** More are told with the next look. */
const MOST = 5_000;
const SUBJECT = `case when f.subject = '' then f.rule else f.rule || E'\\n' || f.subject end`;
const RANKED = `array['critical', 'high', 'medium', 'low']`;

interface Looking {
  /** Alert rules that tell of risks. */
  readonly rules: readonly string[];
  readonly severities: readonly string[];
  /** How far the log had come at the last look. */
  readonly after: number;
}

/** The findings that stand and that no open alert tells of yet, or tells of as less bad. */
export async function untoldFindings(
  db: Transaction,
  organization: string,
  { rules, severities, after }: Looking,
): Promise<readonly StandingFinding[]> {
  const rows = await db.query<FindingRow & { known: boolean }>(
    `select ${FINDING_COLUMNS.split(',')
      .map((column) => `f.${column.trim()}`)
      .join(', ')},
       exists (select from certfleet.server_alias l join certfleet.event e on e.organization = l.organization and e.stream = l.stream
         where l.organization = $1 and l.server = f.server and e.version = 1 and e.position <= $4) as known
     from certfleet.finding f
     join certfleet.server_state s on s.organization = f.organization and s.server = f.server and ${HEARD_OF}
     where f.organization = $1 and ${STANDS} and f.severity = any($3::text[])
       and not exists (select from certfleet.alert a where a.organization = $1 and a.rule = any($2::text[]) and a.server = f.server
         and a.endpoint is not distinct from nullif(f.endpoint, '') and a.state <> 'resolved' and a.subject = ${SUBJECT}
         and array_position(${RANKED}, a.severity) <= array_position(${RANKED}, f.severity))
     order by array_position(${RANKED}, f.severity), f.rule, f.server, f.endpoint, f.subject
     limit ${MOST}`,
    [organization, rules, severities, after],
  );
  const causes = await causesOf(db, organization, [...new Set(rows.map(({ server }) => server))], after);
  return rows.map((row) => ({
    server: textOfColumn(row.server),
    fqdn: textOfColumn(row.fqdn),
    endpoint: row.endpoint === '' ? null : textOfColumn(row.endpoint),
    id: row.rule,
    subject: textOfColumn(row.subject),
    severity: row.severity,
    summary: textOfColumn(row.summary),
    remediation: row.remediation,
    evidence: row.evidence,
    introduced: after > 0 && row.known,
    cause: after === 0 ? null : (causes.get(row.server) ?? null),
  }));
}

/** The ids of open alerts about risks that stand no more. */
export async function endedRisks(
  db: Transaction,
  organization: string,
  rules: readonly string[],
): Promise<readonly string[]> {
  const rows = await db.query<{ id: string }>(
    `select a.alert_id as id from certfleet.alert a
     where a.organization = $1 and a.rule = any($2::text[]) and a.state <> 'resolved'
       and not exists (select from certfleet.finding f where f.organization = $1 and f.server = a.server and ${STANDS}
         and f.endpoint = coalesce(a.endpoint, '') and ${SUBJECT} = a.subject)`,
    [organization, rules],
  );
  return rows.map(({ id }) => id);
}

/** The newest deed on each of these servers, or in the organization, behind a position. */
async function causesOf(
  db: Transaction,
  organization: string,
  servers: readonly string[],
  after: number,
): Promise<ReadonlyMap<string, ChangeCause>> {
  if (servers.length === 0 || after === 0) return new Map();
  const rows = await db.query<EventRow & { server: string | null }>(
    `select ${EVENT_COLUMNS.split(',')
      .map((column) => `e.${column.trim()}`)
      .join(', ')}, s.server
     from certfleet.event e
     left join certfleet.server_alias s on s.organization = e.organization and s.stream = e.stream
     where e.organization = $1 and e.position > $3 and (e.stream = $4 or s.server = any($2::text[]))
     order by e.position desc limit 2000`,
    [organization, servers, after, columnText(ORGANIZATION_STREAM)],
  );
  const told = rows.map((row) => ({ server: row.server, event: recordedEvent(row) }));
  const deeds = told.filter(({ event }) => isDeed(event.type));
  const ofOrganization = deeds.find(({ server }) => server === null)?.event;
  return new Map(
    servers.flatMap((server) => {
      const own = deeds.find((one) => one.server === server) ?? told.find((one) => one.server === server);
      const event = own?.event ?? ofOrganization;
      return event === undefined ? [] : [[server, causeOf(event)] as const];
    }),
  );
}
