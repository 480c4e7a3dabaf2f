import { STANDING_RULES } from '#libs/rules/rules.js';

/** Half a sentence for each rule that a finding may name. */
export const RULE_TITLES: ReadonlyMap<string, string> = new Map(STANDING_RULES.map(({ id, title }) => [id, title]));
