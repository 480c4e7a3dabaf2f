import type { RecordedEvent } from '#libs/fleet/event.js';
import type { Transaction } from '../database.js';
import { EVENT_COLUMNS, type EventRow, recordedEvent } from '../event-row.js';

/**
 * The events of the log from after a position on, in order: as many as asked for, and then to the end of their commit, for knowledge grows by
 * whole commits.
 */
export async function eventsAfter(
  db: Transaction,
  organization: string,
  position: number,
  limit: number,
): Promise<RecordedEvent[]> {
  const rows = await db.query<EventRow>(
    `with reached as (
       select position from certfleet.event where organization = $1 and position > $2 order by position offset $3 - 1 limit 1),
     ended as (
       select coalesce((
         select c.last from certfleet.commit c
         where c.organization = $1 and c.first <= (select position from reached) order by c.first desc limit 1), 9007199254740991) as last)
     select ${EVENT_COLUMNS} from certfleet.event
     where organization = $1 and position > $2 and position <= (select last from ended) order by position`,
    [organization, position, limit],
  );
  return rows.map(recordedEvent);
}
