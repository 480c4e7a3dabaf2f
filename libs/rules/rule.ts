import type { ServerFacts } from '#libs/selection/server-facts.js';
import type { Citation, Evidence, Severity } from './finding.js';
import type { Fleet } from './fleet.js';
import type { Answered, Subject } from './subject.js';

/** What every rule says of itself, for the page of rules and for the finding. */
export interface RuleText {
  /** `RO-12` */
  readonly id: string;
  /** Half a sentence that names the danger. */
  readonly title: string;
  /** The severity of its findings; where it depends, every one that it may have, the worst first. */
  readonly severity: Severity | readonly [Severity, Severity];
  /** When it fires, in words: the predicate of the rulebook. */
  readonly fires: string;
  /** What breaks, and by which events or answers one sees it. */
  readonly breaks: string;
  /** What to do about it, in general; a finding says it in commands. */
  readonly remedy: string;
  /** What looks alike and is no risk; empty where nothing does. */
  readonly notRisky?: string;
  /** Empty: derived by this project (D). */
  readonly cite: readonly Citation[];
}

/** One place where a rule holds. */
export interface Occurrence {
  readonly endpoint: string | null;
  /** Only where the rule has two. */
  readonly severity?: Severity;
  readonly summary: string;
  readonly evidence: Evidence;
  readonly remediation: readonly string[];
}

/** A rule about a state: it holds for as long as the state does. */
export interface StandingRule extends RuleText {
  readonly kind: 'standing';
  /**
   * Where it holds on this server. It fires only where every fact of its predicate is known and satisfies it; what is unknown is silence.
   * Pure, and cheap where it is silent: it is asked of every server of a fleet.
   */
  readonly check: (subject: Subject) => readonly Occurrence[];
}

/** A rule about a command: it tells what happened on the way, even if the end state puts things back. */
export interface TransitionRule extends RuleText {
  readonly kind: 'transition';
  readonly check: (transition: Transition) => readonly Occurrence[];
}

/** What a command did to one server. */
export interface Transition {
  /** The server just before the command. */
  readonly facts: ServerFacts;
  /** The fleet before the first command. Its names hold throughout: no command renames a server. */
  readonly fleet: Fleet;
  /** What it presented just before the command; worked out when it is first asked for. */
  readonly answers: () => readonly Answered[];
  readonly at: number;
  /** Index of the command. */
  readonly command: number;
  /** The answer to the overwrite question, and where the command ran. */
  readonly answer: 'yes' | 'no' | 'force' | 'unanswered';
  readonly surface: 'shell' | 'eac';
  /** An internal transport certificate that is known and set was replaced by another one. */
  readonly overwritten: { readonly before: string; readonly after: string } | null;
  /** Thumbprint of a certificate that was taken out of the store. */
  readonly removed: string | null;
}

export const NOTHING: readonly Occurrence[] = [];
