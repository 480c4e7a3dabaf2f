import type { DataSource } from 'typeorm';
import { alertIdOf } from '#libs/alerts/alert-id.js';
import type { Alert } from '#libs/alerts/alert.js';
import type { AlertEvent, AlertFacts, EndReason } from '#libs/alerts/alert-event.js';
import { type AlertRule, type ConditionKind, isOfChanges } from '#libs/alerts/alert-rule.js';
import { decideEnds } from '#libs/alerts/decide-changes.js';
import { riskAlert, tellsOf } from '#libs/alerts/standing-alerts.js';
import { found, resolved } from '#libs/alerts/transitions.js';
import { clock } from '../clock.js';
import { ALERT_STREAM, ORGANIZATION_STREAM } from '#libs/fleet/event.js';
import { columnText, textOfColumn } from '../column-text.js';
import { inOrganization, type Transaction } from '../database.js';
import { type Lease, stillHeld } from '../lease.js';
import { progress } from '../queries/progress.js';
import { shownNow } from '../queries/shown-now.js';
import { alertsById, openAlerts } from './alert-rows.js';
import { type Follower, lockFollower, noteSweep } from './follower.js';
import { gapEvents } from './gap-sweep.js';
import { recordAlerts } from './record-alerts.js';
import { enabledRules } from './rule-rows.js';
import { endedRisks, untoldFindings } from './standing/findings.js';
import { heldCertificates } from './standing/others.js';
import { standingOf } from './standing/standing.js';

/** What time alone or a stretch of events brings together is told together. */
const SETTLE_SECONDS = 4;

export interface Swept {
  readonly position: number;
  readonly alerts: number;
}

interface When {
  readonly organization: string;
  readonly now: string;
}

/**
 * Compares what stands with the alerts that are open: what began is told, what is over ends. It looks at the projection as it is, so that it misses
 * nothing, whoever was killed when; and it reads indexes only.
 */
export function sweep(db: DataSource, lease: Lease): Promise<Swept | 'lost'> {
  const { organization } = lease;
  return inOrganization(db, organization, async (inside) => {
    if (!(await stillHeld(inside, lease))) return 'lost';
    const follower = await lockFollower(inside, organization);
    const { position } = await progress(inside, organization);
    const rules = await enabledRules(inside, organization);
    const when = { organization, now: await clock(inside) };
    const events = [
      ...(await risks(inside, rules, follower, when)),
      ...(await standing(inside, rules, follower, when)),
      ...(await gapEvents(inside, rules, follower, when)),
      ...(await endings(inside, rules, { ...when, undecided: await undecidedServers(inside, follower, when) })),
    ];
    const { alerts } = await recordAlerts(inside, organization, events, SETTLE_SECONDS);
    await noteSweep(inside, organization, position);
    return { position, alerts: alerts.length };
  });
}

async function risks(
  db: Transaction,
  rules: readonly AlertRule[],
  { sweptPosition }: Follower,
  when: When,
): Promise<readonly AlertEvent[]> {
  const { organization } = when;
  const asking = rules.filter(({ condition }) => condition.kind === 'risk');
  const ids = asking.map(({ id }) => id);
  const severities = asking.flatMap(({ condition }) => (condition.kind === 'risk' ? condition.severities : []));
  const untold = await untoldFindings(db, organization, { rules: ids, severities, after: sweptPosition });
  // A finding is told once: by the first rule that tells of it.
  const things = untold.flatMap((finding) => {
    const rule = asking.find((one) => tellsOf(one, finding));
    return rule === undefined ? [] : [riskAlert(rule, finding)];
  });
  const over = await alertsById(db, organization, await endedRisks(db, organization, ids));
  return [
    ...(await begun(db, things, when)),
    ...[...over.values()].map((alert) => resolved(alert, { reason: 'ended' }, when)),
  ];
}

/** These are looked for in ways of their own. */
const ELSEWHERE: ReadonlySet<ConditionKind> = new Set(['risk', 'source-gap']);

/** What else stands, rule by rule: those of its alerts that it does not find any more are over. */
async function standing(
  db: Transaction,
  rules: readonly AlertRule[],
  { since }: Follower,
  when: When,
): Promise<readonly AlertEvent[]> {
  const events: AlertEvent[] = [];
  for (const rule of rules) {
    if (ELSEWHERE.has(rule.condition.kind) || isOfChanges(rule.condition)) continue;
    const things = await standingOf(db, when.organization, rule, { since, now: when.now });
    // A query that cannot be asked any more says nothing of what holds.
    if (things === null) continue;
    const held = new Set(things.map((facts) => alertIdOf(when.organization, facts)));
    const open = await openAlerts(db, when.organization, { rules: [rule.id] });
    events.push(...(await begun(db, things, when)));
    events.push(
      ...open.filter((alert) => isOver(alert, held)).map((alert) => resolved(alert, { reason: 'ended' }, when)),
    );
  }
  return events;
}

function isOver({ id, facts }: Alert, held: ReadonlySet<string>): boolean {
  return facts.holding.while === 'found' && !held.has(id);
}

/** What somebody accepted does not begin again while nothing new happens to it. */
async function begun(db: Transaction, things: readonly AlertFacts[], when: When): Promise<readonly AlertEvent[]> {
  const known = await alertsById(
    db,
    when.organization,
    things.map((facts) => alertIdOf(when.organization, facts)),
  );
  const news = things.filter((facts) => {
    const alert = known.get(alertIdOf(when.organization, facts));
    return alert?.resolved?.reason !== 'accepted' || facts.holding.while !== 'not-accepted';
  });
  return found(news, known, when);
}

type Undecided = (server: string | null) => boolean;

/**
 * Of which servers the projection knows something that was not decided yet: a late report may not end an alert but show that it was wrong, and that is
 * for the deciding to say.
 */
async function undecidedServers(
  db: Transaction,
  { position: decided }: Follower,
  { organization }: When,
): Promise<Undecided> {
  const { position } = await progress(db, organization);
  if (position <= decided) return () => false;
  const rows = await db.query<{ stream: string; server: string | null }>(
    `select distinct e.stream, a.server from certfleet.event e
     left join certfleet.server_alias a on a.organization = e.organization and a.stream = e.stream
     where e.organization = $1 and e.position > $2 and e.position <= $3 and e.stream <> $4`,
    [organization, decided, position, columnText(ALERT_STREAM)],
  );
  if (rows.some(({ stream }) => stream === columnText(ORGANIZATION_STREAM))) return () => true;
  const servers = new Set(rows.flatMap(({ server }) => (server === null ? [] : [textOfColumn(server)])));
  return (server) => server !== null && servers.has(server);
}

/** Alerts of changes that were taken back, whose endpoint is no more, or whose rule was switched off. */
async function endings(
  db: Transaction,
  rules: readonly AlertRule[],
  { undecided, ...when }: When & { readonly undecided: Undecided },
): Promise<readonly AlertEvent[]> {
  const open = await openAlerts(db, when.organization);
  const enabled = new Map(rules.map((rule) => [rule.id, rule]));
  const off = open.filter(({ facts }) => !enabled.has(facts.rule));
  const ofChanges = open.filter(({ facts }) => {
    const rule = enabled.get(facts.rule);
    return rule !== undefined && isOfChanges(rule.condition) && !undecided(facts.server);
  });
  const isChange = ({ facts }: Alert) => enabled.get(facts.rule)?.condition.kind === 'presented-changed';
  const places = ofChanges.flatMap(({ facts: { server, endpoint } }) =>
    server === null || endpoint === null ? [] : [{ server, endpoint }],
  );
  return [
    ...off.map((alert) => resolved(alert, { reason: 'rule-off' }, when)),
    // A change is told, and that is all.
    ...ofChanges.filter(isChange).map((alert) => resolved(alert, { reason: 'ended' }, when)),
    ...decideEnds(
      ofChanges.filter((alert) => !isChange(alert)),
      await shownNow(db, when.organization, places),
      when,
    ),
    ...(await refilled(db, ofChanges, when)),
  ];
}

async function refilled(db: Transaction, open: readonly Alert[], when: When): Promise<readonly AlertEvent[]> {
  const shrunk = open.filter(({ facts }) => facts.holding.while === 'fewer-certificates');
  if (shrunk.length === 0) return [];
  const servers = shrunk.flatMap(({ facts }) => (facts.server === null ? [] : [columnText(facts.server)]));
  const held = await heldCertificates(db, when.organization, servers);
  const reason: EndReason = 'ended';
  return shrunk.flatMap((alert) => {
    const { server, holding } = alert.facts;
    const back = holding.while === 'fewer-certificates' && (held.get(server ?? '') ?? 0) >= holding.than;
    return back ? [resolved(alert, { reason }, when)] : [];
  });
}
