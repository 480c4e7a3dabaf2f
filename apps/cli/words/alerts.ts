import type { EndReason } from '#libs/alerts/alert-event.js';
import type { ConditionKind, RuleCondition } from '#libs/alerts/alert-rule.js';

/** Why an alert ended. */
export const END_WORDS: Readonly<Record<EndReason | 'corrected', string>> = {
  ended: 'what it warned of holds no more',
  restored: 'what was presented before is presented again',
  accepted: 'accepted as right',
  gone: 'the server or the endpoint is no more',
  'subscribed-again': 'the Edge was subscribed again',
  'rule-off': 'its rule was switched off',
  filled: 'what was missing came',
  corrected: 'contradicted by what became known later',
};

export function endWords(reason: string): string {
  return Object.entries(END_WORDS).find(([known]) => known === reason)?.[1] ?? reason;
}

/** What an alert rule may be about. */
export const CONDITION_WORDS: Readonly<Record<ConditionKind, string>> = {
  query: 'rows of a list that meet a query',
  risk: 'risks',
  'default-smtp-overwritten': 'the default SMTP certificate is another one',
  'went-dark': 'an endpoint presents no certificate any more',
  'presented-changed': 'an endpoint presents another certificate',
  'presented-expires': 'a certificate is about to expire where it is presented',
  'forecast-switch': 'time alone will change what is presented',
  'collector-silent': 'nothing is heard of a server',
  'inventory-shrank': 'an inventory lost certificates',
  drift: 'what is presented changed, and nobody reported it',
  'probe-mismatch': 'what is seen on the wire is not what is foretold',
  conflict: 'reports that contradict each other',
  'source-gap': 'events that a source numbered never came',
};

/** What exactly a rule matches, in one line. */
export function matchWords(condition: RuleCondition): string {
  if (condition.kind === 'query') return `${condition.list} that meet ${condition.where}`;
  const words = `${CONDITION_WORDS[condition.kind]}${detailWords(condition)}`;
  return 'where' in condition && condition.where !== null ? `${words}, where ${condition.where}` : words;
}

function detailWords(condition: RuleCondition): string {
  switch (condition.kind) {
    case 'risk': {
      const introduced = condition.introduced ? ' that a change brought' : '';
      const rules = condition.rules === null ? '' : `, of ${condition.rules.join(', ')}`;
      return ` that are ${condition.severities.join(' or ')}${introduced}${rules}`;
    }
    case 'default-smtp-overwritten':
      return condition.edge ? ' and an Edge subscription depends on it' : '';
    case 'presented-expires':
      return `: ${condition.days.join(', ')} days before`;
    case 'forecast-switch':
      return ` within ${condition.days} days`;
    case 'collector-silent':
      return ` for ${condition.hours} hours`;
    case 'inventory-shrank':
      return `: less than ${Math.round(condition.share * 100)} % of them are left`;
    default:
      return '';
  }
}

interface BackTested {
  readonly hits: number;
  readonly withoutConditions: number | null;
  readonly over: string;
}

/** `3 hits in 90 days; without its conditions 214` */
export function backTestWords({ hits, withoutConditions, over }: BackTested, days: number | string): string {
  if (over === 'now') return `${hits} now; its past cannot be asked`;
  const without = withoutConditions === null ? '' : `; without its conditions ${withoutConditions}`;
  return `${hits} ${hits === 1 ? 'hit' : 'hits'} in ${days} days${without}`;
}
