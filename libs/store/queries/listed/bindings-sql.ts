import { BINDING_FIELDS, type BindingField } from '#libs/query/binding-fields.js';
import { STANDS } from '../findings-now.js';
import type { ListSql, SqlField } from './sql-field.js';

const NOTHING = `(b.thumbprint is null and b.outcome <> 'INDETERMINATE')`;

/** A fact of the certificate that is presented: none where none is. */
function fact(column: string, key?: string): SqlField {
  const none = key === undefined ? NOTHING : `(${NOTHING} or coalesce('${key}' = any(b.unset), false))`;
  return { value: `b.${column}`, none };
}

const FIELDS: Readonly<Record<BindingField, SqlField>> = {
  server: serverField('b'),
  endpoint: { value: 'b.endpoint' },
  role: { values: 'b.roles' },
  connector: { value: 'b.connector', none: '(b.connector is null and b.roles is not null)' },
  outcome: { value: 'b.outcome' },
  presented: { value: `(case when b.outcome <> 'INDETERMINATE' then b.outcome = 'PRESENTED' end)` },
  thumbprint: { value: 'b.thumbprint', none: NOTHING, upper: true },
  subject: fact('subject', 'subject'),
  issuer: fact('issuer', 'issuer'),
  'issuer.kind': fact('issuer_kind'),
  name: { values: 'b.names', none: NOTHING },
  notBefore: fact('not_before'),
  notAfter: fact('not_after'),
  services: { values: 'b.services', none: NOTHING },
  'key.provider': fact('key_provider', 'keyProvider'),
  'key.algorithm': fact('key_algorithm', 'keyAlgorithm'),
  'key.size': fact('key_size', 'keySize'),
  certainty: { value: 'b.certainty' },
  rule: { value: 'b.rule' },
  changed: { value: 'b.last_changed_at' },
  changedBy: {
    value: 'b.last_changed_by',
    none: '(b.last_changed_by is null and b.last_changed_position is null and b.last_changed_at is not null)',
  },
  changesAt: { value: 'b.changes_at', none: 'b.changes_at is null' },
  lastSeen: { value: 's.last_seen_at' },
  version: { value: 'b.version' },
  site: { value: 'b.ad_site', none: `coalesce('adSite' = any(b.unset), false)` },
  finding: findingField('f.rule'),
  'finding.severity': findingField('f.severity'),
};

/** A server by its names; `rows` has a column `server`. */
export function serverField(rows: string): SqlField {
  return {
    some: (condition) =>
      `${rows}.server = any(array(select t.server from certfleet.server_state t
         cross join lateral (values (t.server), (coalesce(t.netbios_name, split_part(t.server, '.', 1)))) as n (name)
         where t.organization = $1 and ${condition}))`,
    element: 'n.name',
    join: `cross join lateral (values (${rows}.server)) as n (name)`,
    sort: `${rows}.server`,
  };
}

/** What is wrong with the endpoint, or with its server as a whole. */
function findingField(element: string): SqlField {
  const found = `from certfleet.finding f where f.organization = $1 and ${STANDS}`;
  return {
    some: (condition) =>
      `(b.server in (select f.server ${found} and f.endpoint = '' and ${condition})
        or (b.server, b.endpoint) in (select f.server, f.endpoint ${found} and ${condition}))`,
    element,
    join: `join certfleet.finding f on f.organization = $1 and f.server = b.server and f.endpoint in ('', b.endpoint) and ${STANDS}`,
  };
}

/** Another time than now, on either axis. */
export interface OtherTime {
  readonly at: string;
  /** Position of the log; absent: what is known now. */
  readonly knownAt?: number | undefined;
}

/**
 * The rows of `certfleet.binding`, in which an index may be asked for an instant: it holds until when a range lasts as `coalesce` says it, of
 * which the policy of the table lets it be asked nothing.
 */
export const HISTORY = 'certfleet.held_binding';

/** Whether the range of a row of the history holds an instant. */
export function rangeHolds(row: string, instant: string): string {
  return `${row}valid_from <= ${instant}::timestamptz and coalesce(${row}valid_until, 'infinity') > ${instant}::timestamptz`;
}

/** The rows `b` of the binding history that hold at another time: $2 is the instant, $3 the knowledge where one is asked for. */
export function heldAt({ at, knownAt }: OtherTime): { readonly where: string; readonly bound: readonly unknown[] } {
  const then = `b.organization = $1 and ${rangeHolds('b.', '$2')}`;
  if (knownAt === undefined) return { where: `${then} and b.known_until is null`, bound: [at] };
  const known = 'b.known_from <= $3::bigint and (b.known_until is null or b.known_until > $3::bigint)';
  return { where: `${then} and ${known}`, bound: [at, knownAt] };
}

/** Fields that the history of bindings does not hold: who asks for them at another time has the fleet folded from the log. */
export const NOT_IN_HISTORY = ['finding', 'finding.severity', 'lastSeen'] as const satisfies readonly BindingField[];

/** What each endpoint presents at another time. */
export function bindingsThenSql(time: OtherTime): ListSql {
  const held = Object.entries(FIELDS).filter(([name]) => !NOT_IN_HISTORY.some((other) => other === name));
  return { ...BINDINGS_SQL, ...heldAt(time), fields: Object.fromEntries(held), from: `${HISTORY} b` };
}

/** What each endpoint presents now: for each the row whose range contains now(). */
export const BINDINGS_SQL: ListSql = {
  fields: FIELDS,
  definitions: BINDING_FIELDS,
  from: `certfleet.binding b left join certfleet.server_state s on s.organization = b.organization and s.server = b.server`,
  where:
    'b.organization = $1 and b.selection is not null and b.valid_from <= now() and (b.valid_until is null or b.valid_until > now())',
  key: [
    { expression: 'b.server', type: 'text', nullable: false, descending: false },
    { expression: 'b.endpoint', type: 'text', nullable: false, descending: false },
  ],
};
