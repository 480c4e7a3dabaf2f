import type { Risk } from '#libs/rules/finding.js';
import type { Outcome } from '#libs/selection/selection.js';
import type { Command } from './command.js';

/** What commands would do: the answer to "should I?". The shape is the public contract (CONTRACT section 4). */
export interface Plan {
  /** `refused`: Exchange would refuse at least one command. `indeterminate`: an unknown fact keeps at least one undecided. */
  readonly outcome: 'applied' | 'refused' | 'indeterminate';
  readonly refused: readonly Refusal[];
  readonly prompts: readonly Prompt[];
  /** Net differences between the first and the last state. */
  readonly facts: readonly Fact[];
  /** Endpoints that present something else afterwards. */
  readonly changes: readonly Change[];
  /** Transition risks, then the standing risks of the last state. */
  readonly risks: readonly Risk[];
  readonly notes: readonly PlanNote[];
  readonly searched: { readonly servers: number; readonly endpoints: number };
  /** Endpoints that were looked at and present what they did. */
  readonly unchanged: number;
  readonly undo: readonly Command[];
  /** The same with the overwrite question answered No, where that is less risky; else null. */
  readonly safer: Safer | null;
}

export interface Refusal {
  /** Index of the command. */
  readonly command: number;
  /** CMD-1, EN-P1 … EN-P6, IM-1, RM-0, RM-1, RM-2, SC-1 … SC-3 */
  readonly rule: string;
  readonly message: string;
}

/** Whether "Overwrite the existing default SMTP certificate?" is asked. */
export interface Prompt {
  readonly command: number;
  /** Null: it may or may not appear. */
  readonly shown: boolean | null;
  /** Thumbprint of the certificate that would be replaced; only where the question could be asked and it is known. */
  readonly current?: string;
  /** Thumbprint of the certificate that would replace it; only where the question could be asked. */
  readonly replacement?: string;
  /** PR-1 … PR-4 */
  readonly rule: string;
}

export interface Fact {
  /** The server's `fqdn` as the document writes it; null for Send connectors. */
  readonly server: string | null;
  /** `internalTransportCertificate`, `certificates/<thumbprint>/services`, `receiveConnectors/<name>/<property>`, … */
  readonly path: string;
  /** Absent: unknown. */
  readonly before?: unknown;
  /** Absent: unknown. */
  readonly after?: unknown;
}

export interface Change {
  readonly server: string;
  readonly endpoint: string;
  /** Null: the endpoint did not exist. */
  readonly before: Presented | null;
  /** Null: the endpoint exists no more. */
  readonly after: Presented | null;
  /** The rule of the answer afterwards. */
  readonly rule: string | null;
}

export interface Presented {
  readonly outcome: Outcome;
  readonly thumbprint: string | null;
}

export interface PlanNote {
  /** Null: it concerns the whole plan. */
  readonly command: number | null;
  readonly code: PlanNoteCode;
}

export const PLAN_NOTES = [
  'FACT_UNKNOWN',
  'SERVICES_NONE_DOES_NOT_CLEAR',
  'WILDCARD_POP_IMAP_NOT_SET',
  'LOOPBACK_BINDING_UNKNOWN',
  'NO_DEFAULT_WEB_SITE',
  'ITC_NOT_PUBLISHED_2007',
  'PROMPT_UNANSWERED',
  'EAC_NO_UNDOCUMENTED',
  'EAC_TASKS_REMOVED',
  'FQDN_WITH_EXCHANGESERVER_AUTH',
  'UNDO_INCOMPLETE',
] as const;
export type PlanNoteCode = (typeof PLAN_NOTES)[number];

export interface Safer {
  readonly commands: readonly Command[];
  /** The introduced risks of the safer plan. */
  readonly risks: readonly Risk[];
}
