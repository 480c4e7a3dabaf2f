import type { RecordedAlertEvent } from '#libs/alerts/alert-event.js';
import type { RecordedEvent } from '#libs/fleet/event.js';
import type { Transaction } from '../database.js';
import { EVENT_COLUMNS, type EventRow, loggedEvent } from '../event-row.js';

/**
 * The events of the log from after a position on, in order: so many, or fewer when their data alone would take more than so many bytes, but
 * one at least.
 */
export async function eventsPage(
  db: Transaction,
  organization: string,
  after: number,
  { events, bytes }: { readonly events: number; readonly bytes: number },
): Promise<(RecordedEvent | RecordedAlertEvent)[]> {
  const rows = await db.query<EventRow>(
    `select ${EVENT_COLUMNS}
     from (
       select ${EVENT_COLUMNS}, sum(octet_length(data::text)) over (order by position) - octet_length(data::text) as bytes_before
       from (
         select ${EVENT_COLUMNS} from certfleet.event where organization = $1 and position > $2 order by position limit $3
       ) page
     ) sized
     where bytes_before < $4
     order by position`,
    [organization, after, events, bytes],
  );
  return rows.map(loggedEvent);
}
