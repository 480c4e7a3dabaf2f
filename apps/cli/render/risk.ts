import type { Finding, Severity } from '#libs/rules/finding.js';
import { shown } from '../text/escape.js';
import { hanging } from '../text/lines.js';
import type { Page } from '../text/page.js';
import type { Paint } from '../text/paint.js';
import { ruleText } from '../words/rule-text.js';

export function severityPaint(severity: Severity, paint: Paint): (text: string) => string {
  if (severity === 'low') return paint.dim;
  return severity === 'medium' ? paint.doubtful : paint.bad;
}

/** `CRITICAL RO-12`, in its colour. */
export function severityLabel({ severity, id }: Pick<Finding, 'severity' | 'id'>, paint: Paint): string {
  return severityPaint(severity, paint)(paint.bold(`${severity.toUpperCase()} ${shown(id)}`));
}

/** A risk: what it is here, what breaks, what to do. */
export function riskLines(risk: Finding, indent: string, page: Page): readonly string[] {
  const text = ruleText(risk.id);
  const inner = `${indent}  `;
  return [
    `${indent}${severityLabel(risk, page.paint)}${text === undefined || text.title === '' ? '' : `  ${unmarked(text.title)}`}`,
    ...hanging(inner, shown(risk.summary), page.width),
    ...(text === undefined || text.breaks === '' ? [] : hanging(`${inner}Breaks: `, unmarked(text.breaks), page.width)),
    ...remedyLines(risk.remediation, inner, page),
    ...(risk.sources.length === 0 ? [] : hanging(`${inner}Sources: `, risk.sources.join(', '), page.width)),
  ];
}

/** The texts of rules are Markdown in the small. */
export function unmarked(text: string): string {
  return text.replace(/`/g, '');
}

const COMMAND = /^([$(]|[A-Z][A-Za-z]*-[A-Z]\w+|certutil |iisreset)/;

/** What to do against it. Commands stand in one piece, to be copied; sentences are wrapped. */
export function remedyLines(remediation: readonly string[], indent: string, page: Page): readonly string[] {
  return remediation.flatMap((line) =>
    COMMAND.test(line)
      ? [`${indent}${page.paint.dim('>')} ${shown(line)}`]
      : hanging(`${indent}${page.paint.dim('>')} `, shown(line), page.width),
  );
}
