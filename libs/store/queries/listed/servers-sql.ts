import { SERVER_FIELDS, type ServerField } from '#libs/query/server-fields.js';
import { STANDS } from '../findings-now.js';
import { heldAt, HISTORY, type OtherTime, serverField } from './bindings-sql.js';
import type { ListSql, SqlField } from './sql-field.js';

function unset(key: string): string {
  return `coalesce('${key}' = any(s.unset), false)`;
}

function findingField(element: string): SqlField {
  return {
    some: (condition) =>
      `s.server in (select f.server from certfleet.finding f where f.organization = $1 and ${STANDS} and ${condition})`,
    element,
    join: `join certfleet.finding f on f.organization = $1 and f.server = s.server and ${STANDS}`,
  };
}

const PRESENT =
  'b.selection is not null and b.valid_from <= now() and (b.valid_until is null or b.valid_until > now())';

const FIELDS: Readonly<Record<ServerField, SqlField>> = {
  server: serverField('s'),
  version: { value: 's.version' },
  build: { value: 's.build', none: unset('build') },
  site: { value: 's.ad_site', none: unset('adSite') },
  serverRole: { values: 's.roles' },
  lastSeen: { value: 's.last_seen_at' },
  finding: findingField('f.rule'),
  'finding.severity': findingField('f.severity'),
  outcome: {
    some: (condition) =>
      `s.server in (select b.server from certfleet.binding b where b.organization = $1 and ${PRESENT} and ${condition})`,
    element: 'b.outcome',
    join: `join certfleet.binding b on b.organization = $1 and b.server = s.server and ${PRESENT}`,
  },
};

export const SERVERS_SQL: ListSql = {
  fields: FIELDS,
  definitions: SERVER_FIELDS,
  from: 'certfleet.server_state s',
  where: 's.organization = $1',
  key: [{ expression: 's.server', type: 'text', nullable: false, descending: false }],
};

/** Fields of a server that the history of bindings holds. */
export const SERVER_FIELDS_IN_HISTORY = [
  'server',
  'version',
  'site',
  'outcome',
] as const satisfies readonly ServerField[];

/** The servers of which something was known at another time, as the history of bindings has them. */
export function serversThenSql(time: OtherTime): ListSql {
  const { where, bound } = heldAt(time);
  const fields: Record<(typeof SERVER_FIELDS_IN_HISTORY)[number], SqlField> = {
    server: FIELDS.server,
    version: FIELDS.version,
    site: FIELDS.site,
    outcome: {
      some: (condition) => `s.server in (select b.server from ${HISTORY} b where ${where} and ${condition})`,
      element: 'b.outcome',
      join: `join ${HISTORY} b on ${where} and b.server = s.server`,
    },
  };
  return {
    ...SERVERS_SQL,
    fields,
    from: `(select distinct on (b.server) b.server, b.version, b.ad_site, b.unset from ${HISTORY} b where ${where} order by b.server) s`,
    where: 'true',
    bound,
  };
}
