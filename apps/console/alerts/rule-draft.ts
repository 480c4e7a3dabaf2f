import type { ConditionKind, RuleCondition } from '#libs/alerts/alert-rule.js';
import type { ListName } from '#libs/query/lists.js';
import { readQuery } from '#libs/query/read-query.js';
import { SEVERITIES, type Severity } from '#libs/rules/finding.js';
import { CONDITION_WORDS } from '../../cli/words/alerts.js';
import type { Schemas } from '../client/api.js';

/** A rule as it is sent. */
export interface RuleRequest {
  readonly name: string;
  readonly about: string;
  readonly severity: Severity | null;
  readonly enabled: boolean;
  readonly condition: RuleCondition;
  readonly owner: string | null;
  readonly channels: readonly string[] | null;
  readonly robots: 'told' | 'expected';
}

/** A rule while it is written: every field as its input has it, those of other kinds too, so that nothing is lost by looking at another kind. */
export interface RuleDraft {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly severity: string;
  readonly enabled: boolean;
  readonly owner: string;
  /** Null: every channel. */
  readonly channels: readonly string[] | null;
  readonly robots: 'told' | 'expected';
  readonly kind: ConditionKind;
  readonly list: ListName;
  readonly where: string;
  readonly edge: boolean;
  readonly severities: readonly Severity[];
  readonly introduced: boolean;
  readonly risks: string;
  readonly days: string;
  readonly hours: string;
  readonly share: string;
}

export const NEW_RULE: RuleDraft = {
  id: '',
  name: '',
  about: '',
  severity: 'medium',
  enabled: false,
  owner: '',
  channels: null,
  robots: 'told',
  kind: 'query',
  list: 'bindings',
  where: '',
  edge: true,
  severities: ['critical', 'high'],
  introduced: true,
  risks: '',
  days: '',
  hours: '72',
  share: '50',
};

export function isKind(kind: string): kind is ConditionKind {
  return Object.hasOwn(CONDITION_WORDS, kind);
}

/** True for a condition of a kind that this console knows; its keys are those of its kind. */
export function isCondition(condition: { readonly kind: string }): condition is RuleCondition {
  return isKind(condition.kind);
}

export function draftOf(rule: Schemas['AlertRule']): RuleDraft {
  const { id, name, about, severity, enabled, owner, channels, robots, condition } = rule;
  const kept = {
    ...NEW_RULE,
    id,
    name,
    about,
    severity: severity ?? '',
    enabled,
    owner: owner ?? '',
    channels,
    robots,
  };
  return isCondition(condition) ? { ...kept, kind: condition.kind, ...fieldsOf(condition) } : kept;
}

function fieldsOf(condition: RuleCondition): Partial<RuleDraft> {
  const where = 'where' in condition ? { where: condition.where ?? '' } : {};
  switch (condition.kind) {
    case 'query':
      return { list: condition.list, where: condition.where };
    case 'risk': {
      const { severities, introduced, rules } = condition;
      return { severities, introduced, risks: rules?.join(', ') ?? '' };
    }
    case 'default-smtp-overwritten':
      return { ...where, edge: condition.edge };
    case 'presented-expires':
      return { ...where, days: condition.days.join(', ') };
    case 'forecast-switch':
      return { ...where, days: String(condition.days) };
    case 'collector-silent':
      return { hours: String(condition.hours) };
    case 'inventory-shrank':
      return { share: String(Math.round(condition.share * 100)) };
    default:
      return where;
  }
}

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: string };

/** The condition that a draft says, or what is missing of it. */
export function conditionOf(draft: RuleDraft): Read<RuleCondition> {
  const condition = partsOf(draft);
  if (!condition.ok || !('where' in condition.value) || condition.value.where === null) return condition;
  const list = condition.value.kind === 'query' ? condition.value.list : 'bindings';
  return readQuery(condition.value.where, list, Date.now()).ok ? condition : bad('The query cannot be read.');
}

function partsOf(draft: RuleDraft): Read<RuleCondition> {
  const where = draft.where.trim() === '' ? null : draft.where.trim();
  switch (draft.kind) {
    case 'query':
      return where === null ? bad('Write a query.') : good({ kind: 'query', list: draft.list, where });
    case 'risk':
      return riskOf(draft);
    case 'default-smtp-overwritten':
      return good({ kind: draft.kind, edge: draft.edge, where });
    case 'presented-expires':
      return daysOf(draft.days, where);
    case 'forecast-switch':
      return within(draft.days, 1, 400, (days) => ({ kind: 'forecast-switch', days, where }));
    case 'collector-silent':
      return within(draft.hours, 1, 8_760, (hours) => ({ kind: 'collector-silent', hours }));
    case 'inventory-shrank':
      return within(draft.share, 1, 100, (share) => ({ kind: 'inventory-shrank', share: share / 100 }));
    case 'went-dark':
    case 'presented-changed':
      return good({ kind: draft.kind, where });
    default:
      return good({ kind: draft.kind });
  }
}

function riskOf({ severities, introduced, risks }: RuleDraft): Read<RuleCondition> {
  const rules = risks.split(/[\s,;]+/).filter((one) => one !== '');
  const odd = rules.find((one) => !/^RO-\d\d$/i.test(one));
  if (severities.length === 0) return bad('Choose a severity.');
  if (odd !== undefined) return bad(`${odd.slice(0, 40)} is no risk rule such as RO-13.`);
  const named = rules.length === 0 ? null : rules.map((one) => one.toUpperCase());
  return good({ kind: 'risk', severities, introduced, rules: named });
}

function daysOf(text: string, where: string | null): Read<RuleCondition> {
  const days = text
    .split(/[\s,;]+/)
    .filter((one) => one !== '')
    .map(Number);
  const falls = days.every((day, i) => day > 0 && day <= 400 && (i === 0 || day < (days[i - 1] ?? 0)));
  return days.length === 0 || days.length > 10 || !falls
    ? bad('Days before the end, falling, at most ten: 30, 14, 7.')
    : good({ kind: 'presented-expires', days, where });
}

function within(
  text: string,
  least: number,
  most: number,
  make: (value: number) => RuleCondition,
): Read<RuleCondition> {
  const value = text.trim() === '' ? NaN : Number(text);
  return Number.isInteger(value) && value >= least && value <= most
    ? good(make(value))
    : bad(`A whole number from ${least} to ${most}.`);
}

/** The rule that a draft says. */
export function requestOf(draft: RuleDraft): Read<RuleRequest> {
  const condition = conditionOf(draft);
  if (!condition.ok) return condition;
  const { name, about, enabled, channels, robots } = draft;
  const owner = draft.owner.trim() === '' ? null : draft.owner.trim();
  const severity = SEVERITIES.find((one) => one === draft.severity) ?? null;
  const named = name.trim() === '' ? draft.id : name.trim();
  return good({ name: named, about, severity, enabled, condition: condition.value, owner, channels, robots });
}

/** The kept rule again, to be sent with one thing changed; null: of a kind that this console does not know. */
export function requestOfKept(rule: Schemas['AlertRule']): RuleRequest | null {
  const { name, about, severity, enabled, condition, owner, channels, robots } = rule;
  return isCondition(condition) ? { name, about, severity, enabled, condition, owner, channels, robots } : null;
}

function good<T>(value: T): Read<T> {
  return { ok: true, value };
}

function bad(fault: string): { readonly ok: false; readonly fault: string } {
  return { ok: false, fault };
}
