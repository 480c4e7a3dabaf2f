import type { RecordedEvent } from '#libs/fleet/event.js';
import { columnText } from '../column-text.js';
import type { Transaction } from '../database.js';
import { EVENT_COLUMNS, type EventRow, recordedEvent } from '../event-row.js';

/** Everything that was recorded in these streams up to a position, in order of position. */
export async function eventsOfStreams(
  db: Transaction,
  organization: string,
  streams: readonly string[],
  through: number,
): Promise<RecordedEvent[]> {
  const rows = await db.query<EventRow>(
    `select ${EVENT_COLUMNS} from certfleet.event
     where organization = $1 and stream = any($2::text[]) and position <= $3 order by position`,
    [organization, streams.map(columnText), through],
  );
  return rows.map(recordedEvent);
}
