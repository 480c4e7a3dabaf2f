import type { RuleText } from '#libs/rules/rule.js';
import { STANDING_RULES, TRANSITION_RULES } from '#libs/rules/rules.js';

const TEXTS: ReadonlyMap<string, RuleText> = new Map(
  [...STANDING_RULES, ...TRANSITION_RULES].map((rule) => [rule.id, rule]),
);

/** What a risk rule says of itself; undefined: there is no such rule. */
export function ruleText(id: string): RuleText | undefined {
  return TEXTS.get(id);
}

export const RULE_IDS: readonly string[] = [...TEXTS.keys()].sort();
