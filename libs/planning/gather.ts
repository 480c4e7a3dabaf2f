import type { Command } from './command.js';
import type { CommandWarning, PlanDefaults, Problem, ReadCommands } from './command-defaults.js';
import { planFor, type Placeable } from './plan-for.js';

/** One command that is read, or all that is wrong with it. */
export type ReadCommand =
  | { readonly ok: true; readonly command: Command; readonly warnings: readonly CommandWarning[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** More problems or warnings than anybody reads. */
const MOST = 100;

/**
 * The commands, each on the servers that it is for; where something is wrong with one of them, all that is wrong. After a hundred problems
 * it looks no further.
 */
export function gathered(commands: Iterable<Placeable<ReadCommand>>, { server, servers }: PlanDefaults): ReadCommands {
  const places = servers ?? (server === undefined ? [] : [server]);
  const read: Command[] = [];
  // What a command lacks it lacks on every server that it is repeated for: that is said once.
  const problems = new Map<string, Problem>();
  const warnings = new Map<string, CommandWarning>();
  for (const command of commands) {
    for (const one of planFor([command], places)) {
      if (one.ok) read.push(one.command);
      if (one.ok) for (const warning of one.warnings) warnings.set(keyOf(warning), warning);
      else for (const problem of one.problems) problems.set(keyOf(problem), problem);
    }
    if (problems.size > MOST) break;
  }
  if (problems.size > 0) return { ok: false, problems: capped([...problems.values()], MORE_PROBLEMS) };
  return { ok: true, commands: read, warnings: capped([...warnings.values()], MORE_WARNINGS) };
}

function keyOf({ place, message }: CommandWarning): string {
  return JSON.stringify([place, message]);
}

const MORE_PROBLEMS: Problem = { place: '', message: 'More is wrong behind these.', remedy: 'Correct the first ones.' };
const MORE_WARNINGS: CommandWarning = { place: '', message: 'There are more warnings of these kinds.' };

function capped<T>(said: readonly T[], more: T): readonly T[] {
  return said.length <= MOST ? said : [...said.slice(0, MOST), more];
}
