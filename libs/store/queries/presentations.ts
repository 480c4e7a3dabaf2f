import type { EventOf, RecordedEvent } from '#libs/fleet/event.js';
import type { ExchangeVersion } from '#libs/fleet/document.js';
import type { Certainty, Outcome, Selection, SelectionNote } from '#libs/selection/selection.js';
import { columnText } from '../column-text.js';
import type { Transaction } from '../database.js';
import { EVENT_COLUMNS, type EventRow, recordedEvent } from '../event-row.js';

export type PresentationEvent = Extract<RecordedEvent, EventOf<'presentation.observed'>>;

/** What was seen on the wire, newest first, from an instant on: at most so many events. */
export async function observedPresentations(
  db: Transaction,
  organization: string,
  {
    streams,
    since,
    most,
  }: { readonly streams?: readonly string[] | undefined; readonly since: Date; readonly most: number },
): Promise<PresentationEvent[]> {
  const rows = await db.query<EventRow>(
    `select ${EVENT_COLUMNS}
     from certfleet.event
     where organization = $1 and type = 'certfleet.presentation.observed.v1' and ($2::text[] is null or stream = any($2))
       and least(occurred_at, recorded_at) >= $3::timestamptz
     order by least(occurred_at, recorded_at) desc, position desc
     limit $4`,
    [organization, streams ?? null, since.toISOString(), most],
  );
  return rows.map(recordedEvent).filter((event) => event.type === 'presentation.observed');
}

/** A place and a time: which endpoint of which server, when. */
export interface PlaceAndTime {
  /** Canonical name of the server. */
  readonly server: string;
  readonly endpoint: string;
  readonly at: string;
}

/** What is foretold for a place and a time. */
export interface Foretold {
  readonly outcome: Outcome;
  readonly thumbprint: string | null;
  readonly certainty: Certainty;
  readonly rule: string;
  readonly notes: readonly SelectionNote[];
  readonly version: ExchangeVersion | null;
}

/**
 * What each endpoint presents at that instant, as is known now, by the number of the place; places of which nothing is known are left out. Notes
 * are kept of answers that still hold.
 */
export async function foretold(
  db: Transaction,
  organization: string,
  places: readonly PlaceAndTime[],
): Promise<ReadonlyMap<number, Foretold>> {
  if (places.length === 0) return new Map();
  const rows = await db.query<Omit<Foretold, 'notes'> & { number: string; selection: Pick<Selection, 'notes'> | null }>(
    `select p.number, b.outcome, b.thumbprint, b.certainty, b.rule, b.selection, b.version
     from unnest($2::text[], $3::text[], $4::timestamptz[]) with ordinality as p (server, endpoint, at, number)
     join certfleet.binding b on b.organization = $1 and b.server = p.server and b.endpoint = p.endpoint
       and b.known_until is null and b.valid_from <= p.at and (b.valid_until is null or b.valid_until > p.at)`,
    [
      organization,
      places.map(({ server }) => columnText(server)),
      places.map(({ endpoint }) => columnText(endpoint)),
      places.map(({ at }) => at),
    ],
  );
  return new Map(
    rows.map(({ number, selection, ...row }) => [Number(number) - 1, { ...row, notes: selection?.notes ?? [] }]),
  );
}
