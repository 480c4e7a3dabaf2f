import { didYouMean, nearestWords } from '../nearest.js';
import { fault, type LineFault } from './line-fault.js';
import type { Parameter } from './parameter.js';
import { shorten } from '#libs/formats/json/path.js';
import type { ParameterName } from './token.js';

/**
 * The parameter that a name means: its own or an alias, in any case, or a beginning of one that no other has. Where a beginning meets one
 * parameter of the cmdlet and common ones besides, the cmdlet's own is meant, as in PowerShell.
 */
export function findParameter(
  { name, at }: ParameterName,
  cmdlet: string,
  parameters: readonly Parameter[],
  common: readonly Parameter[],
): Parameter | LineFault {
  const wanted = name.toLowerCase();
  const all = [...parameters, ...common];
  const exact = all.find((parameter) => namesOf(parameter).includes(wanted));
  if (exact !== undefined) return exact;
  const meets = (parameter: Parameter) => namesOf(parameter).some((known) => known.startsWith(wanted));
  const [own, others] = [parameters.filter(meets), common.filter(meets)];
  const [only, second] = own.length > 0 ? own : others;
  if (only === undefined) return unknown(name, at, cmdlet, all);
  if (second === undefined) return only;
  const meant = [...own, ...others].map((parameter) => `-${parameter.name}`);
  return fault(at, `-${name} may be ${meant.join(', ')}.`, 'Write enough of the name to tell which one is meant.');
}

function namesOf({ name, aliases }: Parameter): readonly string[] {
  return [name.toLowerCase(), ...aliases];
}

function unknown(name: string, at: number, cmdlet: string, all: readonly Parameter[]): LineFault {
  const near = nearestWords(
    name.replace(/^[-\u2013-\u2015]+/, ''),
    all.map((parameter) => parameter.name),
  );
  const remedy = `${didYouMean(near.map((word) => `-${word}`))}Leave it away, or write a parameter that the cmdlet has.`;
  return fault(at, `${cmdlet} has no parameter -${shorten(name, 60)}.`, remedy);
}
