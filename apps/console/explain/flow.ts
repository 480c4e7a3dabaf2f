import { SELECTION_PATHS } from '#libs/selection/paths.js';
import { selectionRule, SELECTION_RULES, type SelectionRule, type SelectionRuleId } from '#libs/selection/rulebook.js';
import type { Selection, TraceStep } from '#libs/selection/selection.js';

/**
 * A step of the whole path of an endpoint. `walked`: it was asked on the way to this answer; `decides`: and ended it; `passed`: the path went by it;
 * `not-reached`: the answer stood before.
 */
export interface FlowStep {
  readonly rule: SelectionRule;
  readonly state: 'walked' | 'decides' | 'passed' | 'not-reached';
  /** What was found there; null where it was not asked. */
  readonly step: TraceStep | null;
}

/** A certificate of the store on its way down: where it comes in, and where it falls; null: it is the answer, or nobody is. */
export interface Rail {
  readonly thumbprint: string;
  readonly from: number;
  readonly falls: number | null;
}

export interface Flow {
  readonly title: string;
  readonly steps: readonly FlowStep[];
  /** From the one that goes farthest on; certificates beyond the last rail have none, and are told in words. */
  readonly rails: readonly Rail[];
}

const MOST_RAILS = 8;

/** The whole path of the rulebook that an endpoint takes, with the way of this answer on it. */
export function flowOf(selection: Selection): Flow {
  const trace = selection.trace ?? [];
  const path = pathOf(selection.endpoint, trace);
  const steps = aligned(path?.steps ?? [], trace) ?? trace.map(walked);
  return { title: path?.title ?? 'This endpoint', steps, rails: railsOf(steps, selection.thumbprint) };
}

const KINDS: readonly (readonly [pattern: RegExp, endpoint: string])[] = [
  [/^receive:.*:starttls$/s, 'receive:<connector>:starttls'],
  [/^receive:.*:anonymous$/s, 'receive:<connector>:anonymous'],
  [/^send:.*:starttls$/s, 'send:<connector>:starttls'],
  [/^send:.*:anonymous$/s, 'send:<connector>:anonymous'],
  [/^iis:Exchange Back End:/i, 'iis:Exchange Back End:<ip>:<port>:<host>'],
  [/^iis:/, 'iis:<site>:<ip>:<port>:<host>'],
  [/^connection:/, 'connection:<n>'],
];

function pathOf(endpoint: string, trace: readonly TraceStep[]) {
  const kind = KINDS.find(([pattern]) => pattern.test(endpoint))?.[1] ?? endpoint;
  // Connections are of two kinds under one address: the one that has the steps is meant.
  return SELECTION_PATHS.find((path) => path.endpoint === kind && aligned(path.steps, trace) !== null);
}

/** The steps of a path with those that were walked; null where the walk is not one along this path. */
function aligned(path: readonly SelectionRuleId[], trace: readonly TraceStep[]): readonly FlowStep[] | null {
  let next = 0;
  const steps = path.map((id): FlowStep => {
    const step = trace[next];
    if (step === undefined) return { rule: selectionRule(id), state: 'not-reached', step: null };
    if (step.rule !== id) return { rule: selectionRule(id), state: 'passed', step: null };
    next += 1;
    return walked(step);
  });
  return next === trace.length ? steps : null;
}

const BY_ID: ReadonlyMap<string, SelectionRule> = new Map(SELECTION_RULES.map((rule) => [rule.id, rule]));

function walked(step: TraceStep): FlowStep {
  const { rule: id, asks } = step;
  const rule = BY_ID.get(id) ?? { id, asks, confidence: 'R' as const, sources: [] };
  return { rule, state: step.decides ? 'decides' : 'walked', step };
}

function railsOf(steps: readonly FlowStep[], winner: string | null): readonly Rail[] {
  const rails = new Map<string, { from: number; falls: number | null }>();
  for (const [index, { step }] of steps.entries()) {
    for (const thumbprint of step?.kept ?? [])
      if (!rails.has(thumbprint)) rails.set(thumbprint, { from: index, falls: null });
    for (const { thumbprint } of step?.fell ?? []) {
      const rail = rails.get(thumbprint);
      if (rail === undefined) rails.set(thumbprint, { from: index, falls: index });
      else rail.falls ??= index;
    }
  }
  const farthest = (falls: number | null) => falls ?? steps.length;
  const fallen = [...rails]
    .map(([thumbprint, rail]) => ({ thumbprint, ...rail }))
    .filter(({ thumbprint }) => thumbprint !== winner)
    // Who is written last at a step keeps farthest in, so that no line crosses another.
    .reverse()
    .sort((a, b) => farthest(b.falls) - farthest(a.falls));
  return fallen.slice(0, MOST_RAILS);
}
