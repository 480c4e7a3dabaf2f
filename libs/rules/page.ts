import { codeSpan, listOfSources, plain, tableRow } from '#libs/selection/markdown.js';
import { CONFIDENCE_WORDS } from '#libs/selection/page.js';
import { SEVERITIES, type Citation, type Severity } from './finding.js';
import type { RuleText } from './rule.js';
import { STANDING_RULES, TRANSITION_RULES } from './rules.js';

const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  critical: 'mail or client access stops',
  high: 'it stops for a class of traffic, or on a known date',
  medium: 'degraded, confusing or deferred',
  low: 'hygiene',
};

/** The page of risk rules, Markdown, as the code has them. */
export function rulesPage(): string {
  const rules = [...STANDING_RULES, ...TRANSITION_RULES].toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return [
    '<!-- Generated from libs/rules by `npm run generate`. Do not edit. -->',
    '# Risk rules',
    '',
    'What Certfleet warns of. A rule fires only if every fact that it needs is known: what nobody reported is silence, not a finding. `certfleet findings` shows the',
    'standing ones of a state, `certfleet plan` those that commands would introduce.',
    '',
    tableRow(['severity', 'means']),
    '|---|---|',
    ...SEVERITIES.map((severity) => tableRow([severity, SEVERITY_WORDS[severity]])),
    '',
    'Each source carries its confidence:',
    '',
    ...CONFIDENCE_WORDS.map(([letter, words]) => `- **${letter}** ${words}`),
    '',
    tableRow(['rule', 'severity', 'danger']),
    '|---|---|---|',
    ...rules.map(({ id, severity, title }) => tableRow([`[${id}](#${id.toLowerCase()})`, severityOf(severity), title])),
    '',
    ...rules.flatMap(sectionOf),
  ].join('\n');
}

function sectionOf(rule: RuleText & { readonly kind: string }): readonly string[] {
  const when = rule.kind === 'standing' ? 'standing, and introduced by a plan' : 'introduced by a plan';
  return [
    `## ${rule.id}`,
    '',
    `**${plain(rule.title)}** · ${severityOf(rule.severity)} · ${when}`,
    '',
    `- **Fires when** ${plain(rule.fires)}`,
    `- **What breaks:** ${plain(rule.breaks)}`,
    `- **What to do:** ${plain(rule.remedy)}`,
    ...(rule.notRisky === undefined ? [] : [`- **Not a risk:** ${plain(rule.notRisky)}`]),
    `- **Sources:** ${citations(rule.cite)}`,
    '',
  ];
}

function severityOf(severity: RuleText['severity']): string {
  return [severity].flat().join(' or ');
}

function citations(cite: readonly Citation[]): string {
  if (cite.length === 0) return 'derived by this project (D)';
  return cite.map(({ key, confidence }) => `${listOfSources([key])} ${codeSpan(confidence)}`).join(' · ');
}
