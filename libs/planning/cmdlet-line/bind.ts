import { findParameter } from './find-parameter.js';
import { fault, isFault, type LineFault } from './line-fault.js';
import type { CmdletParameters, Parameter } from './parameter.js';
import { COMMON } from './parameters.js';
import type { Invocation, Part, Value } from './pipeline.js';
import type { ParameterName } from './token.js';

/** A parameter that the line gives, with its value; null: a switch that stands alone. */
export interface Given {
  readonly parameter: Parameter;
  /** Where it begins. */
  readonly at: number;
  readonly value: Value | null;
}

/** A cmdlet with what the line gives it, each parameter once. */
export interface Bound<Name extends string = string> {
  readonly cmdlet: Name;
  readonly at: number;
  /** By the parameter's name. */
  readonly given: ReadonlyMap<string, Given>;
}

/** Gives every argument of an invocation to its parameter, as PowerShell does. */
export function bind<Name extends string>(
  cmdlet: Name,
  { parameters, positional }: CmdletParameters,
  { cmdlet: word, parts }: Invocation,
): Bound<Name> | LineFault {
  const given = new Map<string, Given>();
  const bare: Value[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    if (part === undefined) break;
    if (part.kind === 'value') {
      const stray = afterSwitch(part, parts[i - 1], given);
      if (stray !== null) return stray;
      bare.push(part);
      continue;
    }
    const parameter = findParameter(part, cmdlet, parameters, COMMON);
    if (isFault(parameter)) return parameter;
    if (given.has(parameter.name)) return twice(parameter, part);
    const value = valueFor(parameter, part, parts[i + 1]);
    if (isFault(value)) return value;
    given.set(parameter.name, { parameter, at: part.at, value });
    if (value !== null) i++;
  }
  const faultOfBare = bindBare(
    bare,
    cmdlet,
    parameters.find(({ name }) => name === positional),
    given,
  );
  return faultOfBare ?? { cmdlet, at: word.at, given };
}

/** Gives the argument without a name to the parameter that takes it; says what is wrong with a second one. */
function bindBare(
  [first, second]: readonly Value[],
  cmdlet: string,
  parameter: Parameter | undefined,
  given: Map<string, Given>,
): LineFault | null {
  if (first === undefined) return null;
  if (parameter === undefined) return misplaced(first, cmdlet);
  if (given.has(parameter.name)) return fault(first.at, `-${parameter.name} is given twice.`, TWICE);
  if (second !== undefined) return misplaced(second, cmdlet);
  given.set(parameter.name, { parameter, at: first.at, value: first });
  return null;
}

const TWICE = 'Leave one of the two away.';

function twice(parameter: Parameter, { at }: ParameterName): LineFault {
  return fault(at, `-${parameter.name} is given twice.`, TWICE);
}

function misplaced({ at }: Value, cmdlet: string): LineFault {
  return fault(
    at,
    `${cmdlet} takes no value here.`,
    'Put the name of its parameter before it; a value with blanks goes into quotes.',
  );
}

/** The value of a parameter: a switch has one behind a colon only. */
function valueFor(parameter: Parameter, name: ParameterName, next: Part | undefined): Value | null | LineFault {
  if (parameter.takes === 'switch' && !name.colon) return null;
  if (next?.kind === 'value') return next;
  const remedy = parameter.takes === 'switch' ? 'Write $true or $false behind the colon.' : 'Write it behind the name.';
  return fault(name.at, `-${parameter.name} has no value.`, remedy);
}

/** `-Force $true`: PowerShell does not take it for the value of the switch. */
function afterSwitch(value: Value, before: Part | undefined, given: ReadonlyMap<string, Given>): LineFault | null {
  if (before?.kind !== 'parameter' || value.items[0]?.kind !== 'constant') return null;
  const [owner] = [...given.values()].filter(({ at }) => at === before.at);
  return owner?.parameter.takes === 'switch'
    ? fault(
        value.at,
        `-${owner.parameter.name} is a switch and takes no value behind a blank.`,
        `Write -${owner.parameter.name}:$true or -${owner.parameter.name}:$false.`,
      )
    : null;
}
