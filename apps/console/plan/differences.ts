import type { Presented } from '#libs/planning/plan-answer.js';
import type { PlanReport } from '#libs/planning/report.js';
import { findingIdentity } from '#libs/rules/finding.js';
import type { Story } from '../../cli/plan/story.js';

type Told = Pick<Story, 'report' | 'answered'>;

/**
 * In what a plan that was worked out here differs from the server's: a sentence for each, none where outcome, question, changes and new
 * risks are the same. Of a part of the fleet only what is said of its servers is compared.
 * @param only the servers that were looked at here; null: all
 */
export function differencesBetween(here: Told, there: Told, only: ReadonlySet<string> | null): readonly string[] {
  const sides: readonly (readonly [string, PlanReport | undefined, PlanReport | undefined])[] = [
    ['', here.report, there.report],
    [' of Yes', here.answered?.yes, there.answered?.yes],
    [' of No', here.answered?.no, there.answered?.no],
  ];
  return sides.flatMap(([of, one, other]) => {
    if (one === undefined && other === undefined) return [];
    if (one === undefined || other === undefined) return [`whether there is an answer${of}`];
    return between(one, other, only).map((what) => what.replace('%', of));
  });
}

function between(here: PlanReport, there: PlanReport, only: ReadonlySet<string> | null): readonly string[] {
  const differ = (list: (report: PlanReport) => readonly string[]) => !isSame(list(here), list(there));
  const isKept = ({ server }: { readonly server: string }) => only === null || only.has(server);
  return [
    ...(here.outcome === there.outcome
      ? []
      : [`the outcome% (here ${here.outcome}, the server says ${there.outcome})`]),
    ...(differ(questionsOf) ? ['the overwrite question%'] : []),
    ...(differ((report) => changesOf(report, isKept)) ? ['the changes%'] : []),
    ...(differ((report) => risksOf(report, isKept)) ? ['the risks%'] : []),
  ];
}

type IsKept = (one: { readonly server: string }) => boolean;

function questionsOf({ prompts }: PlanReport): readonly string[] {
  return prompts.map(({ command, shown, current, replacement }) => [command, shown, current, replacement].join(' '));
}

function changesOf({ changes }: PlanReport, isKept: IsKept): readonly string[] {
  return changes
    .filter(isKept)
    .map(({ server, endpoint, before, after }) => JSON.stringify([server, endpoint, side(before), side(after)]));
}

function side(presented: Presented | null) {
  return presented === null ? null : [presented.outcome, presented.thumbprint];
}

function risksOf({ risks }: PlanReport, isKept: IsKept): readonly string[] {
  return risks
    .filter((risk) => risk.introduced && isKept(risk))
    .map((risk) => `${risk.severity} ${findingIdentity(risk)}`);
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  const [one, other] = [some, others].map((list) => JSON.stringify([...list].sort()));
  return one === other;
}
