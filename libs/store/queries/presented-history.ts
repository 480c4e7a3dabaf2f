import type { Certainty, Outcome } from '#libs/selection/selection.js';
import { columnText, textOfColumn } from '../column-text.js';
import type { Transaction } from '../database.js';
import { HISTORY } from './listed/bindings-sql.js';
import { certificates } from '../write-views.js';

export interface HistoryFilter {
  /** Ranges that reach into the time between these instants. */
  readonly from: string;
  readonly to: string;
  /** As it was known at this position of the log; absent: as it is known now. */
  readonly knownAt?: number | undefined;
  /** Canonical name. */
  readonly server?: string | undefined;
  readonly endpoint?: string | undefined;
  /** Only endpoints that presented this certificate in that time. */
  readonly thumbprint?: string | undefined;
  /** Only endpoints whose answer became another one in that time. */
  readonly changed: boolean;
}

/** So long an endpoint gave the same answer. */
export interface PresentedRange {
  readonly from: string;
  /** Null: no end is known. */
  readonly until: string | null;
  readonly outcome: Outcome;
  readonly thumbprint: string | null;
  readonly rule: string;
  readonly certainty: Certainty;
}

/** What one endpoint presented, presents and will present. */
export interface PresentedLane {
  /** Canonical name, as the table has it; the order of the list. */
  readonly key: readonly [server: string, endpoint: string];
  readonly server: string;
  readonly endpoint: string;
  /** The earliest first. Where there is nothing between two of them, there was no such endpoint, or nothing was known of it. */
  readonly ranges: readonly PresentedRange[];
  /** There are earlier ones in that time, which are left out. */
  readonly cut: boolean;
}

/** So many ranges of one endpoint are told, the latest ones. */
export const MOST_RANGES = 200;

/** Ranges that follow each other with the same answer are one: a row of the table is cut where other facts change, too. */
const RANGES = `
  with held as (
    select server, endpoint, fqdn, valid_from, valid_until, outcome, thumbprint, rule, certainty,
      (lag(outcome) over w is distinct from outcome or lag(thumbprint) over w is distinct from thumbprint
        or lag(valid_until) over w is distinct from valid_from) as begins
    from ${HISTORY}
    where organization = $1 and valid_from < $3::timestamptz and coalesce(valid_until, 'infinity') > $2::timestamptz
      and case when $4::bigint is null then known_until is null
        else known_from <= $4::bigint and (known_until is null or known_until > $4::bigint) end
      and ($5::text is null or server = $5) and ($6::text is null or endpoint = $6)
    window w as (partition by server, endpoint order by valid_from)
  ), numbered as (
    select *, count(*) filter (where begins) over (partition by server, endpoint order by valid_from) as number from held
  ), ranges as (
    select server, endpoint, number, max(fqdn) as fqdn, min(valid_from) as valid_from,
      (array_agg(valid_until order by valid_from desc))[1] as valid_until, min(outcome) as outcome, min(thumbprint) as thumbprint,
      (array_agg(rule order by valid_from desc))[1] as rule, (array_agg(certainty order by valid_from desc))[1] as certainty
    from numbered group by server, endpoint, number
  ), lanes as (
    select server, endpoint, count(*) as count from ranges group by server, endpoint
    having ($7::text is null or bool_or(coalesce(thumbprint = $7, false)))
      and (not $8::boolean or count(*) > 1 or max(coalesce(valid_until, 'infinity')) < $3::timestamptz)
  )`;

/** What endpoints presented between two instants, endpoint by endpoint, from after a key on. */
export async function presentedHistory(
  db: Transaction,
  organization: string,
  filter: HistoryFilter,
  page: { readonly after: readonly [server: string, endpoint: string] | null; readonly limit: number },
): Promise<readonly PresentedLane[]> {
  const rows = await db.query<RangeRow>(
    `${RANGES}, asked as (
       select * from lanes where ($9::text is null or (server, endpoint) > ($9, $10)) order by server, endpoint limit $11
     )
     select r.server, r.endpoint, r.fqdn, r.valid_from as "from", r.valid_until as until, r.outcome, r.thumbprint, r.rule, r.certainty,
       a.count > ${MOST_RANGES} as cut
     from asked a join ranges r using (server, endpoint)
     where a.count - r.number < ${MOST_RANGES}
     order by r.server, r.endpoint, r.valid_from`,
    [...parameters(organization, filter), page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit],
  );
  return lanesOf(rows);
}

/** How many endpoints that is. */
export async function countPresentedHistory(
  db: Transaction,
  organization: string,
  filter: HistoryFilter,
): Promise<number> {
  const [row] = await db.query<{ count: string }>(
    `${RANGES} select count(*) as count from lanes`,
    parameters(organization, filter),
  );
  return Number(row?.count ?? 0);
}

/** What is known of the certificates that these ranges name. */
export async function certificatesOf(db: Transaction, organization: string, lanes: readonly PresentedLane[]) {
  const named = new Set(lanes.flatMap(({ ranges }) => ranges.flatMap(({ thumbprint }) => thumbprint ?? [])));
  const found = named.size === 0 ? [] : [...(await certificates(db, organization, [...named])).values()];
  return found.map(({ facts }) => facts);
}

interface RangeRow {
  readonly server: string;
  readonly endpoint: string;
  readonly fqdn: string;
  readonly from: Date;
  readonly until: Date | null;
  readonly outcome: Outcome;
  readonly thumbprint: string | null;
  readonly rule: string;
  readonly certainty: Certainty;
  readonly cut: boolean;
}

function parameters(organization: string, filter: HistoryFilter): readonly unknown[] {
  const { from, to, knownAt, server, endpoint, thumbprint, changed } = filter;
  const column = (text: string | undefined) => (text === undefined ? null : columnText(text));
  return [organization, from, to, knownAt ?? null, column(server), column(endpoint), column(thumbprint), changed];
}

function lanesOf(rows: readonly RangeRow[]): readonly PresentedLane[] {
  const lanes: (PresentedLane & { readonly ranges: PresentedRange[] })[] = [];
  for (const row of rows) {
    const { server, endpoint, fqdn, cut } = row;
    const last = lanes.at(-1);
    if (last?.key[0] === server && last.key[1] === endpoint) last.ranges.push(rangeOf(row));
    else
      lanes.push({
        key: [server, endpoint],
        server: textOfColumn(fqdn),
        endpoint: textOfColumn(endpoint),
        ranges: [rangeOf(row)],
        cut,
      });
  }
  return lanes;
}

function rangeOf({ from, until, outcome, thumbprint, rule, certainty }: RangeRow): PresentedRange {
  return {
    from: from.toISOString(),
    until: until === null ? null : until.toISOString(),
    outcome,
    thumbprint: thumbprint === null ? null : textOfColumn(thumbprint),
    rule,
    certainty,
  };
}
