import type { AlertMessage } from '#libs/alerts/message.js';
import { factsOf, leftWords, moreWords, subjectName, effectWords } from '../words.js';
import type { Shortened } from '../shorten.js';

/**
 * What an alert is to Alertmanager. The labels are its identity: no thumbprint, no time and no number stands in them, else every renewal would be
 * another alert. Server and endpoint are labels only where the message is about one.
 */
export function labelsOf(
  message: AlertMessage,
  extra: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const only = message.subjectCount === 1 ? message.subjects[0] : undefined;
  return {
    ...extra,
    alertname: alertName(message),
    organization: message.organization,
    alert_id: message.id,
    ...(message.rule === null ? {} : { rule: message.rule.id }),
    ...(message.severity === null ? {} : { severity: message.severity }),
    ...(only?.server == null ? {} : { server: only.server }),
    ...(only?.endpoint == null ? {} : { endpoint: only.endpoint }),
  };
}

/** `CertfleetDefaultSmtpOverwritten` */
function alertName({ rule, kind }: AlertMessage): string {
  if (rule === null) return kind === 'test' ? 'CertfleetTest' : 'Certfleet';
  const words = rule.name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return `Certfleet${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`;
}

export function annotationsOf({ message, left }: Shortened): Readonly<Record<string, string>> {
  const subjects = message.subjects.map((subject) => {
    const effect = effectWords(subject);
    return effect === null ? subjectName(subject) : `${subjectName(subject)}: ${effect}`;
  });
  const facts = [...factsOf(message), ...message.evidence].map(({ name, value }) => `${name}: ${value}`);
  return {
    summary: message.title,
    description: message.summary,
    ...(subjects.length === 0 ? {} : { subjects: lines([...subjects, moreWords(left.subjects, message)]) }),
    ...(facts.length === 0 ? {} : { evidence: lines([...facts, leftWords(left)]) }),
    ...(message.remedy.length === 0 ? {} : { remedy: lines(message.remedy) }),
    ...(message.owner === null ? {} : { owner: message.owner }),
    ...(message.links === null ? {} : { link: message.links.alert }),
  };
}

function lines(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join('\n');
}
