import type { Command } from '../command.js';
import type { CommandDefaults } from '../command-defaults.js';
import { commandOfLine } from './command-of-line.js';
import { fault, isFault, type LineFault } from './line-fault.js';
import { readLine, type CmdletLine } from './read-line.js';
import { statementsOf } from './statements.js';

export type ParsedLine =
  | { readonly ok: true; readonly command: Command; readonly warnings: readonly ColumnWarning[] }
  | {
      readonly ok: false;
      /** Counted from 1. */
      readonly column: number;
      readonly message: string;
      readonly remedy: string;
    };

export interface ColumnWarning {
  /** Counted from 1. */
  readonly column: number;
  readonly message: string;
}

/**
 * The command that a line of the Exchange Management Shell is. Nothing is run and no variable has a value: what a session would have to
 * know is bad input, said with its column.
 * @cite rulebook 18 (D)
 */
export function parseCmdletLine(line: string, defaults: CommandDefaults = {}): ParsedLine {
  const read = readOnlyLine(line);
  const made = isFault(read) ? read : commandOfLine(read, defaults);
  if (isFault(made)) return { ok: false, column: made.at + 1, message: made.message, remedy: made.remedy };
  const warnings = made.warnings.map(({ at, message }) => ({ column: at + 1, message }));
  return { ok: true, command: made.command, warnings };
}

/** What a text says that holds one line. */
export function readOnlyLine(text: string): CmdletLine | LineFault {
  const statements = statementsOf(text);
  const first = statements.next();
  if (first.done === true) return fault(0, 'The line holds no cmdlet.', `Write a line such as ${EXAMPLE}.`);
  if (isFault(first.value)) return first.value;
  const read = readLine(first.value.tokens);
  if (isFault(read)) return read;
  const second = statements.next();
  if (second.done === true) return read;
  const at = isFault(second.value) ? second.value.at : (second.value.tokens[0]?.at ?? first.value.end);
  return fault(at, 'Another line follows.', 'Give each line on its own.');
}

const EXAMPLE =
  'Enable-ExchangeCertificate -Server EX01 -Thumbprint 5113ae0233a72fccb75b1d0198628675333d010e -Services SMTP';
