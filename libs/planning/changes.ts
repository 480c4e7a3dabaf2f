import { askConnection } from '#libs/selection/connection.js';
import type { Selection } from '#libs/selection/selection.js';
import { namedServer } from '#libs/selection/server-names.js';
import type { Change, Presented } from './plan-answer.js';
import { isTouched, type Survey, type SurveyedServer } from './survey.js';

/** What two surveys of one fleet differ in. */
export interface Compared {
  readonly changes: readonly Change[];
  /** How many endpoints there are on either side. */
  readonly endpoints: number;
}

/** The endpoints that show something else, or that came or went: server by server, then the connections. @cite rulebook 10 (D) */
export function compared(before: Survey, after: Survey): Compared {
  const changes: Change[] = [];
  let endpoints = before.around.connections.length;
  for (const [place, former] of before.servers.entries()) {
    const latter = after.servers[place] ?? former;
    if (!isTouched(before, after, place)) {
      endpoints += former.answers.length;
      continue;
    }
    const pairs = answerPairs(former, latter);
    endpoints += pairs.length;
    for (const { one, other } of pairs) changes.push(...changeBetween(one, other));
  }
  return { changes: [...changes, ...changedConnections(before, after)], endpoints };
}

interface Pair {
  readonly one: Selection | undefined;
  readonly other: Selection | undefined;
}

/** The answers of each endpoint on both sides: in the order of the latter, then those that are gone. */
function answerPairs(former: SurveyedServer, latter: SurveyedServer): readonly Pair[] {
  const one = new Map(former.answers.map(({ endpoint, selection }) => [endpoint.address, selection]));
  const other = new Map(latter.answers.map(({ endpoint, selection }) => [endpoint.address, selection]));
  return [...new Set([...other.keys(), ...one.keys()])].map((address) => ({
    one: one.get(address),
    other: other.get(address),
  }));
}

function changedConnections(before: Survey, after: Survey): readonly Change[] {
  const { connections, names, places, at } = before.around;
  return connections.flatMap((connection, index) => {
    const place = places.get(namedServer(names, connection.server ?? '') ?? '') ?? -1;
    if (!isTouched(before, after, place)) return [];
    const [one, other] = [before, after].map(({ servers }) =>
      askConnection(
        servers[place]?.facts,
        { connection, endpoint: `connection:${index}` },
        { at, explain: false, ahead: false },
      ),
    );
    return changeBetween(one, other);
  });
}

function changeBetween(one: Selection | undefined, other: Selection | undefined): readonly Change[] {
  const known = other ?? one;
  if (known === undefined) return [];
  if (one?.outcome === other?.outcome && one?.thumbprint === other?.thumbprint) return [];
  const { server, endpoint } = known;
  const rule = other?.rule ?? null;
  return [{ server, endpoint, before: presentedBy(one), after: presentedBy(other), rule }];
}

function presentedBy(selection: Selection | undefined): Presented | null {
  return selection === undefined ? null : { outcome: selection.outcome, thumbprint: selection.thumbprint };
}
