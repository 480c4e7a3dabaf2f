import type { Outcome } from '#libs/selection/selection.js';
import { columnText, textOfColumn } from '../column-text.js';
import type { Transaction } from '../database.js';
import { heldAt, HISTORY, type OtherTime, rangeHolds } from './listed/bindings-sql.js';

/** Of how many servers something was known at another time. */
export async function serversKnownAt(db: Transaction, organization: string, time: OtherTime): Promise<number> {
  const { where, bound } = heldAt(time);
  const [row] = await db.query<{ count: string }>(
    `select count(*) as count from (select distinct b.server from ${HISTORY} b where ${where}) as known`,
    [organization, ...bound],
  );
  return Number(row?.count ?? 0);
}

/** What an endpoint presented on one side of a comparison. */
interface SideRow {
  readonly outcome: Outcome;
  readonly thumbprint: string | null;
}

/** An endpoint that shows something else at one time than at another. */
export interface BindingDifference {
  readonly server: string;
  readonly endpoint: string;
  /** Null: the endpoint was not there. */
  readonly before: SideRow | null;
  readonly after: SideRow | null;
  readonly rule: string;
}

export interface BindingDifferences {
  readonly changes: readonly BindingDifference[];
  readonly unchanged: number;
  readonly servers: number;
}

/** What is presented otherwise at one instant than at another, of the whole organization or of one server (canonical name). */
export async function differencesBetween(
  db: Transaction,
  organization: string,
  {
    from,
    to,
    knownAt,
    server,
  }: { readonly from: string; readonly to: string } & Pick<OtherTime, 'knownAt'> & {
      readonly server?: string | undefined;
    },
): Promise<BindingDifferences> {
  const sides = `with before as (${slice('$2', knownAt)}), after as (${slice('$3', knownAt)}),
    compared as (
      select coalesce(a.fqdn, b.fqdn) as fqdn, server, endpoint, b.outcome as outcome_before, b.thumbprint as thumbprint_before,
        a.outcome as outcome_after, a.thumbprint as thumbprint_after, coalesce(a.rule, b.rule) as rule,
        row(b.outcome, b.thumbprint) is distinct from row(a.outcome, a.thumbprint) as differs
      from before b full join after a using (server, endpoint))`;
  const values = [
    organization,
    from,
    to,
    server === undefined ? null : columnText(server),
    ...(knownAt === undefined ? [] : [knownAt]),
  ];
  const rows = await db.query<DifferenceRow | NoDifferenceRow>(
    `${sides} select c.*, t.unchanged, t.servers
     from (select count(*) filter (where not differs) as unchanged, count(distinct server) as servers from compared) t
     left join compared c on c.differs order by c.server, c.endpoint`,
    values,
  );
  const [first] = rows;
  return {
    changes: rows.flatMap((row) => (row.endpoint === null ? [] : [difference(row)])),
    unchanged: Number(first?.unchanged ?? 0),
    servers: Number(first?.servers ?? 0),
  };
}

/** Beside each difference the same counts; alone where there is none. */
interface Counts {
  readonly unchanged: string;
  readonly servers: string;
}

interface NoDifferenceRow extends Counts {
  readonly endpoint: null;
}

interface DifferenceRow extends Counts {
  readonly fqdn: string;
  readonly endpoint: string;
  readonly outcome_before: Outcome | null;
  readonly thumbprint_before: string | null;
  readonly outcome_after: Outcome | null;
  readonly thumbprint_after: string | null;
  readonly rule: string;
}

function slice(at: string, knownAt: number | undefined): string {
  const known =
    knownAt === undefined
      ? 'known_until is null'
      : 'known_from <= $5::bigint and (known_until is null or known_until > $5::bigint)';
  return `select server, endpoint, fqdn, outcome, thumbprint, rule from ${HISTORY}
    where organization = $1 and ${rangeHolds('', at)} and ${known} and ($4::text is null or server = $4)`;
}

function difference(row: DifferenceRow): BindingDifference {
  return {
    server: textOfColumn(row.fqdn),
    endpoint: textOfColumn(row.endpoint),
    before: sideOf(row.outcome_before, row.thumbprint_before),
    after: sideOf(row.outcome_after, row.thumbprint_after),
    rule: row.rule,
  };
}

function sideOf(outcome: Outcome | null, thumbprint: string | null): SideRow | null {
  return outcome === null ? null : { outcome, thumbprint: thumbprint === null ? null : textOfColumn(thumbprint) };
}
