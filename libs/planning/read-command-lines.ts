import { nextLine } from './cmdlet-line/characters.js';
import { isFault } from './cmdlet-line/line-fault.js';
import { readLine } from './cmdlet-line/read-line.js';
import { statementsOf } from './cmdlet-line/statements.js';
import type { PlanDefaults, ReadCommands } from './command-defaults.js';
import { gathered, type ReadCommand } from './gather.js';
import type { Placeable } from './plan-for.js';
import { placeableLine } from './read-line-command.js';

/**
 * The commands of a text of cmdlet lines: one a line, empty lines and comments skipped; a line that ends with a backtick, a pipe or a comma
 * goes on in the next. Everything that is wrong is said, with line and column.
 * @cite rulebook 18 (D)
 */
export function readCommandLines(text: string, defaults: PlanDefaults = {}): ReadCommands {
  return gathered(linesOf(text, defaults), defaults);
}

function* linesOf(text: string, defaults: PlanDefaults): Generator<Placeable<ReadCommand>, undefined> {
  const placeAt = placesIn(text);
  for (const statement of statementsOf(text))
    yield placeableLine(isFault(statement) ? statement : readLine(statement.tokens), defaults, placeAt);
}

/** Where an offset stands in a text: `line 3, column 14`. */
function placesIn(text: string): (at: number) => string {
  const starts = [0];
  for (let next = nextLine(text, 0); next < text.length; next = nextLine(text, next)) starts.push(next);
  return (at) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle;
    }
    return `line ${low + 1}, column ${at - (starts[low] ?? 0) + 1}`;
  };
}
