import { compareText } from '#libs/fleet/canonical.js';
import type { Alert } from './alert.js';
import { alertLinks } from './console-links.js';
import type { AlertFacts } from './alert-event.js';
import type { AlertMessage, MessageLinks, MessageState, MessageSubject } from './message.js';
import { plainText, shortName } from './plain-text.js';
import { groupTitleOf } from './title.js';
import { rank } from './transitions.js';

/** What is told together. */
export interface Group {
  /** The id of its first alert. */
  readonly id: string;
  readonly organization: string;
  readonly rule: { readonly id: string; readonly name: string };
  /** A change, which is told once and has no end. */
  readonly isChange: boolean;
  /** The most telling ones, at least one. */
  readonly alerts: readonly Alert[];
  readonly count: number;
  /** On how many servers all of them are. */
  readonly servers: number;
  /** Those that ended since the last message, while these go on; not all of many. */
  readonly ended: { readonly alerts: readonly Alert[]; readonly count: number };
  readonly state: MessageState;
  readonly position: number;
}

const MOST_SUBJECTS = 50;
/** Commands for so many steps; a reader types no more of them by hand. */
const MOST_STEPS = 20;
/** Ways to end that are told apart. */
const MOST_ENDINGS = 3;
/** So many that ended are named in a sentence … */
const MOST_NAMED = 5;
/** … and so many with the way in which they ended. */
const MOST_ENDED = 10;

/**
 * One message for alerts of one rule and one cause: its words are those of the worst of them, its subjects name all, as far as they have room.
 *
 * @param address the public address of this Certfleet; null: none is configured, and there are no links.
 */
export function messageOf(group: Group, address: string | null): AlertMessage {
  const alerts = group.alerts.toSorted(byWeight);
  const [first] = alerts;
  if (first === undefined) throw new Error('A message tells of one alert at least.');
  const { facts } = first;
  const isOver = group.state === 'resolved' || group.state === 'corrected';
  const words = isOver ? [...new Set(alerts.map(endingOf))].slice(0, MOST_ENDINGS).join(' ') : endedWords(group);
  return {
    id: group.id,
    kind: group.isChange ? 'change' : 'alert',
    state: group.state,
    organization: group.organization,
    severity: facts.severity,
    rule: group.rule,
    title: `${groupTitleOf(alerts, group.count, serversOf(group))}${group.ended.count === 0 ? '' : `; ${group.ended.count} ended`}`,
    summary: `${words} ${facts.summary}`.trim(),
    subjects: alerts.slice(0, MOST_SUBJECTS).map(subjectOf),
    subjectCount: group.count,
    cause: facts.cause,
    evidence: [...endedEvidence(group), ...causesEvidence(alerts), ...besideCause(facts)],
    remedy: isOver ? [] : remedyOf(alerts, group.count),
    links: address === null ? null : linksOf(group, facts, { address, isOver }),
    startsAt: alerts.map(({ firedAt }) => firedAt).sort()[0] ?? null,
    endsAt: isOver ? lastOf(alerts.map(({ changedAt }) => changedAt)) : null,
    position: group.position,
    owner: facts.owner,
  };
}

/** The worst first, then the earliest, then by name, so that a list can be searched with the eye. */
function byWeight(one: Alert, other: Alert): number {
  return (
    rank(one.facts.severity) - rank(other.facts.severity) ||
    compareText(one.firedAt, other.firedAt) ||
    compareText(nameOf(one), nameOf(other))
  );
}

function nameOf({ id, facts: { server, endpoint } }: Alert): string {
  return `${server ?? ''}\n${endpoint ?? ''}\n${id}`;
}

function subjectOf({ facts: { fqdn, endpoint, before, after } }: Alert): MessageSubject {
  return { server: fqdn, endpoint, before, after };
}

function lastOf(instants: readonly string[]): string | null {
  return instants.toSorted().at(-1) ?? null;
}

/** What holds is looked at as it is; what is over as it was when it happened. */
function linksOf(
  { id, organization }: Group,
  { fqdn, endpoint, cause }: AlertFacts,
  { address, isOver }: { readonly address: string; readonly isOver: boolean },
): MessageLinks {
  return alertLinks(address, id, { organization, fqdn, endpoint, asOf: isOver ? (cause?.occurredAt ?? null) : null });
}

/** The way back of all of them, the worst first; where there are more, how one finds the rest. */
function remedyOf(alerts: readonly Alert[], count: number): readonly string[] {
  const steps = [...new Set(alerts.flatMap(({ facts }) => facts.remedy))];
  const shown = steps.slice(0, MOST_STEPS);
  if (shown.length === 0 || (shown.length === steps.length && count <= alerts.length)) return shown;
  return [
    ...shown,
    `The same for the others of the ${count}: \`certfleet alerts\` lists them, \`certfleet alerts show ID\` has the commands of each.`,
  ];
}

function endingOf({ corrected, resolved }: Alert): string {
  if (corrected !== null) return `What was told is corrected: ${corrected}.`;
  if (resolved?.reason === 'accepted') return acceptedWords(resolved);
  return ENDINGS[resolved?.reason ?? 'ended'] ?? '';
}

function acceptedWords({ by, note }: NonNullable<Alert['resolved']>): string {
  const said = note === null || note === '' ? '' : `: ${plainText(note)}`;
  return `${by === null ? 'Somebody' : plainText(by, 100)} accepted it as right${said}.`;
}

const ENDINGS: Readonly<Record<string, string>> = {
  ended: 'It holds no more.',
  restored: 'What was presented before is presented again.',
  gone: 'The endpoint is no more.',
  'subscribed-again': 'The Edge was subscribed again.',
  filled: 'What was missing came after all.',
  'rule-off': 'Its rule was switched off.',
};

/** `Ended: EX03, EX04 and 3 more; 395 go on.` */
function endedWords({ ended, count }: Group): string {
  if (ended.count === 0) return '';
  const named = ended.alerts.slice(0, MOST_NAMED).map(placeWords);
  const more = ended.count - named.length;
  return `Ended: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}; ${count} ${count === 1 ? 'goes' : 'go'} on.`;
}

function endedEvidence({ ended }: Group): AlertMessage['evidence'] {
  return ended.alerts
    .slice(0, MOST_ENDED)
    .map((one) => ({ name: 'Ended', value: `${placeWords(one)}: ${endingOf(one)}` }));
}

/** Where all of them are at hand they are counted: some may be held back. */
function serversOf({ alerts, count, servers }: Group): number {
  return count <= alerts.length
    ? new Set(alerts.flatMap(({ facts }) => facts.server ?? [])).size
    : Math.min(servers, count);
}

/** What the message tells as its cause is no evidence beside it. */
function besideCause({ evidence, cause }: AlertFacts): AlertMessage['evidence'] {
  if (cause === null) return evidence;
  const told = new Set([cause.what, cause.actor, cause.tool].flatMap((text) => (text === null ? [] : plainText(text))));
  return evidence.filter(({ value }) => !told.has(value));
}

/** Where many causes are told together, the one that is named is that of the first. */
function causesEvidence(alerts: readonly Alert[]): AlertMessage['evidence'] {
  const causes = new Set(
    alerts.map(({ facts: { cause } }) => JSON.stringify([cause?.what, cause?.actor, cause?.tool])),
  );
  const [first] = alerts;
  if (causes.size < 2 || first === undefined) return [];
  return [{ name: 'Causes', value: `${causes.size} or more; what stands here is that of ${placeWords(first)}` }];
}

function placeWords({ facts: { fqdn, endpoint } }: Alert): string {
  const words = [fqdn === null ? null : shortName(fqdn), endpoint === null ? null : plainText(endpoint, 100)];
  return words.filter((word) => word !== null).join(' ') || 'the organization';
}
