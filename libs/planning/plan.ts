import type { FleetDocument } from '#libs/fleet/document.js';
import { instantOf } from '#libs/selection/select-server.js';
import { assessed, reassessed, standingRisks, type Assessment } from './assessment.js';
import { changesBetween, endpointsOnEitherSide } from './changes.js';
import type { Command } from './command.js';
import { differencesBetween } from './differences.js';
import { factOf } from './facts.js';
import type { Plan, PlanNote, Prompt, Refusal, Safer } from './plan-answer.js';
import { isGrave, isLessRisky, withAnswerNo } from './safer.js';
import { outcomeOf, runSequence, type Step } from './sequence.js';
import { beginning, resurveyed, survey } from './survey.js';
import { transitionRisks } from './transition-risks.js';
import { undoOf } from './undo.js';
import { isUndone } from './undone.js';

/**
 * What commands would do to a fleet: whether Exchange lets them through, what it asks, what is presented afterwards, what would break, and
 * how to put it back. Runs nothing. Never fails on a document or on commands, however much of it is unknown.
 * @param at RFC 3339, or milliseconds since 1970
 * @throws RangeError if `at` is no instant
 */
export function plan(document: FleetDocument, commands: readonly Command[], at: string | number): Plan {
  return planner(document, at)(commands);
}

/** Several plans over one fleet, such as one for each answer to the overwrite question: the fleet is surveyed once. */
export function planner(document: FleetDocument, at: string | number): (commands: readonly Command[]) => Plan {
  const { state, around } = beginning(document, instantOf(at));
  const first = assessed(survey(state, around));
  return (commands) => planFrom(first, commands);
}

function planFrom(first: Assessment, commands: readonly Command[]): Plan {
  const { state, around } = first.survey;
  const { steps, state: end } = runSequence(state, commands, around);
  const last = reassessed(first, resurveyed(first.survey, end));
  const differences = differencesBetween(state, end);
  const changes = changesBetween(first.survey, last.survey);
  const endpoints = endpointsOnEitherSide(last, changes);
  const undo = undoOf(differences);
  const outcome = outcomeOf(steps);
  const risks = [...transitionRisks(steps, first), ...standingRisks(first, last)];
  return {
    outcome,
    refused: steps.flatMap(refusalOf),
    prompts: steps.flatMap(promptsOf),
    facts: differences.map(factOf),
    changes,
    risks,
    notes: [...steps.flatMap(notesOf), ...(isUndone(first.survey, end, undo) ? [] : [UNDO_INCOMPLETE])],
    searched: { servers: state.servers.length, endpoints },
    unchanged: endpoints - changes.length,
    undo,
    safer: saferThan({ outcome, risks }, first, commands),
  };
}

/** The document after the commands. What they left in doubt is unknown in it, and what Exchange refuses changed nothing. */
export function simulate(document: FleetDocument, commands: readonly Command[], at: string | number): FleetDocument {
  const { state, around } = beginning(document, instantOf(at));
  const end = runSequence(state, commands, around).state;
  return {
    ...document,
    ...(end.organization === undefined ? {} : { organization: end.organization }),
    ...(document.servers === undefined ? {} : { servers: end.servers }),
  };
}

function refusalOf({ ran }: Step, command: number): readonly Refusal[] {
  return ran.refused === null ? [] : [{ command, ...ran.refused }];
}

function promptsOf({ ran }: Step, command: number): readonly Prompt[] {
  return ran.prompts.map((prompt) => ({ command, ...prompt }));
}

function notesOf({ ran }: Step, command: number): readonly PlanNote[] {
  return ran.notes.map((code) => ({ command, code }));
}

const UNDO_INCOMPLETE: PlanNote = { command: null, code: 'UNDO_INCOMPLETE' };

/** The same commands answered No, where the outcome is the same and less breaks. @cite rulebook 10 (D) */
function saferThan(
  { outcome, risks }: Pick<Plan, 'outcome' | 'risks'>,
  first: Assessment,
  commands: readonly Command[],
): Safer | null {
  const careful = withAnswerNo(commands);
  if (careful === null || !isGrave(risks)) return null;
  const { state, around } = first.survey;
  const { steps, state: end } = runSequence(state, careful, around);
  if (outcomeOf(steps) !== outcome) return null;
  const last = reassessed(first, resurveyed(first.survey, end));
  const introduced = [...transitionRisks(steps, first), ...standingRisks(first, last)].filter(
    (risk) => risk.introduced,
  );
  return isLessRisky(introduced, risks) ? { commands: careful, risks: introduced } : null;
}
