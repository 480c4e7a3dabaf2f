import { selectionRule, type SelectionRuleId } from './rulebook.js';
import type { Certainty, Outcome, SelectionNote, TraceStep } from './selection.js';
import type { ServerFacts } from './server-facts.js';

/** Where a path ends: what the endpoint shows, or which fact is missing to tell. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly thumbprint: string | null;
  readonly events: readonly number[];
  readonly smtpResponse: string | null;
  readonly healthierCandidate?: string;
  /** The highest certainty that this end allows (rulebook 4.6). */
  readonly cap?: Certainty;
  /** With INDETERMINATE: the fact that is unknown, in the words of the fleet document. */
  readonly missing?: string;
}

/** What a walk along a path knows, and what it has found so far. */
export interface Walk {
  readonly server: ServerFacts;
  /** The instant that is looked at. */
  readonly at: number;
  /** Null on a glance at another instant, where only the verdict counts. */
  readonly notes: SelectionNote[] | null;
}

/** A verdict ends the path. `goes-on`: the step had a say. `has-no-say`: it does not concern this endpoint. */
export type Taken = Verdict | 'goes-on' | 'has-no-say';

/** One line of the rulebook, as a path writes it. */
export interface WrittenStep<W extends Walk> {
  readonly rule: SelectionRuleId;
  /** Where it is false the path passes the step by. */
  readonly when?: (walk: W) => boolean;
  readonly take: (walk: W) => Taken;
  /** Who is still in the running and who fell. Only a trace asks. */
  readonly sifted?: (walk: W) => Sifted;
  /** What was found here, as a sentence. Only a trace asks; `sifted` has been asked before. */
  readonly found: (walk: W, sifted: Sifted) => string;
}

/** The same as it is walked: every step with the same fields, and what it asks at hand. */
export interface Step<W extends Walk> {
  readonly rule: SelectionRuleId;
  readonly asks: string;
  readonly when: ((walk: W) => boolean) | null;
  readonly take: (walk: W) => Taken;
  readonly sifted: ((walk: W) => Sifted) | null;
  readonly found: (walk: W, sifted: Sifted) => string;
}

/** The steps of a path, ready to be walked. */
export function steps<W extends Walk>(written: readonly WrittenStep<W>[]): readonly Step<W>[] {
  return written.map(({ rule, when = null, take, sifted = null, found }) => {
    const { asks } = selectionRule(rule);
    return { rule, asks, when, take, sifted, found };
  });
}

export type Sifted = Required<Pick<TraceStep, 'kept' | 'fell'>>;

/** The step that ended a walk, and how. */
export interface Decision {
  readonly rule: SelectionRuleId;
  readonly verdict: Verdict;
}

/** What is written down on the way: the rules that had a say, and every step if a trace is wanted. */
export interface Diary {
  readonly decidedBy: SelectionRuleId[];
  readonly trace: TraceStep[] | null;
}

/** Walks the steps until one decides; null if none does. */
export function follow<W extends Walk>(path: readonly Step<W>[], walk: W, diary: Diary | null): Decision | null {
  for (const step of path) {
    if (step.when !== null && !step.when(walk)) continue;
    const taken = step.take(walk);
    if (diary !== null) record(diary, step, walk, taken);
    if (typeof taken === 'object') return { rule: step.rule, verdict: taken };
  }
  return null;
}

function record<W extends Walk>(diary: Diary, step: Step<W>, walk: W, taken: Taken): void {
  if (taken !== 'has-no-say' && !diary.decidedBy.includes(step.rule)) diary.decidedBy.push(step.rule);
  if (diary.trace === null) return;
  diary.trace.push(traceStep(step, walk, typeof taken === 'object' ? taken : null));
}

function traceStep<W extends Walk>(step: Step<W>, walk: W, verdict: Verdict | null): TraceStep {
  const { rule, asks } = step;
  const decides = verdict !== null;
  if (verdict?.missing !== undefined) return { rule, asks, found: `${verdict.missing} is unknown`, decides };
  if (step.sifted === null) return { rule, asks, found: step.found(walk, UNSIFTED), decides };
  const sifted = step.sifted(walk);
  return { rule, asks, found: step.found(walk, sifted), kept: sifted.kept, fell: sifted.fell, decides };
}

const UNSIFTED: Sifted = { kept: [], fell: [] };

/** A step that ends the path if something is the case; if that is unknown, the answer is indeterminate. */
export function stopIf<W extends Walk>(
  rule: SelectionRuleId,
  stop: {
    readonly when?: (walk: W) => boolean;
    readonly whether: (walk: W) => boolean | undefined;
    /** The fact that `whether` needs, in the words of the fleet document. */
    readonly needs: string;
    readonly verdict: Verdict;
    readonly note?: SelectionNote;
    readonly found: (walk: W) => string;
  },
): WrittenStep<W> {
  const unknown = indeterminate(stop.needs);
  return {
    rule,
    ...(stop.when === undefined ? {} : { when: stop.when }),
    found: stop.found,
    take: (walk) => {
      const holds = stop.whether(walk);
      if (holds === undefined) return unknown;
      if (!holds) return 'goes-on';
      if (stop.note !== undefined) walk.notes?.push(stop.note);
      return stop.verdict;
    },
  };
}

const NO_EVENTS: readonly number[] = [];

/** No certificate is offered. */
export function notAdvertised(events: readonly number[] = NO_EVENTS, smtpResponse: string | null = null): Verdict {
  return { outcome: 'NOT_ADVERTISED', thumbprint: null, events, smtpResponse };
}

export function presented(thumbprint: string, events: readonly number[] = NO_EVENTS): Verdict {
  return { outcome: 'PRESENTED', thumbprint, events, smtpResponse: null };
}

/** TLS is offered or demanded and cannot succeed. */
export function handshakeFails(
  thumbprint: string | null,
  smtpResponse: string | null,
  cap: Certainty = 'high',
): Verdict {
  return { outcome: 'HANDSHAKE_FAILS', thumbprint, events: NO_EVENTS, smtpResponse, cap };
}

/** The step needs a fact that nobody knows. @cite rulebook 4.4 */
export function indeterminate(missing: string): Verdict {
  return { outcome: 'INDETERMINATE', thumbprint: null, events: NO_EVENTS, smtpResponse: null, missing };
}
