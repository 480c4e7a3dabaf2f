import type { Transaction } from '../../database.js';
import { STANDS } from '../findings-now.js';

/** What an organization presents now, in numbers. */
export interface PresentedCounts {
  readonly organization: string;
  readonly outcome: string;
  readonly endpoints: number;
  /** Seconds since 1970; null: of none is it known. */
  readonly earliest: number | null;
  readonly expired: number;
  /** Of those not expired: in less than so many days, in the order asked for. */
  readonly expiring: readonly number[];
  /** In less than a ceiling of days, or less than a third of the lifetime, whichever is less. */
  readonly expiringSoon: number;
  /** Time alone changes the answer within so many days. */
  readonly switching: readonly number[];
}

export interface Windows {
  readonly days: readonly number[];
  readonly ceilingDays: number;
}

/** Endpoints by outcome, with what is about to expire or to switch among them. */
export function presentedCounts(
  db: Transaction,
  organization: string | null,
  { days, ceilingDays }: Windows,
): Promise<PresentedCounts[]> {
  const within = (column: string, index: number) =>
    `count(*) filter (where ${column} > now() and ${column} <= now() + make_interval(days => ($1::int[])[${index + 1}]))::float8`;
  const windows = (column: string) => `array[${days.map((_, index) => within(column, index)).join(', ')}]`;
  return db.query<PresentedCounts>(
    `select b.organization, b.outcome, count(*)::float8 as endpoints,
       extract(epoch from min(b.not_after))::float8 as earliest,
       count(*) filter (where b.not_after <= now())::float8 as expired,
       ${windows('b.not_after')} as expiring,
       count(*) filter (where b.not_after > now()
         and b.not_after - now() < least(make_interval(days => $2), (b.not_after - b.not_before) / 3))::float8 as "expiringSoon",
       ${windows('b.changes_at')} as switching
     from certfleet.binding b
     where ${ofOne('b', organization)} and b.selection is not null
       and b.valid_from <= now() and (b.valid_until is null or b.valid_until > now())
     group by b.organization, b.outcome order by b.organization, b.outcome`,
    [days, ceilingDays, ...valuesOf(organization)],
  );
}

export interface SourceCounts {
  readonly organization: string;
  readonly servers: number;
  /** Nothing was heard of them for so long. */
  readonly silent: number;
  /** Seconds since 1970; null: of none was anything ever heard. */
  readonly oldest: number | null;
}

/** Every organization's servers; an organization without a server has none. */
export function sourceCounts(
  db: Transaction,
  organization: string | null,
  silentDays: number,
): Promise<SourceCounts[]> {
  return db.query<SourceCounts>(
    `select o.organization, count(s.server)::float8 as servers,
       count(s.server) filter (where s.last_seen_at is null or s.last_seen_at < now() - make_interval(days => $1))::float8 as silent,
       extract(epoch from min(s.last_seen_at))::float8 as oldest
     from certfleet.organization o left join certfleet.server_state s on s.organization = o.organization
     where ${ofOne('o', organization, 2)} group by o.organization order by o.organization`,
    [silentDays, ...valuesOf(organization)],
  );
}

export interface FindingCount {
  readonly organization: string;
  readonly rule: string;
  readonly severity: string;
  readonly findings: number;
}

/** The findings that stand, by rule and severity. */
export function findingCounts(db: Transaction, organization: string | null): Promise<FindingCount[]> {
  return db.query<FindingCount>(
    `select f.organization, f.rule, f.severity, count(*)::float8 as findings from certfleet.finding f
     where ${ofOne('f', organization, 1)} and ${STANDS}
     group by f.organization, f.rule, f.severity order by f.organization, f.rule, f.severity`,
    valuesOf(organization),
  );
}

/** Rows of one organization, whose name is the parameter of this number; with null every row. */
export function ofOne(rows: string, organization: string | null, parameter = 3): string {
  return organization === null ? 'true' : `${rows}.organization = $${parameter}`;
}

export function valuesOf(organization: string | null): readonly string[] {
  return organization === null ? [] : [organization];
}
