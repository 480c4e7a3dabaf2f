import type { AlertMessage } from '#libs/alerts/message.js';
import type { Shortened } from '../shorten.js';
import { effectWords, isOver, stateWord, subjectName } from '../words.js';

type Fields = Readonly<Record<string, unknown>>;

const SEVERITY_NUMBERS = { critical: 1, high: 2, medium: 3, low: 4 } as const;

/** The message in the fields of the Elastic Common Schema; what ECS has no field for stands under `certfleet`. Keys without a value are left out. */
export function ecsOf(shortened: Shortened, at: string): Fields {
  const { message } = shortened;
  const instant = message.endsAt ?? message.cause?.occurredAt ?? message.startsAt ?? at;
  return {
    '@timestamp': instant,
    ecs: { version: '8.17.0' },
    message: message.title,
    event: { ...eventOf(message), created: message.cause?.recordedAt ?? instant },
    log: { level: isOver(message) ? 'info' : (message.severity ?? 'info') },
    organization: { name: message.organization },
    ...aboutOf(message),
    certfleet: ownOf(shortened),
  };
}

function eventOf(message: AlertMessage): Fields {
  const { kind, rule, severity, cause } = message;
  return present({
    kind: kind === 'alert' ? 'alert' : 'event',
    category: ['configuration'],
    type: [kind === 'change' || cause !== null ? 'change' : 'info'],
    action: rule?.name ?? kind,
    code: rule?.id,
    id: message.id,
    sequence: message.position,
    start: message.startsAt,
    end: message.endsAt,
    severity: severity === null ? undefined : SEVERITY_NUMBERS[severity],
    reason: message.summary,
    url: message.links?.alert,
    module: 'certfleet',
    dataset: `certfleet.${kind}`,
  });
}

/** Host, user, rule and certificate, where the message is about them. */
function aboutOf({ subjects, cause, rule }: AlertMessage): Fields {
  const [first] = subjects;
  const server = first?.server ?? null;
  const actor = cause?.actor ?? null;
  const thumbprint = first?.after?.thumbprint ?? null;
  return present({
    host: server === null ? null : { name: server },
    user: actor === null ? null : { name: actor },
    rule: rule === null ? null : { ...rule, ruleset: 'certfleet' },
    tls: thumbprint === null ? null : { server: { hash: { sha1: thumbprint } } },
  });
}

function ownOf({ message, left }: Shortened): Fields {
  return present({
    state: stateWord(message).toLowerCase(),
    subjects: message.subjects.map((subject) => present({ name: subjectName(subject), effect: effectWords(subject) })),
    subject_count: message.subjectCount,
    evidence: message.evidence,
    remedy: message.remedy,
    change: message.cause?.what,
    tool: message.cause?.tool,
    owner: message.owner,
    left: left.subjects + left.evidence + left.remedy > 0 ? left : null,
  });
}

function present(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value != null && !(Array.isArray(value) && value.length === 0)),
  );
}
