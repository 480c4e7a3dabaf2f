import { STANDING_RULES } from '#libs/rules/rules.js';

/** The rules whose findings stand: those about a state. Rules about a command fire in plans only. */
export const RULE_IDS: readonly string[] = STANDING_RULES.map(({ id }) => id).sort();
