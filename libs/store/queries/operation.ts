import type { Transaction } from '../database.js';
import { PROJECTION } from '../refresh.js';

/** How an organization's pipe stands: what came in, how far the log, its projection and its alerts have come, and who is at work. */
export interface Operation {
  readonly log: { readonly position: number; readonly hash: string; readonly lastRecordedAt: string | null };
  readonly projection: { readonly position: number; readonly behind: number; readonly worker: Worker | null };
  readonly inbox: {
    readonly waiting: number;
    readonly oldestWaiting: string | null;
    readonly recorded: number;
    readonly duplicate: number;
    readonly conflict: number;
    readonly quarantined: number;
  };
  readonly alerts: {
    /** Changes up to here were looked at. */
    readonly position: number;
    readonly behind: number;
    /** When what stands was last compared; null: never. */
    readonly comparedAt: string | null;
    readonly due: number;
    readonly oldestDue: string | null;
    /** Messages that were given up. */
    readonly undelivered: number;
  };
}

/** Whoever has the right to the work, and until when unless it renews it. */
export interface Worker {
  readonly name: string;
  readonly until: string;
}

export async function operation(db: Transaction, organization: string): Promise<Operation> {
  const { position, hash, recordedAt, projected, holder, until } = await logRow(db, organization);
  return {
    log: { position, hash, lastRecordedAt: instant(recordedAt) },
    projection: {
      position: projected,
      behind: position - projected,
      worker: holder === null || until === null ? null : { name: holder, until: until.toISOString() },
    },
    inbox: await inboxOf(db, organization),
    alerts: await alertsOf(db, organization, projected),
  };
}

interface LogRow {
  readonly position: number;
  readonly hash: string;
  readonly recordedAt: Date | null;
  readonly projected: number;
  readonly holder: string | null;
  readonly until: Date | null;
}

async function logRow(db: Transaction, organization: string): Promise<LogRow> {
  const [row] = await db.query<LogRow>(
    `select h.position::float8 as position, encode(h.hash, 'hex') as hash, coalesce(c.position, 0)::float8 as projected,
       (select l.recorded_at from certfleet.commit l where l.organization = $1 order by l.first desc limit 1) as "recordedAt",
       w.holder, w.until
     from certfleet.head h
     left join certfleet.checkpoint c on c.organization = $1 and c.projection = $2
     left join certfleet.lease w on w.organization = $1 and w.name = $2 and w.until > clock_timestamp()
     where h.organization = $1`,
    [organization, PROJECTION],
  );
  return row ?? { position: 0, hash: '0'.repeat(64), recordedAt: null, projected: 0, holder: null, until: null };
}

async function inboxOf(db: Transaction, organization: string): Promise<Operation['inbox']> {
  const rows = await db.query<{ state: string; uploads: number }>(
    `select state, count(*)::float8 as uploads from certfleet.inbox where organization = $1 group by state`,
    [organization],
  );
  const [waiting] = await db.query<{ oldest: Date | null }>(
    `select min(received_at) as oldest from certfleet.inbox where organization = $1 and state = 'queued'`,
    [organization],
  );
  const seen = await db.query<{ state: string; uploads: number }>(
    `select state, count(*)::float8 as uploads from certfleet.inbox where organization = $1 and seen_at is not null group by state`,
    [organization],
  );
  const among = (all: typeof rows, state: string) => all.find((row) => row.state === state)?.uploads ?? 0;
  const count = (state: string) => among(rows, state) - among(seen, state);
  return {
    waiting: count('queued'),
    oldestWaiting: instant(waiting?.oldest),
    recorded: count('recorded'),
    duplicate: count('duplicate'),
    conflict: count('conflict'),
    quarantined: count('quarantined'),
  };
}

async function alertsOf(db: Transaction, organization: string, projected: number): Promise<Operation['alerts']> {
  const [follower] = await db.query<{ position: number; comparedAt: Date | null }>(
    `select position::float8 as position, swept_at as "comparedAt" from certfleet.alert_follower where organization = $1`,
    [organization],
  );
  const [outbox] = await db.query<{ due: number; oldest: Date | null; undelivered: number }>(
    `select count(*) filter (where state = 'due')::float8 as due, min(made_at) filter (where state = 'due') as oldest,
       count(*) filter (where state = 'undelivered')::float8 as undelivered
     from certfleet.alert_delivery where organization = $1 and state in ('due', 'undelivered')`,
    [organization],
  );
  const position = follower?.position ?? 0;
  return {
    position,
    behind: Math.max(0, projected - position),
    comparedAt: instant(follower?.comparedAt),
    due: outbox?.due ?? 0,
    oldestDue: instant(outbox?.oldest),
    undelivered: outbox?.undelivered ?? 0,
  };
}

function instant(at: Date | null | undefined): string | null {
  return at?.toISOString() ?? null;
}
