import type { Parameters } from '../client.js';
import { done, failed, type Failure, type Result } from '../failure.js';
import { readAt } from '../offline.js';

/** Options of every question that has a time. */
export interface TimeOptions {
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly where?: string;
}

/** The parameters of the API that these options ask for. */
export function stateQuery(options: TimeOptions): Result<Parameters> {
  const asOf = readAt('--as-of', options.asOf);
  if (!asOf.ok) return asOf;
  if (options.knownAt !== undefined && !/^\d{1,15}$/.test(options.knownAt))
    return failed({
      exit: 64,
      what: 'this is not a position of the log',
      where: `--known-at ${options.knownAt}`,
      remedy: 'Positions are whole numbers; `certfleet timeline` shows them.',
    });
  return done({ asOf: asOf.value, knownAt: options.knownAt, where: options.where });
}

/** A server that could not be shown, with what this command line offers to find it. */
export function noServer(failure: Failure): Failure {
  return failure.exit === 1
    ? { ...failure, remedy: '`certfleet servers` lists the servers of the organization.' }
    : failure;
}
