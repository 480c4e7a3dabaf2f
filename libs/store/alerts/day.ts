import type { Alert } from '#libs/alerts/alert.js';
import type { Day } from '#libs/alerts/digest.js';
import { placeOf } from '#libs/alerts/presented-change.js';
import type { Transaction } from '../database.js';
import { stretchAfter } from '../queries/events-after.js';
import { presentedChanges } from '../queries/presented-changes.js';

/** A day of more events than these is told by its first ones. */
const MOST_EVENTS = 20_000;
const PAGE = 500;
const MOST_QUIET = 50;

interface Between {
  readonly from: string;
  readonly until: string;
  /** Events behind this position … */
  readonly after: number;
  /** … up to this one. */
  readonly position: number;
}

/** What happened between two positions of the log, as a digest tells it. */
export async function dayBetween(
  db: Transaction,
  organization: string,
  { from, until, after, position }: Between,
): Promise<Omit<Day, 'organization' | 'headHash'>> {
  const places = new Set<string>();
  const causes = new Map<number, Day['quiet'][number]>();
  let events = 0;
  for (let at = after; at < position && events < MOST_EVENTS;) {
    const stretch = await stretchAfter(db, organization, at, PAGE);
    const own = stretch.events.filter((event) => event.position <= position);
    events += own.length;
    const { changes } = await presentedChanges(db, organization, { events: own, knownAt: position });
    for (const change of changes) {
      places.add(placeOf(change));
      causes.set(change.cause.position, change);
    }
    if (stretch.until === at) break;
    at = stretch.until;
  }
  const alerts = await db.query<{ body: Alert }>(
    `select body from certfleet.alert where organization = $1 and fired_at > $2::timestamptz and fired_at <= $3::timestamptz
     order by array_position(array['critical', 'high', 'medium', 'low'], severity), fired_at limit 200`,
    [organization, from, until],
  );
  const [open] = await db.query<{ count: string }>(
    `select count(*) as count from certfleet.alert where organization = $1 and state <> 'resolved'`,
    [organization],
  );
  const told = new Set(alerts.map(({ body }) => body.facts.cause?.position));
  return {
    from,
    until,
    position,
    events,
    changedEvents: causes.size,
    changedEndpoints: places.size,
    quiet: [...causes.values()].filter(({ cause }) => !told.has(cause.position)).slice(0, MOST_QUIET),
    alerts: alerts.map(({ body }) => body),
    openAlerts: Number(open?.count ?? 0),
  };
}
