import { formatInstant } from '#libs/certificates/instant.js';
import { certaintyOf } from './certainty.js';
import { nextChange } from './changes-at.js';
import { follow, type Decision, type Diary, type Step, type Verdict, type Walk } from './path.js';
import { selectionRule, type SelectionRuleId } from './rulebook.js';
import type { Candidate, Certainty, Selection, SelectionNote, TraceStep } from './selection.js';
import { unevaluated } from './server-facts.js';

/** One question's path: the steps before the clock matters, then the choice among certificates. */
export interface Path<W extends Walk> {
  readonly opening: readonly Step<W>[];
  /** Ends in a verdict for every walk; walked again at other instants for `changesAt`. */
  readonly choice: readonly Step<W>[];
  /** The instants at which the choice might change, in any order. */
  readonly instants: (walk: W) => readonly number[];
  /** The certificates of the store once the choice has been made. */
  readonly candidates: (walk: W, decision: Decision) => readonly Candidate[];
  /** The highest certainty of an answer that came to the choice. */
  readonly cap?: (walk: W) => Certainty;
}

/** When an endpoint is looked at (milliseconds since 1970), and what is wanted beside the answer. */
export interface Asking {
  readonly at: number;
  /** Whether the answer carries its worked path. */
  readonly explain: boolean;
  /** False: nobody asks what time alone will change, and `changesAt` is null in every answer. Most of the work of an answer is that. */
  readonly ahead?: boolean;
}

/** Walks a path to its end and writes the answer down. */
export function answer<W extends Walk>(path: Path<W>, walk: W, endpoint: string, asking: Asking): Selection {
  const { explain, ahead = true } = asking;
  const diary: Diary = { decidedBy: [], trace: explain ? [] : null };
  const opened = follow(path.opening, walk, diary);
  const decision = opened ?? concluded(follow(path.choice, walk, diary), path);
  const chosen = opened === null ? chosenBy(path, walk, decision, ahead) : notChosen(walk);
  const { rule, verdict } = decision;
  const notes = notesOf(walk, verdict);
  const selection: Explained = {
    server: walk.server.server.fqdn,
    endpoint,
    via: null,
    outcome: verdict.outcome,
    thumbprint: verdict.thumbprint,
    certainty: certaintyOf(decision, chosen.cap, notes),
    rule,
    decidedBy: diary.decidedBy,
    events: verdict.events,
    smtpResponse: verdict.smtpResponse,
    candidates: chosen.candidates,
    notes,
    changesAt: chosen.changesAt === null ? null : formatInstant(chosen.changesAt),
    healthierCandidate: verdict.healthierCandidate ?? null,
    sources: selectionRule(rule).sources,
  };
  if (diary.trace !== null) selection.trace = diary.trace;
  return selection;
}

/** An answer while it is written down: the worked path comes last, where one is wanted. */
type Explained = Selection & { trace?: readonly TraceStep[] };

function notesOf({ notes }: Walk, { outcome }: Verdict): readonly SelectionNote[] {
  const found = notes ?? [];
  return outcome === 'INDETERMINATE' ? [...found, 'FACT_UNKNOWN'] : found;
}

/** What only an answer that came to the choice can say. */
interface Chosen {
  readonly candidates: readonly Candidate[];
  readonly changesAt: number | null;
  readonly cap: Certainty;
}

function notChosen(walk: Walk): Chosen {
  return { candidates: unevaluated(walk.server), changesAt: null, cap: 'high' };
}

function chosenBy<W extends Walk>(path: Path<W>, walk: W, decision: Decision, ahead: boolean): Chosen {
  return {
    candidates: path.candidates(walk, decision),
    changesAt: ahead
      ? nextChange(decision.verdict, walk.at, path.instants(walk), (at) => glance(path, walk, at))
      : null,
    cap: path.cap?.(walk) ?? 'high',
  };
}

/** The verdict at another instant, with nothing written down. */
function glance<W extends Walk>(path: Path<W>, walk: W, at: number): Verdict {
  return concluded(follow(path.choice, { ...walk, at, notes: null }, null), path).verdict;
}

/** A choice whose last step does not decide is a fault of the path; it must not pass for an answer. */
function concluded<W extends Walk>(decision: Decision | null, path: Path<W>): Decision {
  if (decision !== null) return decision;
  const last: SelectionRuleId = path.choice.at(-1)?.rule ?? 'STLS-0';
  throw new RangeError(`The path that ends with ${last} came to no verdict.`);
}
