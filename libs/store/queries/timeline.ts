import { ALERT_STREAM, type RecordedEvent } from '#libs/fleet/event.js';
import type { Transaction } from '../database.js';
import { EVENT_COLUMNS, type EventRow, recordedEvent } from '../event-row.js';

export interface TimelineFilter {
  readonly streams?: readonly string[] | undefined;
  /** Events whose data speaks of this certificate, upper case. */
  readonly thumbprint?: string | undefined;
  /** Only what had happened by then. */
  readonly asOf?: string | undefined;
  /** Only what was known when the log ended at this position. */
  readonly knownAt?: number | undefined;
}

/** When something happened, as far as it is believed: never later than it was told. */
const WHEN = 'least(occurred_at, recorded_at)';
/** What people were told is no part of what happened: alerts have a list of their own. */
const PASSES = `organization = $1 and ($2::text[] is null or stream = any($2)) and stream <> '${ALERT_STREAM}'
       and ($3::text is null or position($3 in upper(data::text)) > 0)
       and ($4::timestamptz is null or ${WHEN} <= $4::timestamptz) and ($5::bigint is null or position <= $5::bigint)`;

/** More are not counted one by one. */
const MOST_COUNTED = 100_000;

/** What happened, newest first, from after an instant and a position on. */
export async function timeline(
  db: Transaction,
  organization: string,
  filter: TimelineFilter,
  page: { readonly after: readonly [instant: string, position: number] | null; readonly limit: number },
): Promise<RecordedEvent[]> {
  const rows = await db.query<EventRow>(
    `select ${EVENT_COLUMNS}
     from certfleet.event
     where ${PASSES} and ($6::timestamptz is null or (${WHEN}, position) < ($6::timestamptz, $7::bigint))
     order by ${WHEN} desc, position desc
     limit $8`,
    [...filterParameters(organization, filter), page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit],
  );
  return rows.map(recordedEvent);
}

/**
 * How many events that is. Positions and versions are dense, so that only what speaks of a certificate, or of another time, has to be counted: of
 * that at most 100,000.
 */
export async function countTimeline(db: Transaction, organization: string, filter: TimelineFilter): Promise<number> {
  const [row] =
    filter.thumbprint === undefined && filter.asOf === undefined && filter.knownAt === undefined
      ? await db.query<{ count: string }>(
          `select coalesce(sum(version), 0) as count from certfleet.stream
           where organization = $1 and ($2::text[] is null or stream = any($2)) and stream <> '${ALERT_STREAM}'`,
          [organization, filter.streams ?? null],
        )
      : await db.query<{ count: string }>(
          `select count(*) as count from (select 1 from certfleet.event where ${PASSES} limit ${MOST_COUNTED}) as counted`,
          filterParameters(organization, filter),
        );
  return Number(row?.count ?? 0);
}

function filterParameters(organization: string, { streams, thumbprint, asOf, knownAt }: TimelineFilter): unknown[] {
  return [organization, streams ?? null, thumbprint ?? null, asOf ?? null, knownAt ?? null];
}
