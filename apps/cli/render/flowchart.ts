import type { Candidate, Selection, TraceStep } from '#libs/selection/selection.js';
import { columns, padded, shown } from '../text/escape.js';
import type { Page } from '../text/page.js';
import { wrapped } from '../text/table.js';
import { REASON_WORDS } from '../words/reasons.js';

type Name = (thumbprint: string) => string;

const RULE_WIDTH = 9;
const RAIL = '  \u2502  ';

/** The way to the answer, step by step, with those who fell at each step and why. Without a trace: the candidates and their reasons. */
export function flowchart(selection: Selection, name: Name, page: Page): readonly string[] {
  const steps = selection.trace ?? [];
  if (steps.length === 0) return candidates(selection.candidates, name, page);
  return steps.flatMap((step, i) => [
    ...stepLines(step, i === 0 ? '\u250c' : step.decides || i === steps.length - 1 ? '\u2514' : '\u251c', page, name),
    ...fallen(step, name, page),
    ...kept(step, steps[i - 1], name, page),
  ]);
}

function stepLines(step: TraceStep, corner: string, page: Page, name: Name): string[] {
  const room = page.width - RAIL.length - RULE_WIDTH;
  const bold = step.decides ? page.paint.bold : (text: string): string => text;
  const asks = sentence(shown(step.asks));
  const found = plainer(shown(step.found), name);
  const head = (text: string): string => `  ${corner}\u2500 ${bold(padded(step.rule, RULE_WIDTH) + text)}`;
  const arrow = page.paint.dim('\u2192 ');
  if (columns(`${asks} \u2192 ${found}`) <= room) return [`${head(asks)} ${arrow}${bold(found)}`];
  const [first = '', ...rest] = wrapped(asks, room);
  return [
    head(first),
    ...rest.map((line) => below(step) + bold(line)),
    ...wrapped(found, room - 2).map((line, i) => below(step) + (i === 0 ? arrow : '  ') + bold(line)),
  ];
}

/** Thumbprints in short and midnights as days: the words of a step are read, not copied. */
function plainer(found: string, name: Name): string {
  const short = (thumbprint: string): string => name(thumbprint).split(' ')[0] ?? thumbprint;
  return found.replace(/\b[0-9A-F]{40}\b/g, short).replace(/(\d{4}-\d\d-\d\d)T00:00:00(?:\.000)?Z/g, '$1');
}

/** The rail ends at the step that decides. */
function rail(step: TraceStep): string {
  return step.decides ? ' '.repeat(RAIL.length) : RAIL;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function fallen(step: TraceStep, name: Name, page: Page): string[] {
  return (step.fell ?? []).flatMap(({ thumbprint, reasons }) => [
    ...marked(page.paint.bad('\u2717 '), name(thumbprint), below(step), page),
    ...because(reasons)
      .flatMap((reason) => wrapped(reason, page.width - columns(below(step)) - 4))
      .map((line) => below(step) + page.paint.dim(`    ${line}`)),
  ]);
}

/** A mark and a certificate, on as many lines as it takes. */
function marked(mark: string, label: string, start: string, page: Page): string[] {
  const lines = wrapped(label, page.width - columns(start) - 4);
  return lines.map((line, i) => start + (i === 0 ? mark : '    ') + line);
}

/** Who is left, told only where that changed. */
function kept(step: TraceStep, before: TraceStep | undefined, name: Name, page: Page): string[] {
  if (step.kept === undefined) return [];
  const same = before?.kept?.length === step.kept.length && (step.fell ?? []).length === 0;
  if (same && !step.decides) return [];
  return step.kept.flatMap((thumbprint) => marked(page.paint.good('\u2713 '), name(thumbprint), below(step), page));
}

/** Where the lines of a step's certificates begin. */
function below(step: TraceStep): string {
  return rail(step) + ' '.repeat(RULE_WIDTH);
}

function because(reasons: Candidate['reasons']): string[] {
  return reasons.map((reason) => `${REASON_WORDS[reason] ?? 'is out'} (${reason})`);
}

function candidates(all: readonly Candidate[], name: Name, page: Page): string[] {
  const mark = { selected: page.paint.good('\u2713'), eligible: '\u00b7', rejected: page.paint.bad('\u2717') };
  return all.flatMap((candidate) => [
    `  ${mark[candidate.verdict]} ${name(candidate.thumbprint)}`,
    ...because(candidate.reasons).map((reason) => `      ${page.paint.dim(reason)}`),
  ]);
}
