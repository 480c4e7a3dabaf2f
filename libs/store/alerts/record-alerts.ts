import type { Alert } from '#libs/alerts/alert.js';
import type { AlertEvent, RecordedAlertEvent } from '#libs/alerts/alert-event.js';
import { alertOf, evolveAlert } from '#libs/alerts/evolve-alert.js';
import { ALERT_STREAM } from '#libs/fleet/event.js';
import { eventIdOf } from '#libs/fleet/event-id.js';
import { appendBatch } from '../append-batch.js';
import { columnText } from '../column-text.js';
import type { Transaction } from '../database.js';
import { EVENT_COLUMNS, type EventRow, recordedAlertEvent, reportedRow } from '../event-row.js';
import { alertsById, writeAlerts } from './alert-rows.js';
import { joinGroups } from './groups.js';
import { writeSilences } from './silence-rows.js';

const BATCH = 1_000;

export interface RecordedAlerts {
  readonly events: readonly RecordedAlertEvent[];
  /** The alerts that they are about, as they are now. */
  readonly alerts: readonly Alert[];
}

/**
 * Records what people are to be told at the end of the log, and brings the alerts up to date, in the transaction of whoever decided it. Whoever calls
 * this has locked the follower: alerts are written by one at a time. An event that is there already is not recorded again.
 *
 * @param settle seconds before those that fired now are told: what is taken back until then is not.
 */
export async function recordAlerts(
  db: Transaction,
  organization: string,
  events: readonly AlertEvent[],
  settle = 0,
): Promise<RecordedAlerts> {
  if (events.length === 0) return { events: [], alerts: [] };
  for (let start = 0; start < events.length; start += BATCH) {
    const rows = events.slice(start, start + BATCH).map((event) => reportedRow({ ...event, stream: ALERT_STREAM }));
    const { results } = await appendBatch(db, organization, rows);
    if (results.includes('conflict')) throw new Error('An alert was decided in two ways.');
  }
  const recorded = await recordedAs(db, organization, events);
  return { events: recorded, alerts: await takeInAlerts(db, organization, recorded, settle) };
}

/** Brings the alerts up to date with events that stand in the log. Taking them in twice changes nothing. */
export async function takeInAlerts(
  db: Transaction,
  organization: string,
  events: readonly RecordedAlertEvent[],
  settle: number | null,
): Promise<readonly Alert[]> {
  const ids = [...new Set(events.flatMap((event) => alertOf(event) ?? []))];
  const before = await alertsById(db, organization, ids);
  const after = new Map<string, Alert>();
  for (const event of events) {
    const id = alertOf(event);
    if (id === null) continue;
    const alert = evolveAlert(after.get(id) ?? before.get(id) ?? null, event);
    if (alert !== null && alert !== before.get(id)) after.set(id, alert);
  }
  const changed = [...after.values()];
  await writeAlerts(db, organization, changed);
  await writeSilences(db, organization, events);
  // Null: they were told where the log comes from.
  if (settle !== null) await joinGroups(db, organization, { before, after: changed, settle });
  return changed;
}

async function recordedAs(
  db: Transaction,
  organization: string,
  events: readonly AlertEvent[],
): Promise<readonly RecordedAlertEvent[]> {
  const rows = await db.query<EventRow>(
    `select ${EVENT_COLUMNS} from certfleet.event
     where organization = $1 and stream = $2 and event_id = any($3::uuid[]) order by position`,
    [organization, columnText(ALERT_STREAM), events.map(eventIdOf)],
  );
  return rows.map(recordedAlertEvent);
}
