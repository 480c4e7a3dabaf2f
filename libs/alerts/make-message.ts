import type { Alert } from './alert.js';
import { alertLinks } from './console-links.js';
import type { AlertMessage, MessageState } from './message.js';
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
  /** Those that ended since the last message, while these go on; not all of many. */
  readonly ended: { readonly alerts: readonly Alert[]; readonly count: number };
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
  const { ended } = group;
  return {
    id: group.id,
    kind: group.isChange ? 'change' : 'alert',
    state: group.state,
    organization: group.organization,
    severity: facts.severity,
    rule: group.rule,
    title: `${groupTitleOf(alerts, group.count)}${ended.count === 0 ? '' : `; ${ended.count} ended`}`,
    summary: `${isOver ? endingOf(first) : endedWords(group)} ${facts.summary}`.trim(),
    subjects: alerts.slice(0, MOST_SUBJECTS).map(({ facts: { fqdn, endpoint, before, after } }) => ({
      server: fqdn,
      endpoint,
      before,
      after,
    })),
    subjectCount: group.count,
    cause: facts.cause,
    evidence: [
      ...ended.alerts
        .slice(0, MOST_ENDED)
        .map((one) => ({ name: 'Ended', value: `${placeWords(one)}: ${endingOf(one)}` })),
      ...facts.evidence,
    ],
    remedy: isOver ? [] : facts.remedy,
    links:
      address === null
        ? null
        : alertLinks(address, group.id, {
            organization: group.organization,
            fqdn: facts.fqdn,
            endpoint: facts.endpoint,
            // What holds is looked at as it is; what is over as it was.
            asOf: isOver ? (facts.cause?.occurredAt ?? null) : null,
          }),
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

/** So many are named in a sentence. */
const MOST_NAMED = 5;
/** … and so many with the way in which they ended. */
const MOST_ENDED = 10;

/** `Ended: EX03, EX04 and 3 more; 395 go on.` */
function endedWords({ ended, count }: Group): string {
  if (ended.count === 0) return '';
  const named = ended.alerts.slice(0, MOST_NAMED).map(placeWords);
  const more = ended.count - named.length;
  return `Ended: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}; ${count} ${count === 1 ? 'goes' : 'go'} on.`;
}

function placeWords({ facts: { fqdn, endpoint } }: Alert): string {
  const words = [fqdn === null ? null : shortName(fqdn), endpoint === null ? null : plainText(endpoint, 100)];
  return words.filter((word) => word !== null).join(' ') || 'the organization';
}
