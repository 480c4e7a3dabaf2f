import type { DataSource } from 'typeorm';
import { columnText } from './column-text.js';
import { inOrganization } from './database.js';

/** What is decided about an upload that could not be recorded as it came. */
export interface SecondLook {
  readonly ticket: string;
  /** Who decides it. */
  readonly by: string;
  readonly note?: string | undefined;
}

/** `not-set-aside`: it was recorded, or is being worked on. `too-often`: see `MOST_TRIES`. */
export type Looked = 'done' | 'unknown' | 'not-set-aside' | 'too-often';

/** So often an upload is tried again: each time is remembered. */
export const MOST_TRIES = 50;

/**
 * Puts what was set aside to work again, as it came: a newer version may read what an older one could not. How it ended so far is remembered. The
 * fence goes on counting, so that whoever worked on it before cannot end it now.
 */
export function tryAgain(db: DataSource, organization: string, { ticket, by }: SecondLook): Promise<Looked> {
  return change(db, organization, ticket, {
    set: `tries = (select json_agg(t.one order by t.place) from (
         select e.one, e.place from json_array_elements(tries) with ordinality as e (one, place)
         union all
         select json_build_object('state', state, 'reason', reason, 'remedy', remedy, 'finishedAt', finished_at, 'events', events,
           'position', position, 'again', clock_timestamp(), 'by', $3::text), 1 + json_array_length(tries)) as t (one, place)),
       state = 'queued', reason = null, remedy = null, warnings = '[]', files = null, events = null, position = null, finished_at = null,
       leased_by = null, lease_until = null, seen_at = null, seen_by = null, seen_note = null`,
    where: `bytes is not null and json_array_length(tries) < ${MOST_TRIES}`,
    values: [columnText(by)],
  });
}

/** Marks what was set aside as seen. It stays with its bytes and its reason; it is only no longer counted as waiting for somebody. The first word stands. */
export function markSeen(db: DataSource, organization: string, { ticket, by, note }: SecondLook): Promise<Looked> {
  return change(db, organization, ticket, {
    set: `seen_by = coalesce(seen_by, $3), seen_note = case when seen_at is null then $4 else seen_note end, seen_at = coalesce(seen_at, clock_timestamp())`,
    where: 'true',
    values: [columnText(by), note === undefined ? null : columnText(note)],
  });
}

interface Change {
  readonly set: string;
  readonly where: string;
  readonly values: readonly unknown[];
}

function change(db: DataSource, organization: string, ticket: string, { set, where, values }: Change): Promise<Looked> {
  return inOrganization(db, organization, async (inside) => {
    const changed = await inside.query(
      `update certfleet.inbox set ${set}
       where organization = $1 and inbox_id = $2 and state in ('quarantined', 'conflict') and ${where} returning inbox_id`,
      [organization, ticket, ...values],
    );
    if (changed.length === 1) return 'done';
    const [found] = await inside.query<{ state: string }>(
      'select state from certfleet.inbox where organization = $1 and inbox_id = $2',
      [organization, ticket],
    );
    if (found === undefined) return 'unknown';
    return found.state === 'quarantined' || found.state === 'conflict' ? 'too-often' : 'not-set-aside';
  });
}
