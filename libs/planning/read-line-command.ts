import { commandOfLine } from './cmdlet-line/command-of-line.js';
import { isFault, type LineFault } from './cmdlet-line/line-fault.js';
import { placeOfLine } from './cmdlet-line/place-of-line.js';
import type { CmdletLine } from './cmdlet-line/read-line.js';
import type { CommandDefaults } from './command-defaults.js';
import type { ReadCommand } from './gather.js';
import type { Placeable } from './plan-for.js';

/** The command of a line, wherever it then runs. `placeAt` says where an offset stands in what the user wrote. */
export function placeableLine(
  line: CmdletLine | LineFault,
  defaults: CommandDefaults,
  placeAt: (at: number) => string,
): Placeable<ReadCommand> {
  if (isFault(line)) return { placed: true, on: () => unread(line, placeAt) };
  const place = placeOfLine(line);
  if (isFault(place)) return { placed: true, on: () => unread(place, placeAt) };
  return {
    placed: place === 'nowhere' || place.server !== null,
    on: (server) => {
      const made = commandOfLine(line, { ...defaults, server });
      if (isFault(made)) return unread(made, placeAt);
      const warnings = made.warnings.map(({ at, message }) => ({ place: placeAt(at), message }));
      return { ok: true, command: made.command, warnings };
    },
  };
}

function unread({ at, message, remedy }: LineFault, placeAt: (at: number) => string): ReadCommand {
  return { ok: false, problems: [{ place: placeAt(at), message, remedy }] };
}
