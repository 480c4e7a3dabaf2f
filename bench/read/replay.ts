import { Client } from 'pg';
import { EVENT_TYPES, type EventType, type RecordedEvent } from '#libs/fleet/event.js';
import { evolveServer } from '#libs/fleet/evolve.js';
import { type ServerState, unknownServer } from '#libs/fleet/state.js';
import { inOrganization, openDatabase } from '#libs/store/database.js';
import { wireType } from '#libs/store/event-row.js';
import { eventsAfter } from '#libs/store/queries/events-after.js';
import { BENCH } from '../append/events.js';
import type { OpenSide } from '../append/sides.js';
import type { ScratchDatabase } from '../harness/scratch.js';

const PAGE = 1000;

/** The same fold for both: the state of every server. */
function folding() {
  const states = new Map<string, ServerState>();
  return (event: RecordedEvent) => {
    const { stream } = event;
    states.set(stream, evolveServer(states.get(stream) ?? unknownServer(stream), event));
  };
}

/** The log page by page as the product reads it. */
export async function replayed({ appUrl }: ScratchDatabase, name: string): Promise<OpenSide> {
  const db = await openDatabase(appUrl, 1);
  let [position, take] = [0, folding()];
  return {
    name,
    close: () => db.destroy(),
    next: () => async () => {
      const events = await inOrganization(db, BENCH, (inside) => eventsAfter(inside, BENCH, position, PAGE));
      for (const event of events) take(event);
      [position, take] = events.length < PAGE ? [0, folding()] : [events.at(-1)?.position ?? 0, take];
      return events.length;
    },
  };
}

const TYPES = new Map(EVENT_TYPES.map((type): [string, EventType] => [wireType(type), type]));

interface PlainRow {
  readonly position: string;
  readonly version: string;
  readonly event_id: string;
  readonly type: string;
  readonly occurred_at: Date;
  readonly recorded_at: Date;
  readonly provenance: object;
}

/** Rows as `pg` gives them when nothing is said, made the same events. */
export async function paged({ ownerUrl }: ScratchDatabase, name: string): Promise<OpenSide> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  let [position, take] = ['0', folding()];
  return {
    name,
    close: () => client.end(),
    next: () => async () => {
      const { rows } = await client.query<PlainRow>(
        'select * from certfleet.event where organization = $1 and position > $2 order by position limit $3',
        [BENCH, position, PAGE],
      );
      for (const { provenance, ...row } of rows)
        take({
          ...row,
          ...provenance,
          type: TYPES.get(row.type),
          occurredAt: row.occurred_at.toISOString(),
          recordedAt: row.recorded_at.toISOString(),
          position: Number(row.position),
          version: Number(row.version),
          eventId: row.event_id,
        } as unknown as RecordedEvent);
      [position, take] = rows.length < PAGE ? ['0', folding()] : [rows.at(-1)?.position ?? '0', take];
      return rows.length;
    },
  };
}
