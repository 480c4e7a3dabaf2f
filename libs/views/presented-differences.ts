import { ITS_SERVER, serverPattern } from '#libs/fleet/server-pattern.js';
import type { Selection } from '#libs/selection/selection.js';
import type { Shown } from './effects.js';

/** An endpoint that shows something else on one side than on the other. */
export interface PresentedDifference {
  readonly server: string;
  readonly endpoint: string;
  /** Null: the endpoint is not there on that side. */
  readonly before: Shown | null;
  readonly after: Shown | null;
  /** The rule of the answer afterwards; of an endpoint that is gone, the one that decided. */
  readonly rule: string;
}

export interface Differences {
  readonly changes: readonly PresentedDifference[];
  /** Endpoints on either side that show the same on both. */
  readonly unchanged: number;
}

/** What is presented otherwise on one side than on the other, by server and endpoint. What an answer rests on does not count. */
export function presentedDifferences(before: readonly Selection[], after: readonly Selection[]): Differences {
  return compared(before, after, ({ server, endpoint }) => `${server.toLowerCase()}\n${endpoint}`);
}

/**
 * The same between two servers: their endpoints are told apart with their own names left open, so that `Default Frontend EX01` is compared
 * with `Default Frontend EX02`. Self-signed certificates of their own that take the same place are told as a difference all the same.
 */
export function differencesOfServers(one: readonly Selection[], other: readonly Selection[]): Differences {
  return compared(one, other, ({ server, endpoint }) => serverPattern(endpoint, server).replaceAll(ITS_SERVER, '\0'));
}

function compared(
  before: readonly Selection[],
  after: readonly Selection[],
  keyOf: (selection: Selection) => string,
): Differences {
  const then = new Map(before.map((selection) => [keyOf(selection), selection]));
  const now = new Map(after.map((selection) => [keyOf(selection), selection]));
  const keys = [...new Set([...then.keys(), ...now.keys()])];
  const changes = keys.flatMap((key) => difference(then.get(key), now.get(key)));
  return { changes, unchanged: keys.length - changes.length };
}

function difference(was: Selection | undefined, is: Selection | undefined): readonly PresentedDifference[] {
  const here = is ?? was;
  if (here === undefined || (was?.outcome === is?.outcome && was?.thumbprint === is?.thumbprint)) return [];
  const { server, endpoint, rule } = here;
  return [{ server, endpoint, before: shown(was), after: shown(is), rule }];
}

function shown(selection: Selection | undefined): Shown | null {
  return selection === undefined ? null : { outcome: selection.outcome, thumbprint: selection.thumbprint };
}
