import { bind } from './bind.js';
import { fault, isFault, type LineFault, type LineWarning } from './line-fault.js';
import type { CmdletParameters } from './parameter.js';
import type { Invocation } from './pipeline.js';
import { valueOf } from './values.js';

/** What an invocation says, every value read. */
export interface Said {
  /** Where the name of the cmdlet stands. */
  readonly at: number;
  /** The parameters that are keys of the command, as the contract has them. */
  readonly keys: Readonly<Record<string, unknown>>;
  /** The other parameters that count, by their names. */
  readonly own: ReadonlyMap<string, unknown>;
  /** Where each parameter stands that the line gives. */
  readonly places: ReadonlyMap<string, number>;
  readonly warnings: readonly LineWarning[];
}

export function saidBy(cmdlet: string, parameters: CmdletParameters, invocation: Invocation): Said | LineFault {
  const bound = bind(cmdlet, parameters, invocation);
  if (isFault(bound)) return bound;
  const keys: Record<string, unknown> = {};
  const own = new Map<string, unknown>();
  const places = new Map<string, number>();
  const warnings: LineWarning[] = [];
  for (const given of bound.given.values()) {
    const { parameter, at } = given;
    const { name, becomes, says, takes } = parameter;
    if (becomes === 'refused') return fault(at, `-${name} cannot be followed here.`, says);
    if (becomes === 'unheeded')
      warnings.push({ at, message: `-${name} changes no certificate that is presented: it was not looked at.` });
    const value = valueOf(given);
    if (isFault(value)) return value;
    places.set(name, at);
    // A switch that is off says what its absence says.
    const off = takes === 'switch' && value === false;
    if (becomes === 'key' && !off) keys[says] = value;
    if (becomes === 'own') own.set(name, value);
  }
  return { at: bound.at, keys, own, places, warnings };
}

/** The text of a parameter; undefined: not given. */
export function textSaid({ own }: Said, name: string): string | undefined {
  const value = own.get(name);
  return typeof value === 'string' ? value : undefined;
}

/** Whether a switch is on. */
export function isOn({ own }: Said, name: string): boolean {
  return own.get(name) === true;
}
