import { jsonPath, kindOf } from '#libs/formats/json/path.js';
import { readOnlyLine } from './cmdlet-line/parse-cmdlet-line.js';
import type { PlanDefaults, ReadCommands } from './command-defaults.js';
import { placeableObject } from './command-object.js';
import { gathered, type ReadCommand } from './gather.js';
import type { Placeable } from './plan-for.js';
import { placeableLine } from './read-line-command.js';

/**
 * The commands of a parsed JSON list: each an object of CONTRACT section 4 or a text that holds a cmdlet line. Everything that is wrong is
 * said, with its JSON place; unknown keys are ignored with a warning. Does not change `value`.
 * @cite rulebook 9.1, 18 (D)
 */
export function readCommands(value: unknown, defaults: PlanDefaults = {}): ReadCommands {
  if (!Array.isArray(value)) return { ok: false, problems: [notAList(value)] };
  const elements: readonly unknown[] = value;
  return gathered(
    elements.map((element, index) => placeable(element, index, defaults)),
    defaults,
  );
}

function placeable(element: unknown, index: number, defaults: PlanDefaults): Placeable<ReadCommand> {
  const place = jsonPath([index]);
  if (typeof element === 'string')
    return placeableLine(readOnlyLine(element), defaults, (at) => `${place}, column ${at + 1}`);
  if (typeof element === 'object' && element !== null && !Array.isArray(element))
    return placeableObject(element, index, defaults);
  const problem = {
    place,
    message: `${place} is no command (found: ${kindOf(element)}).`,
    remedy: 'Write an object with a cmdlet, or a text that holds a cmdlet line.',
  };
  return { placed: true, on: () => ({ ok: false, problems: [problem] }) };
}

function notAList(value: unknown) {
  return {
    place: '',
    message: `The commands are not a list (found: ${kindOf(value)}).`,
    remedy: 'Put them into a list: [{ "cmdlet": … }, …].',
  };
}
