import type { RecordedAlertEvent } from '#libs/alerts/alert-event.js';
import { ALERT_STREAM } from '#libs/fleet/event.js';
import { columnText } from '../column-text.js';
import type { Transaction } from '../database.js';
import { EVENT_COLUMNS, type EventRow, recordedAlertEvent } from '../event-row.js';

/** So many of the stream's newest events are looked through, whatever they are about. */
const LOOKED_THROUGH = 20_000;
const MOST = 200;

export interface AlertLife {
  /** The newest first. */
  readonly events: readonly RecordedAlertEvent[];
  /** What happened before the oldest of these was not looked at. */
  readonly cutOff: boolean;
}

/** What happened to one alert, out of the stream `alerts` up to the event that moved it last. */
export async function alertLife(
  db: Transaction,
  organization: string,
  { id, position }: { readonly id: string; readonly position: number },
): Promise<AlertLife> {
  const rows = await db.query<EventRow>(
    `select ${EVENT_COLUMNS} from (
       select * from certfleet.event where organization = $1 and stream = $2 and version <= coalesce((select version from certfleet.event
           where organization = $1 and position = $4 and stream = $2), 0)
       order by version desc limit ${LOOKED_THROUGH}
     ) newest where data ->> 'alert' = $3 order by version desc limit ${MOST}`,
    [organization, columnText(ALERT_STREAM), id, position],
  );
  const events = rows.map(recordedAlertEvent);
  return { events, cutOff: events.at(-1)?.type !== 'alert.fired' };
}
