import { ALERT_STREAM, type RecordedEvent } from '#libs/fleet/event.js';
import type { Transaction } from '../database.js';
import { recordedEvent } from '../event-row.js';
import { EVENT_TEXT, eventRowOf, type EventText } from '../event-text.js';

/** A stretch of the log without what people were told. */
export interface Stretch {
  readonly events: readonly RecordedEvent[];
  /** The log was read up to here, alerts included. */
  readonly until: number;
  /** As much as was asked for: there may be more. */
  readonly full: boolean;
}

/**
 * The events of the log from after a position on, in order: as many as asked for, and then to the end of their commit, for knowledge grows by
 * whole commits. What people were told is left out.
 */
export async function eventsAfter(
  db: Transaction,
  organization: string,
  position: number,
  limit: number,
): Promise<readonly RecordedEvent[]> {
  return (await stretchAfter(db, organization, position, limit)).events;
}

/** The same, with how far that is. */
export async function stretchAfter(
  db: Transaction,
  organization: string,
  position: number,
  limit: number,
): Promise<Stretch> {
  const texts = await db.query<EventText>(
    `with reached as (
       select position from certfleet.event where organization = $1 and position > $2 order by position offset $3 - 1 limit 1),
     ended as (
       select coalesce((
         select c.last from certfleet.commit c
         where c.organization = $1 and c.first <= (select position from reached) order by c.first desc limit 1), 9007199254740991) as last)
     select ${EVENT_TEXT} from certfleet.event
     where organization = $1 and position > $2 and position <= (select last from ended) order by position`,
    [organization, position, limit],
  );
  const rows = texts.map(eventRowOf);
  return {
    events: rows.filter(({ stream }) => stream !== ALERT_STREAM).map(recordedEvent),
    until: rows.at(-1)?.position ?? position,
    full: rows.length >= limit,
  };
}
