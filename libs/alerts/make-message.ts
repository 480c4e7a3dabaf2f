import type { Alert } from './alert.js';
import type { AlertMessage, MessageLinks, MessageState } from './message.js';
import { groupTitleOf } from './title.js';
import { rank } from './transitions.js';

/** What is told together. */
export interface Group {
  /** The id of its first alert. */
  readonly id: string;
  readonly organization: string;
  readonly rule: { readonly id: string; readonly name: string };
  /** The most telling ones, at least one. */
  readonly alerts: readonly Alert[];
  readonly count: number;
  readonly state: MessageState;
  readonly position: number;
}

const MOST_SUBJECTS = 50;

/**
 * One message for alerts of one rule and one cause: its words are those of the worst of them, its subjects name all, as far as they have room.
 *
 * @param address the public address of this Certfleet; null: none is configured, and there are no links.
 */
export function messageOf(group: Group, address: string | null): AlertMessage {
  const alerts = group.alerts.toSorted(
    (one, other) => rank(one.facts.severity) - rank(other.facts.severity) || (one.firedAt < other.firedAt ? -1 : 1),
  );
  const [first] = alerts;
  if (first === undefined) throw new Error('A message tells of one alert at least.');
  const { facts } = first;
  const isOver = group.state === 'resolved' || group.state === 'corrected';
  return {
    id: group.id,
    kind: facts.rule === 'presented-changed' ? 'change' : 'alert',
    state: group.state,
    organization: group.organization,
    severity: facts.severity,
    rule: group.rule,
    title: groupTitleOf(alerts, group.count),
    summary: isOver ? `${endingOf(first)} ${facts.summary}`.trim() : facts.summary,
    subjects: alerts.slice(0, MOST_SUBJECTS).map(({ facts: { fqdn, endpoint, before, after } }) => ({
      server: fqdn,
      endpoint,
      before,
      after,
    })),
    subjectCount: group.count,
    cause: facts.cause,
    evidence: facts.evidence,
    remedy: isOver ? [] : facts.remedy,
    links: address === null ? null : linksOf(first, group.id, address),
    startsAt: alerts.map(({ firedAt }) => firedAt).sort()[0] ?? null,
    endsAt: isOver
      ? (alerts
          .map(({ changedAt }) => changedAt)
          .sort()
          .at(-1) ?? null)
      : null,
    position: group.position,
    owner: facts.owner,
  };
}

function endingOf({ corrected, resolved }: Alert): string {
  if (corrected !== null) return `What was told is corrected: ${corrected}.`;
  return ENDINGS[resolved?.reason ?? 'ended'] ?? '';
}

const ENDINGS: Readonly<Record<string, string>> = {
  ended: 'It holds no more.',
  restored: 'What was presented before is presented again.',
  accepted: 'Somebody accepted it as right.',
  gone: 'The endpoint is no more.',
  'subscribed-again': 'The Edge was subscribed again.',
  'rule-off': 'Its rule was switched off.',
};

function linksOf({ facts: { fqdn, endpoint } }: Alert, id: string, address: string): MessageLinks {
  const base = `${address.replace(/\/+$/, '')}/api/v1`;
  const server = fqdn === null ? null : `${base}/servers/${encodeURIComponent(fqdn)}`;
  return {
    alert: `${base}/alerts/${id}`,
    timeline: server === null ? null : `${server}/timeline`,
    explain:
      server === null || endpoint === null
        ? null
        : `${server}/selections?trace=true&endpoint=${encodeURIComponent(endpoint)}`,
  };
}
