import { asksFor } from '#libs/query/condition.js';
import { readQuery } from '#libs/query/read-query.js';
import type { AlertRule, RuleCondition } from './alert-rule.js';

/** What alerts of a rule are to the others of their server: it hangs on what the rule asks, never on which rule it is. */
export type Bearing =
  /** Nothing is heard of the server. */
  | 'silence'
  /** An endpoint presents nothing any more. */
  | 'darkness'
  /** A risk stands. */
  | 'risk'
  /** Only time made it true. */
  | 'time'
  /** It bears on no other. */
  | null;

/** Of each rule, by its id, what its alerts are to others. */
export type Bearings = ReadonlyMap<string, Bearing>;

export function bearingsOf(rules: readonly AlertRule[]): Bearings {
  return new Map(rules.map(({ id, condition }) => [id, bearingOf(condition)]));
}

export function bearingOf(condition: RuleCondition): Bearing {
  switch (condition.kind) {
    case 'collector-silent':
      return 'silence';
    case 'went-dark':
      return 'darkness';
    case 'risk':
      return 'risk';
    case 'query':
      return bearingOfQuery(condition);
    case 'presented-expires':
    case 'forecast-switch':
      return 'time';
    default:
      return null;
  }
}

const OF_TIME: ReadonlySet<string> = new Set(['notAfter', 'changesAt']);

/** A query of findings tells of risks; one that asks an endpoint when its certificate ends tells what only time makes true. */
function bearingOfQuery({ list, where }: Extract<RuleCondition, { readonly kind: 'query' }>): Bearing {
  if (list === 'findings') return 'risk';
  const query = readQuery(where, list, 0);
  return list === 'bindings' && query.ok && asksFor(query.value.condition, OF_TIME) ? 'time' : null;
}
