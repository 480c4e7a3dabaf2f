import type { DataSource } from 'typeorm';
import { alertIdOf } from '#libs/alerts/alert-id.js';
import type { Alert } from '#libs/alerts/alert.js';
import type { AlertEvent } from '#libs/alerts/alert-event.js';
import { type AlertRule, idsOf, isOfChanges } from '#libs/alerts/alert-rule.js';
import { changeAlerts, concerns } from '#libs/alerts/change-alerts.js';
import { decideChanges, decideCorrections, type ToldChange } from '#libs/alerts/decide-changes.js';
import { lateBy, placeOf, type PresentedChange } from '#libs/alerts/presented-change.js';
import { resolved } from '#libs/alerts/transitions.js';
import { ALERT_STREAM, type RecordedEvent } from '#libs/fleet/event.js';
import { readQuery } from '#libs/query/read-query.js';
import { clock } from '../clock.js';
import { inOrganization, type Transaction } from '../database.js';
import { EVENT_COLUMNS, type EventRow, recordedAlertEvent } from '../event-row.js';
import { type Lease, stillHeld } from '../lease.js';
import { stretchAfter } from '../queries/events-after.js';
import { causeOf, presentedChanges, type ChangesFound } from '../queries/presented-changes.js';
import { progress } from '../queries/progress.js';
import { certificatesNamed, placesMeeting, shownNow } from '../queries/shown-now.js';
import { tiedToEdge } from '../queries/tied-to-edge.js';
import { alertsById, openAlerts } from './alert-rows.js';
import { lockFollower, moveFollower } from './follower.js';
import { recordAlerts, takeInAlerts } from './record-alerts.js';
import { enabledRules } from './rule-rows.js';
import { latestSights, seenBy } from './seen.js';
import { subscribedAgain } from './subscribed-again.js';
import { undoLines } from './undo-lines.js';

/** The name of the lease to decide an organization's alerts. */
export const DECIDING = 'alerts';

/** What is taken back within these seconds is not told: a script that rolls the Auth certificate over needs 15. */
export const SETTLE_SECONDS = 16;

const PAGE = 500;

export interface Decided {
  readonly position: number;
  readonly events: number;
  readonly alerts: number;
  readonly more: boolean;
}

/**
 * Decides what is worth telling of the next events that the projection has taken in. What it decides, the alerts, what is due, and how far it came
 * are one transaction, under the lease: a kill at any point repeats all of it or nothing.
 */
export function decide(db: DataSource, lease: Lease, page: number = PAGE): Promise<Decided | 'lost'> {
  return inOrganization(db, lease.organization, async (inside) =>
    (await stillHeld(inside, lease)) ? decidePage(inside, lease.organization, page) : 'lost',
  );
}

async function decidePage(db: Transaction, organization: string, page: number): Promise<Decided> {
  const { position: from } = await lockFollower(db, organization);
  const { position: projected } = await progress(db, organization);
  const stretch = await stretchAfter(db, organization, from, page);
  const until = Math.min(stretch.until, projected);
  const events = stretch.events.filter(({ position }) => position <= until);
  await takeInAlerts(db, organization, await toldIn(db, organization, from, until), null);
  const now = await clock(db);
  const decided = await decideEvents(db, organization, { events, until, when: { organization, now } });
  const { alerts } = await recordAlerts(db, organization, decided, SETTLE_SECONDS);
  if (until > from) await moveFollower(db, organization, until);
  return { position: until, events: events.length, alerts: alerts.length, more: until < projected };
}

/** Alerts that the log holds: our own, and those of a log that came from elsewhere, which were told there. */
async function toldIn(db: Transaction, organization: string, from: number, until: number) {
  const rows = await db.query<EventRow>(
    `select ${EVENT_COLUMNS} from certfleet.event
     where organization = $1 and stream = $2 and position > $3 and position <= $4 order by position`,
    [organization, ALERT_STREAM, from, until],
  );
  return rows.map(recordedAlertEvent);
}

interface Deciding {
  readonly events: readonly RecordedEvent[];
  /** What is known. */
  readonly until: number;
  readonly when: { readonly organization: string; readonly now: string };
}

async function decideEvents(
  db: Transaction,
  organization: string,
  { events, until, when }: Deciding,
): Promise<readonly AlertEvent[]> {
  if (events.length === 0) return [];
  const rules = (await enabledRules(db, organization)).filter(({ condition }) => isOfChanges(condition));
  const isLate = events.some((event) => lateBy(causeOf(event)) !== null);
  const open = isLate ? await openAlerts(db, organization, { rules: rules.map(({ id }) => id) }) : [];
  const again = new Set(
    open.flatMap(({ facts: { cause, holding } }) =>
      cause !== null && (holding.while === 'not-as-before' || holding.while === 'dark') ? [cause.position] : [],
    ),
  );
  const found = await presentedChanges(db, organization, { events, knownAt: until, again });
  const fresh = new Set(events.map(({ position }) => position));
  const changes = found.changes.filter(({ cause }) => fresh.has(cause.position));
  const looked = open.filter(({ facts }) => facts.server !== null && found.servers.includes(facts.server));
  const things = await toldOf(db, organization, rules, { changes, found, until });
  const known = await alertsById(
    db,
    organization,
    things.map(({ facts }) => alertIdOf(organization, facts)),
  );
  const shown = await shownNow(db, organization, things.flatMap(placesOf));
  return [
    ...decideCorrections(looked, { looked: again, changes: found.changes, isConcerned: concernedBy(rules) }, when),
    ...decideChanges(things, known, shown, when),
    ...(await agreedAgain(db, organization, { rules, found }, when)),
    ...(await subscribedAgain(db, organization, { rules, events }, when)),
  ];
}

/** Whether the rule of an alert would tell of a change; that an Edge depends on its server was so when it was told. */
function concernedBy(rules: readonly AlertRule[]): (alert: Alert, change: PresentedChange) => boolean {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return ({ facts }, change) => {
    const rule = byId.get(facts.rule);
    return rule !== undefined && concerns(rule, change, new Set([change.server]));
  };
}

function placesOf({ facts: { server, endpoint } }: ToldChange) {
  return server === null || endpoint === null ? [] : [{ server, endpoint }];
}

interface ToTell {
  readonly changes: readonly PresentedChange[];
  readonly found: ChangesFound;
  readonly until: number;
}

/** What each rule tells of a page. */
async function toldOf(
  db: Transaction,
  organization: string,
  rules: readonly AlertRule[],
  { changes, found, until }: ToTell,
): Promise<readonly ToldChange[]> {
  const tied = await tiedToEdge(
    db,
    organization,
    changes.map(({ server }) => server),
  );
  const wanted = changes.filter((change) => rules.some((rule) => concerns(rule, change, tied)));
  // What takes a change back concerns no rule, and ends it all the same.
  const places = new Set(wanted.map(placeOf));
  const concerned = changes.filter((change) => places.has(placeOf(change)));
  const thumbprints = concerned.flatMap(({ before, after }) =>
    [before?.thumbprint ?? [], after?.thumbprint ?? []].flat(),
  );
  const around = {
    certificates: await certificatesNamed(db, organization, thumbprints),
    tiedToEdge: tied,
    met: await metBy(db, organization, rules, wanted),
    undo: await undoLines(db, organization, wanted, until),
  };
  return [
    ...rules.flatMap((rule) => changeAlerts(rule, concerned, around)),
    ...rules.flatMap((rule) => seenBy(rule, found)).map((facts) => ({ facts, isOver: false })),
  ];
}

async function agreedAgain(
  db: Transaction,
  organization: string,
  { rules, found }: { readonly rules: readonly AlertRule[]; readonly found: ChangesFound },
  when: Deciding['when'],
): Promise<readonly AlertEvent[]> {
  const agreed = new Set(
    latestSights(found)
      .filter(({ agrees }) => agrees)
      .map(placeOf),
  );
  if (agreed.size === 0) return [];
  const mismatch = idsOf(rules, 'probe-mismatch');
  const open = await openAlerts(db, organization, { rules: mismatch, servers: found.servers });
  const isAgreed = ({ facts: { server, endpoint } }: Alert) =>
    server !== null && endpoint !== null && agreed.has(placeOf({ server, endpoint }));
  return open.filter(isAgreed).map((alert) => resolved(alert, { reason: 'ended' }, when));
}

/** Of each rule with a query the places that meet it. A query that cannot be asked any more meets nothing. */
async function metBy(
  db: Transaction,
  organization: string,
  rules: readonly AlertRule[],
  changes: readonly PresentedChange[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const met = new Map<string, ReadonlySet<string>>();
  const now = Date.parse(await clock(db));
  for (const { id, condition } of rules) {
    const where = 'where' in condition ? condition.where : null;
    if (where === null || where.trim() === '') continue;
    const query = readQuery(where, 'bindings', now);
    met.set(id, query.ok ? await placesMeeting(db, organization, query.value.condition, changes) : new Set());
  }
  return met;
}
