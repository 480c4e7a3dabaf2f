import { SEVERITIES, type Severity } from '#libs/rules/finding.js';
import { sourceOf } from '#libs/fleet/source.js';
import { alertIdOf } from './alert-id.js';
import type { Alert } from './alert.js';
import type { AlertEvent, AlertFacts, EndReason } from './alert-event.js';

interface When {
  readonly organization: string;
  /** RFC 3339 UTC with milliseconds. */
  readonly now: string;
}

/**
 * What has to be told of things that a rule found. One that fires already is silent unless it is worse by now; one that was resolved is reopened
 * under its id.
 *
 * @param known of each thing the alert that there is, whatever its state.
 */
export function found(
  things: readonly AlertFacts[],
  known: ReadonlyMap<string, Alert>,
  when: When,
): readonly AlertEvent[] {
  const once = new Map(things.map((facts) => [alertIdOf(when.organization, facts), facts]));
  return [...once].flatMap(([id, facts]) => foundOne(id, facts, known.get(id), when));
}

function foundOne(id: string, facts: AlertFacts, alert: Alert | undefined, when: When): readonly AlertEvent[] {
  if (alert === undefined)
    return [{ ...stamp(`${id}:1:fired`, when), type: 'alert.fired', data: { alert: id, facts } }];
  const { episode } = alert;
  if (alert.state === 'resolved') {
    const next = episode + 1;
    return [
      { ...stamp(`${id}:${next}:reopened`, when), type: 'alert.reopened', data: { alert: id, facts, episode: next } },
    ];
  }
  if (!isWorse(facts, alert.facts) && !isAnotherChange(facts, alert.facts)) return [];
  const name = `${id}:${episode}:escalated:${facts.level}:${facts.severity}:${facts.cause?.position ?? 0}`;
  // Way back and end count from the first change on.
  const { before, holding } = facts.holding.while === 'found' ? facts : alert.facts;
  return [
    {
      ...stamp(name, when),
      type: 'alert.escalated',
      data: { alert: id, facts: { ...facts, before, holding }, episode },
    },
  ];
}

function isWorse(now: AlertFacts, before: AlertFacts): boolean {
  return now.level > before.level || rank(now.severity) < rank(before.severity);
}

/** Something that changes again while it fires is told again; another record of the same change is not. */
function isAnotherChange(now: AlertFacts, before: AlertFacts): boolean {
  if (now.holding.while === 'found' || now.cause === null || before.cause === null) return false;
  return now.cause.position > before.cause.position && !isSameChange(now, before);
}

/** Records of one change lie at most this far apart. @cite GUARANTEES, Time 6 */
const WINDOW_MS = 120_000;

/**
 * Whether two tell of one change: it has the same outcome at about the same time, or a log tells later who made what an inventory had shown.
 */
export function isSameChange(now: AlertFacts, before: AlertFacts): boolean {
  if (now.cause === null || before.cause === null) return false;
  if (now.after?.outcome !== before.after?.outcome || now.after?.thumbprint !== before.after?.thumbprint) return false;
  const apart = Date.parse(now.cause.occurredAt) - Date.parse(before.cause.occurredAt);
  return Math.abs(apart) <= WINDOW_MS || (apart < 0 && before.cause.actor === null && now.cause.actor !== null);
}

/** From the worst on. */
export function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** The alert ends. */
export function resolved(
  { id, episode }: Pick<Alert, 'id' | 'episode'>,
  ending: { readonly reason: EndReason; readonly by?: string | null; readonly note?: string | null },
  when: When,
): AlertEvent {
  const { reason, by = null, note = null } = ending;
  return {
    ...stamp(`${id}:${episode}:resolved`, when),
    ...(by === null ? {} : { actor: by }),
    type: 'alert.resolved',
    data: { alert: id, episode, reason, by, note },
  };
}

/** What was told turned out to be otherwise. */
export function corrected({ id, episode }: Alert, why: string, when: When): AlertEvent {
  return { ...stamp(`${id}:${episode}:corrected`, when), type: 'alert.corrected', data: { alert: id, episode, why } };
}

/** Somebody takes care of it. */
export function acknowledged(
  alert: Alert,
  said: { readonly by: string; readonly note: string | null; readonly ticket: string | null },
  when: When,
): AlertEvent {
  const { id, episode, position } = alert;
  return {
    ...stamp(`${id}:${episode}:acknowledged:${position}`, when),
    actor: said.by,
    type: 'alert.acknowledged',
    data: { alert: id, episode, ...said },
  };
}

function stamp(id: string, { organization, now }: When) {
  return { id, source: sourceOf({ organization, server: null }), occurredAt: now, tool: 'certfleet' };
}
