import type { Command } from '#libs/planning/command.js';
import type { PlanReport } from '#libs/planning/report.js';
import type { PartlyKnown } from '#libs/views/plannable-fleet.js';
import { ask } from '../client.js';
import type { Connection } from '../connection.js';
import { done, failed, type Failure, type Result } from '../failure.js';
import type { Given } from './offline-planner.js';
import type { Planned, Planner } from './planner.js';
import { problemFailure, warningWords, type WrittenCommands } from './written.js';

/** The answer of `POST /plans`. */
export type PlanAnswer = PlanReport & {
  readonly commands: readonly Command[];
  readonly warnings: readonly { readonly place: string; readonly message: string }[];
  readonly partlyKnown: readonly PartlyKnown[];
  readonly position: number;
  readonly asOf: string;
};

function isPlanAnswer(value: unknown): value is PlanAnswer {
  return typeof value === 'object' && value !== null && 'outcome' in value && 'changes' in value && 'commands' in value;
}

interface Live {
  readonly planner: Planner;
  readonly planned: Planned;
  readonly warnings: readonly string[];
  readonly answer: PlanAnswer;
}

/** A plan over what a running Certfleet knows. */
export async function planLive(
  connection: Connection,
  asOf: string | undefined,
  { written, given }: { readonly written: WrittenCommands; readonly given: Given },
): Promise<Result<Live>> {
  const first = await askFor(connection, { commands: written.content, asOf, ...given });
  if (!first.ok) return failed(inTheLine(first.failure, written));
  const { commands, warnings, partlyKnown, position, asOf: at } = first.value;
  return done({
    planner: {
      source: `${connection.url.origin}${connection.organization === undefined ? '' : `, organization ${connection.organization}`}`,
      at,
      position,
      partly: partlyKnown,
      plan: (others) => askFor(connection, { commands: others, asOf }),
    },
    planned: { commands, report: first.value },
    warnings: warnings.map(warningWords),
    answer: first.value,
  });
}

function askFor(connection: Connection, request: object): Promise<Result<PlanAnswer>> {
  const bytes = new TextEncoder().encode(JSON.stringify(request));
  return ask(connection, { path: 'plans', body: { bytes, type: 'application/json' } }, isPlanAnswer);
}

/** What is wrong with a command is shown in its line, as when planned offline. */
function inTheLine(failure: Failure, written: WrittenCommands): Failure {
  if (failure.exit !== 64 || failure.where === undefined) return failure;
  const { where: place, what: message, remedy = '' } = failure;
  return problemFailure({ place, message, remedy }, written);
}
