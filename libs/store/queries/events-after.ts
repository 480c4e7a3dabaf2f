import type { RecordedEvent } from '#libs/fleet/event.js';
import type { Transaction } from '../database.js';
import { EVENT_COLUMNS, type EventRow, recordedEvent } from '../event-row.js';

/** The events of the log from after a position on, in order. */
export async function eventsAfter(
  db: Transaction,
  organization: string,
  position: number,
  limit: number,
): Promise<RecordedEvent[]> {
  const rows = await db.query<EventRow>(
    `select ${EVENT_COLUMNS} from certfleet.event where organization = $1 and position > $2 order by position limit $3`,
    [organization, position, limit],
  );
  return rows.map(recordedEvent);
}
