import { FINDING_FIELDS, type FindingField } from '#libs/query/finding-fields.js';
import { type FindingState, IN_STATE, JOINED, RANK } from '../findings-now.js';
import { serverField } from './bindings-sql.js';
import type { ListSql, SqlField } from './sql-field.js';

const NO_ENDPOINT = `(f.endpoint = '')`;
/** What endpoint addresses are made of: `receive:<connector>:starttls` is receive and starttls. */
const FIRST = `split_part(f.endpoint, ':', 1)`;
const LAST = `case when ${FIRST} in ('receive', 'send', 'deliver') then substring(f.endpoint from ':(starttls|anonymous)$') end`;
const KINDS = `'{internal-transport,receive,send,deliver,iis,pop,imap}'::text[]`;

const FIELDS: Readonly<Record<FindingField, SqlField>> = {
  finding: { value: 'f.rule' },
  'finding.severity': { value: 'f.severity' },
  server: serverField('f'),
  endpoint: { value: `nullif(f.endpoint, '')`, none: NO_ENDPOINT },
  role: {
    values: `(case when ${FIRST} = any(${KINDS}) then array_remove(array[${FIRST}, ${LAST}], null) else '{}'::text[] end)`,
  },
  summary: { value: 'f.summary' },
  from: { value: 'f.stands_from' },
  until: { value: 'f.stands_until', none: 'f.stands_until is null' },
  lastSeen: { value: 's.last_seen_at' },
  version: { value: 's.version' },
  site: { value: 's.ad_site', none: `coalesce('adSite' = any(s.unset), false)` },
};

/** What is wrong, the worst first. */
export function findingsSql(state: FindingState): ListSql {
  return {
    fields: FIELDS,
    definitions: FINDING_FIELDS,
    from: `certfleet.finding f ${JOINED[state]}
      left join certfleet.server_state s on s.organization = f.organization and s.server = f.server`,
    where: `f.organization = $1 and ${IN_STATE[state]}`,
    key: [
      { expression: RANK, type: 'integer', nullable: false, descending: false },
      ...['f.server', 'f.rule', 'f.endpoint', 'f.subject'].map(
        (expression) => ({ expression, type: 'text', nullable: false, descending: false }) as const,
      ),
      { expression: 'f.stands_from', type: 'instant', nullable: false, descending: false },
    ],
  };
}
