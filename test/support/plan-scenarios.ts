import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FleetDocument } from '#libs/fleet/document.js';
import type { Command } from '#libs/planning/command.js';
import type { Change, Plan, PlanNote, Prompt } from '#libs/planning/plan-answer.js';

/** What a scenario says of a plan; whatever it does not mention is free. */
export interface PlanExpectation {
  readonly outcome: Plan['outcome'];
  /** Exactly these; absent: none, unless the outcome is `refused`. */
  readonly refused?: readonly { readonly command: number; readonly rule: string }[];
  /** Per command; a missing entry counts as not shown. */
  readonly prompts?: readonly (Partial<Prompt> & Pick<Prompt, 'command' | 'shown'>)[];
  /** They must be there, with the sides that are given; the empty list: nothing may change. */
  readonly facts?: readonly ExpectedFact[];
  readonly factsAbsent?: readonly Pick<ExpectedFact, 'server' | 'path'>[];
  /** Exactly these. */
  readonly changes?: readonly (Pick<Change, 'server' | 'endpoint' | 'before' | 'after'> & { readonly rule?: string })[];
  readonly risksIntroduced?: readonly string[];
  readonly risksPresent?: readonly string[];
  readonly risksAbsent?: readonly string[];
  readonly notes?: readonly PlanNote[];
  readonly notesAbsent?: readonly string[];
  /** Each must be part of one undo command. */
  readonly undo?: readonly Partial<Command>[];
}

export interface ExpectedFact {
  readonly server: string | null;
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface PlanScenario {
  readonly id: string;
  readonly title: string;
  readonly fleet: FleetDocument & { readonly at: string };
  readonly commands: readonly Command[];
  readonly expect: PlanExpectation;
}

const FOLDER = join(import.meta.dirname, '../scenarios/plan');

/** The scenarios of test/scenarios/plan, in the order of their names. */
export function planScenarios(): readonly PlanScenario[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')));
}
