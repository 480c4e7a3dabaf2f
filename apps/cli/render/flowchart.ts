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
    ...stepLines(step, i === 0 ? '\u250c' : step.decides || i === steps.length - 1 ? '\u2514' : '\u251c', page),
    ...fallen(step, name, page),
    ...kept(step, steps[i - 1], name, page),
  ]);
}

function stepLines(step: TraceStep, corner: string, page: Page): string[] {
  const rule = padded(step.rule, RULE_WIDTH);
  const text = sentence(shown(step.asks));
  const [first = '', ...rest] = wrapped(text, page.width - RAIL.length - RULE_WIDTH);
  const head = `  ${corner}\u2500 ${step.decides ? page.paint.bold(rule + first) : rule + first}`;
  const found = wrapped(shown(step.found), page.width - RAIL.length - RULE_WIDTH - 2);
  return [
    head,
    ...rest.map((line) => rail(step) + ' '.repeat(RULE_WIDTH) + line),
    ...found.map(
      (line, i) =>
        rail(step) +
        ' '.repeat(RULE_WIDTH) +
        page.paint.dim(i === 0 ? '\u2192 ' : '  ') +
        (step.decides ? page.paint.bold(line) : line),
    ),
  ];
}

/** The rail ends at the step that decides. */
function rail(step: TraceStep): string {
  return step.decides ? ' '.repeat(RAIL.length) : RAIL;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function fallen(step: TraceStep, name: Name, page: Page): string[] {
  return (step.fell ?? []).flatMap(({ thumbprint, reasons }) =>
    certificateLines(step, page.paint.bad('\u2717'), name(thumbprint), because(reasons), page),
  );
}

/** Who is left, told only where that changed. */
function kept(step: TraceStep, before: TraceStep | undefined, name: Name, page: Page): string[] {
  if (
    step.kept === undefined ||
    (before?.kept?.length === step.kept.length && !step.decides && (step.fell ?? []).length === 0)
  )
    return [];
  return step.kept.flatMap((thumbprint) =>
    certificateLines(step, page.paint.good('\u2713'), name(thumbprint), [], page),
  );
}

/** `✗ 3B77…E0  EX01 (self-signed, to 2029-01-01)`, and the reasons beside it or below it. */
function certificateLines(
  step: TraceStep,
  mark: string,
  label: string,
  reasons: readonly string[],
  page: Page,
): string[] {
  const start = rail(step) + ' '.repeat(RULE_WIDTH);
  const indent = start + ' '.repeat(5);
  const head = `${start}${mark} ${label}`;
  return [
    head,
    ...reasons.flatMap((reason) =>
      wrapped(reason, page.width - columns(indent)).map((line) => indent + page.paint.dim(line)),
    ),
  ];
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
