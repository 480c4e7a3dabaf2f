import type { Certificate } from '#libs/certificates/certificate.js';
import type { Selection } from '#libs/selection/selection.js';
import type { Condition } from '#libs/query/condition.js';
import { columnText } from '../column-text.js';
import type { Transaction } from '../database.js';
import { BINDINGS_SQL } from './listed/bindings-sql.js';
import { conditionSql } from './listed/condition-sql.js';
import { valuesAfter } from './listed/sql-field.js';

export interface ComingFilter {
  /** Canonical name. */
  readonly server?: string | undefined;
  /** From now on, so many days. */
  readonly days: number;
  /** Of the endpoints as they are now: a condition of the list of bindings. */
  readonly condition?: Condition | undefined;
}

/** An instant at which time alone changes an endpoint's answer, or the certificate that it goes on presenting expires. */
export interface ComingChange {
  readonly at: Date;
  readonly server: string;
  readonly fqdn: string;
  readonly endpoint: string;
  readonly before: Selection;
  /** The same as `before` where only the certificate expires. */
  readonly after: Selection;
  readonly certificateBefore: Certificate | null;
  readonly certificateAfter: Certificate | null;
}

/** Instant, server and endpoint: what the list is ordered by. */
export type ComingKeys = readonly [at: string, server: string, endpoint: string];

/** The ranges that begin after now, each with the one before it; and the expiry of certificates that go on being presented. */
const COMING = `
  select b.valid_from as at, b.organization, b.server, b.fqdn, b.endpoint, p.selection as before, b.selection as after,
    p.thumbprint as thumbprint_before, b.thumbprint as thumbprint_after
  from certfleet.binding b
  join certfleet.binding p
    on p.organization = b.organization and p.server = b.server and p.endpoint = b.endpoint and p.valid_until = b.valid_from
    and p.selection is not null
  where b.organization = $1 and b.selection is not null and b.valid_from > now() and b.valid_from <= now() + make_interval(days => $3)
    and ($2::text is null or b.server = $2)
  union all
  select e.not_after, e.organization, e.server, e.fqdn, e.endpoint, e.selection, e.selection, e.thumbprint, e.thumbprint
  from certfleet.binding e
  where e.organization = $1 and e.selection is not null and e.not_after > now() and e.not_after <= now() + make_interval(days => $3)
    and e.outcome = 'PRESENTED' and e.valid_from < e.not_after and (e.valid_until is null or e.valid_until > e.not_after)
    and ($2::text is null or e.server = $2)`;

/** What time alone will change, the soonest first, from after a key on. */
export function comingChanges(
  db: Transaction,
  organization: string,
  filter: ComingFilter,
  page: { readonly after: ComingKeys | null; readonly limit: number },
): Promise<ComingChange[]> {
  const { from, values } = coming(organization, filter);
  const [at, server, endpoint] = page.after ?? [];
  const behind =
    page.after === null
      ? 'true'
      : `(c.at, c.server, c.endpoint) > (${values.add(at, 'timestamptz')}, ${values.add(server, 'text')}, ${values.add(endpoint, 'text')})`;
  const limit = values.add(page.limit, 'bigint');
  return db.query<ComingChange>(
    `select c.at, c.server, c.fqdn, c.endpoint, c.before, c.after,
       one.facts as "certificateBefore", other.facts as "certificateAfter"
     from ${from}
     left join certfleet.certificate one on one.organization = c.organization and one.thumbprint = c.thumbprint_before
     left join certfleet.certificate other on other.organization = c.organization and other.thumbprint = c.thumbprint_after
     where ${behind}
     order by c.at, c.server, c.endpoint
     limit ${limit}`,
    values.all(),
  );
}

/** How many there are. */
export async function countComingChanges(db: Transaction, organization: string, filter: ComingFilter): Promise<number> {
  const { from, values } = coming(organization, filter);
  const [row] = await db.query<{ count: string }>(`select count(*) as count from ${from}`, values.all());
  return Number(row?.count ?? 0);
}

/** The changes of the endpoints that meet the condition now. */
function coming(organization: string, { server, days, condition }: ComingFilter) {
  const values = valuesAfter([organization, server === undefined ? null : columnText(server), days]);
  if (condition === undefined) return { values, from: `(${COMING}) c` };
  const { from, where } = BINDINGS_SQL;
  const meeting = `select b.server, b.endpoint from ${from} where ${where} and ${conditionSql(condition, BINDINGS_SQL, values)}`;
  return { values, from: `(select * from (${COMING}) every where (every.server, every.endpoint) in (${meeting})) c` };
}
