import type { Finding } from './finding.js';
import type { Occurrence, RuleText } from './rule.js';
import { STANDING_RULES } from './rules.js';
import type { Subject } from './subject.js';

/** Every standing risk of one server, in the order of the rulebook. */
export function standingFindings(subject: Subject): readonly Finding[] {
  const found: Finding[] = [];
  for (const rule of STANDING_RULES) {
    for (const occurrence of rule.check(subject)) found.push(findingOf(rule, subject.facts.server.fqdn, occurrence));
  }
  return found;
}

/** An occurrence as the finding that is answered. */
export function findingOf(rule: RuleText, server: string, occurrence: Occurrence): Finding {
  const { endpoint, summary, evidence, remediation } = occurrence;
  return {
    id: rule.id,
    severity: occurrence.severity ?? usualSeverity(rule),
    server,
    endpoint,
    summary,
    evidence,
    remediation,
    sources: rule.cite.map(({ key }) => key),
  };
}

function usualSeverity({ severity }: RuleText): Finding['severity'] {
  return typeof severity === 'string' ? severity : severity[0];
}
