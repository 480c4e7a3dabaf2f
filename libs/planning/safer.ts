import { findingIdentity, type Risk } from '#libs/rules/finding.js';
import type { Command } from './command.js';

/** The same commands with the overwrite question answered No in the shell; null: none of them answers Yes. @cite rulebook 10 (D) */
export function withAnswerNo(commands: readonly Command[]): readonly Command[] | null {
  if (!commands.some(overwrites)) return null;
  return commands.map((command) => (overwrites(command) ? { ...command, answer: 'no', surface: 'shell' } : command));
}

function overwrites(command: Command): command is Overwriting {
  return 'answer' in command && (command.answer === 'yes' || command.answer === 'force');
}

type Overwriting = Extract<Command, { readonly answer?: unknown }>;

/** Whether one list of introduced risks lacks some that are high or critical of another, and has none beyond. @cite rulebook 10 (D) */
export function isLessRisky(risks: readonly Risk[], others: readonly Risk[]): boolean {
  const [grave, otherGrave] = [graveOf(risks), graveOf(others)];
  return grave.size < otherGrave.size && [...grave].every((identity) => otherGrave.has(identity));
}

/** Whether commands introduce a risk that is high or critical: no other plan could be less risky than one that does not. */
export function isGrave(risks: readonly Risk[]): boolean {
  return graveOf(risks).size > 0;
}

function graveOf(risks: readonly Risk[]): ReadonlySet<string> {
  const grave = risks.filter(
    ({ introduced, severity }) => introduced && (severity === 'critical' || severity === 'high'),
  );
  return new Set(grave.map(findingIdentity));
}
