import type { Severity } from '#libs/rules/finding.js';
import { STANDING_RULES } from '#libs/rules/rules.js';
import type { AlertFacts } from './alert-event.js';
import type { AlertRule } from './alert-rule.js';
import { causeOf, evidenceOf } from './change-alerts.js';
import { plainText, shortName } from './plain-text.js';
import type { ChangeCause, Shown } from './presented-change.js';
import { certificateWords, sideOf } from './side.js';
import { crossedAt } from './thresholds.js';

const titles = new Map(STANDING_RULES.map(({ id, title }) => [id, lowered(title)]));

function lowered(title: string): string {
  return /^(?:A|An|The|Some|Servers|Web|No) /.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

/** Something that stands, wherever it came from. */
const STANDS = { holding: { while: 'found' }, before: null, after: null, cause: null, level: 0, subject: '' } as const;

export interface StandingFinding {
  readonly server: string;
  readonly fqdn: string;
  readonly endpoint: string | null;
  readonly id: string;
  readonly subject: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly remediation: readonly string[];
  readonly evidence: Readonly<Record<string, unknown>>;
  /** The server was known without it. */
  readonly introduced: boolean;
  /** What happened on the server since it was looked at last; null: nothing did, or nobody knows. */
  readonly cause: ChangeCause | null;
}

/** Whether a rule tells of a finding. */
export function tellsOf({ condition }: AlertRule, finding: StandingFinding): boolean {
  return (
    condition.kind === 'risk' &&
    condition.severities.includes(finding.severity) &&
    (!condition.introduced || finding.introduced) &&
    (condition.rules === null || condition.rules.includes(finding.id))
  );
}

/** A risk that stands. All servers with the same risk are told together; those that one change brought, by that change. */
export function riskAlert(rule: AlertRule, finding: StandingFinding): AlertFacts {
  const { server, fqdn, endpoint, id, severity, summary, remediation, evidence, cause } = finding;
  return {
    ...STANDS,
    rule: rule.id,
    server,
    fqdn,
    endpoint,
    subject: riskSubject(finding),
    severity: rule.severity ?? severity,
    headline: `${titles.get(id) ?? 'a risk stands'} (${id})`,
    summary: plainText(summary, 1_000),
    evidence: [...evidenceLines(evidence), ...(cause === null ? [] : evidenceOf(cause))],
    remedy: remediation.map((line) => plainText(line, 2_000)),
    cause: cause === null ? null : causeOf(cause),
    together: finding.introduced && cause !== null ? `${id} ${cause.correlationId ?? cause.actor ?? ''}` : id,
    owner: rule.owner,
  };
}

export function riskSubject({ id, subject }: Pick<StandingFinding, 'id' | 'subject'>): string {
  return subject === '' ? id : `${id}\n${subject}`;
}

const MOST_EVIDENCE = 8;

function evidenceLines(evidence: Readonly<Record<string, unknown>>): AlertFacts['evidence'] {
  return Object.entries(evidence)
    .slice(0, MOST_EVIDENCE)
    .map(([name, value]) => ({
      name: plainText(name.charAt(0).toUpperCase() + name.slice(1), 60),
      value: plainText(typeof value === 'string' ? value : (JSON.stringify(value) ?? '')),
    }));
}

/** An endpoint that presents a certificate which ends, with what it shows then. */
export interface Expiring {
  readonly server: string;
  readonly fqdn: string;
  readonly endpoint: string;
  readonly thumbprint: string;
  readonly subject: string | null;
  readonly issuer: string | null;
  readonly notBefore: string | null;
  readonly notAfter: string;
  /** Null: it goes on as it is. */
  readonly then: Shown | null;
}

/** A certificate that is about to expire where it is presented; null: no threshold is crossed yet. */
export function expiryAlert(rule: AlertRule, one: Expiring, now: number): AlertFacts | null {
  if (rule.condition.kind !== 'presented-expires') return null;
  const notAfter = Date.parse(one.notAfter);
  const notBefore = one.notBefore === null ? null : Date.parse(one.notBefore);
  const crossed = crossedAt({ notBefore, notAfter }, rule.condition.days, now);
  if (crossed === null) return null;
  const words = certificateWords(one);
  const then = one.then === null ? 'clients are shown an expired certificate' : sideOf(one.then).text;
  const isOver = notAfter <= now;
  return {
    ...STANDS,
    rule: rule.id,
    server: one.server,
    fqdn: one.fqdn,
    endpoint: one.endpoint,
    severity: rule.severity ?? crossed.severity,
    level: crossed.level,
    headline: isOver
      ? 'presents a certificate that has expired'
      : `presents a certificate that expires on ${one.notAfter.slice(0, 10)}`,
    summary: `${shortName(one.fqdn)} presents ${words} at ${plainText(one.endpoint)}${isOver ? ', which has expired: clients that check it refuse it' : `; from ${minute(one.notAfter)} on: ${then}`}. No other certificate takes its place by itself.`,
    after: sideOf({ outcome: 'PRESENTED', thumbprint: one.thumbprint }, one),
    evidence: [
      { name: 'Certificate', value: one.thumbprint },
      { name: isOver ? 'Expired' : 'Expires', value: `${minute(one.notAfter)}, ${daysWords(notAfter - now)}` },
    ],
    remedy: [
      `Renew ${plainText(one.subject ?? one.thumbprint, 120)} and bring it to the server, then ask \`certfleet plan\` what enabling it changes.`,
    ],
    together: one.thumbprint,
    owner: rule.owner,
  };
}

function minute(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`;
}

function daysWords(milliseconds: number): string {
  const days = Math.floor(Math.abs(milliseconds) / 86_400_000);
  const many = `${days} ${days === 1 ? 'day' : 'days'}`;
  return milliseconds < 0 ? `${many} ago` : `in ${many}`;
}

/** An endpoint that will present another certificate by time alone. */
export interface Switching {
  readonly server: string;
  readonly fqdn: string;
  readonly endpoint: string;
  readonly at: string;
  readonly before: Shown;
  readonly after: Shown;
}

export function switchAlert(rule: AlertRule, one: Switching): AlertFacts {
  const [before, after] = [sideOf(one.before), sideOf(one.after)];
  return {
    ...STANDS,
    rule: rule.id,
    server: one.server,
    fqdn: one.fqdn,
    endpoint: one.endpoint,
    severity: rule.severity ?? 'medium',
    headline: `will present another certificate from ${one.at.slice(0, 10)} on`,
    summary: `Time alone changes what ${shortName(one.fqdn)} presents at ${plainText(one.endpoint)} on ${minute(one.at)}: ${before.text} → ${after.text}.`,
    before,
    after,
    evidence: [{ name: 'Switches', value: minute(one.at) }],
    remedy: [`\`certfleet explain ${shortName(one.fqdn)} "${plainText(one.endpoint)}"\` shows why.`],
    together: `${one.at} ${one.after.thumbprint ?? ''}`,
    owner: rule.owner,
  };
}

export function silentAlert(
  rule: AlertRule,
  { server, fqdn, lastSeenAt }: { readonly server: string; readonly fqdn: string; readonly lastSeenAt: string },
): AlertFacts {
  return {
    ...STANDS,
    rule: rule.id,
    server,
    fqdn,
    endpoint: null,
    severity: rule.severity ?? 'medium',
    headline: 'nothing was heard of the server',
    summary: `Nothing was heard of ${shortName(fqdn)} since ${minute(lastSeenAt)}. What is told of it is as of then.`,
    evidence: [{ name: 'Last heard of', value: minute(lastSeenAt) }],
    remedy: ['See to the scheduled task of the collector on the server, and to its key.'],
    together: '',
    owner: rule.owner,
  };
}

export function conflictAlert(
  rule: AlertRule,
  one: { readonly eventId: string; readonly source: string; readonly id: string; readonly recordedAt: string },
): AlertFacts {
  return {
    ...STANDS,
    rule: rule.id,
    server: null,
    fqdn: null,
    endpoint: null,
    subject: one.eventId,
    severity: rule.severity ?? 'medium',
    headline: 'a report came again with another content',
    summary: `${plainText(one.source)} sent ${plainText(one.id)} a second time with another content. The first one counts, the second one is kept.`,
    evidence: [
      { name: 'Source', value: plainText(one.source) },
      { name: 'Id', value: plainText(one.id) },
      { name: 'Received', value: one.recordedAt },
    ],
    remedy: ['Find out which of the two is true, and see to the sender: the id of a report never changes its content.'],
    together: one.source,
    holding: { while: 'not-accepted' },
    owner: rule.owner,
  };
}

/** A row of a list that meets the query of a rule. */
export function queryAlert(
  rule: AlertRule,
  row: {
    readonly server: string | null;
    readonly fqdn: string | null;
    readonly endpoint: string | null;
    readonly subject: string;
    readonly says: string;
  },
): AlertFacts {
  const where = rule.condition.kind === 'query' ? rule.condition.where : '';
  return {
    ...STANDS,
    rule: rule.id,
    server: row.server,
    fqdn: row.fqdn,
    endpoint: row.endpoint,
    subject: row.subject,
    severity: rule.severity ?? 'medium',
    headline: plainText(rule.name, 120),
    summary: `${plainText(row.says)} meets the rule "${plainText(rule.name, 120)}".`,
    evidence: [{ name: 'Query', value: plainText(where, 500) }],
    remedy: [],
    together: '',
    owner: rule.owner,
  };
}
