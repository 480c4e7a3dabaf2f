import type { Answer, Surface } from './command.js';
import type { PlanNoteCode } from './plan-answer.js';

/** What decides about "Overwrite the existing default SMTP certificate?". */
export interface Question {
  /** Thumbprint of the internal transport certificate; null: there is none; undefined: unknown. */
  readonly current: string | null | undefined;
  /** Thumbprint of the certificate that is enabled for SMTP. */
  readonly replacement: string;
  readonly answer: Answer;
  readonly surface: Surface;
}

/** One situation, and what becomes of the internal transport certificate. */
export interface Situation {
  readonly when: string;
  readonly holds: (question: Question) => boolean;
  /** Null: the question may or may not appear. */
  readonly shown: boolean | null;
  readonly rule: 'PR-2' | 'PR-3' | 'PR-4';
  /** `undocumented`: it stays, and what becomes of the certificate's services nobody knows. */
  readonly then: 'new' | 'stays' | 'unknown' | 'undocumented';
  /** Why the command stays undecided; null: it does not. */
  readonly open: PlanNoteCode | null;
}

const UNANSWERED: Situation = {
  when: 'the question is left unanswered',
  holds: () => true,
  shown: true,
  rule: 'PR-3',
  then: 'unknown',
  open: 'PROMPT_UNANSWERED',
};

/** The first that holds counts. Pressing Enter is the answer yes. @cite rulebook 9.3 (A, C, D) */
export const SITUATIONS: readonly Situation[] = [
  {
    when: 'the internal transport certificate is unknown and the answer is force',
    holds: ({ current, answer }) => current === undefined && answer === 'force',
    shown: false,
    rule: 'PR-2',
    then: 'new',
    open: null,
  },
  {
    when: 'the internal transport certificate is unknown and the answer is yes',
    holds: ({ current, answer }) => current === undefined && answer === 'yes',
    shown: null,
    rule: 'PR-3',
    then: 'new',
    open: null,
  },
  {
    when: 'the internal transport certificate is unknown and the answer is no, or there is none',
    holds: ({ current }) => current === undefined,
    shown: null,
    rule: 'PR-3',
    then: 'stays',
    open: 'FACT_UNKNOWN',
  },
  {
    when: 'there is no internal transport certificate',
    holds: ({ current }) => current === null,
    shown: false,
    rule: 'PR-4',
    then: 'new',
    open: null,
  },
  {
    when: 'the certificate is the internal transport certificate already',
    holds: ({ current, replacement }) => current === replacement,
    shown: false,
    rule: 'PR-3',
    then: 'stays',
    open: null,
  },
  {
    when: 'the Shell is told by force',
    holds: ({ surface, answer }) => surface === 'shell' && answer === 'force',
    shown: false,
    rule: 'PR-2',
    then: 'new',
    open: null,
  },
  {
    when: 'the answer is yes, or force in the admin center',
    holds: ({ answer }) => answer === 'yes' || answer === 'force',
    shown: true,
    rule: 'PR-3',
    then: 'new',
    open: null,
  },
  {
    when: 'the answer in the Shell is no',
    holds: ({ surface, answer }) => surface === 'shell' && answer === 'no',
    shown: true,
    rule: 'PR-3',
    then: 'stays',
    open: null,
  },
  {
    when: 'the answer in the admin center is no',
    holds: ({ answer }) => answer === 'no',
    shown: true,
    rule: 'PR-3',
    then: 'undocumented',
    open: 'EAC_NO_UNDOCUMENTED',
  },
  UNANSWERED,
];

export function situationOf(question: Question): Situation {
  return SITUATIONS.find(({ holds }) => holds(question)) ?? UNANSWERED;
}
