import { askConnection } from '#libs/selection/connection.js';
import { namedServer } from '#libs/selection/server-names.js';
import type { Change, Presented } from './plan-answer.js';
import type { Showing, Shown, ShownByServer } from './shown.js';

/** What two states of one fleet differ in. */
export interface Compared {
  readonly changes: readonly Change[];
  /** How many endpoints there are on either side. */
  readonly endpoints: number;
}

/** The endpoints that show something else, or that came or went: server by server, then the connections. @cite rulebook 10 (D) */
export function compared(before: Showing, after: Showing): Compared {
  const changes: Change[] = [];
  let endpoints = before.survey.around.connections.length;
  for (const [place, former] of before.servers.entries()) {
    const latter = after.servers[place] ?? former;
    if (former.shown === latter.shown) {
      endpoints += former.shown.length;
      continue;
    }
    const server = before.survey.servers[place]?.server.fqdn ?? '';
    const pairs = pairsOf(former, latter);
    endpoints += pairs.length;
    for (const [one, other] of pairs) changes.push(...changeAt(server, one, other));
  }
  return { changes: [...changes, ...changedConnections(before, after)], endpoints };
}

type Pair = readonly [Shown | undefined, Shown | undefined];

/** Each endpoint on both sides: in the order of the latter, then those that are gone. */
function pairsOf(former: ShownByServer, latter: ShownByServer): readonly Pair[] {
  const [one, other] = [former, latter].map(({ shown }) => new Map(shown.map((each) => [each.address, each])));
  const addresses = new Set([...(other?.keys() ?? []), ...(one?.keys() ?? [])]);
  return [...addresses].map((address) => [one?.get(address), other?.get(address)]);
}

function changedConnections(before: Showing, after: Showing): readonly Change[] {
  const { connections, names, places, at } = before.survey.around;
  return connections.flatMap((connection, index) => {
    const place = places.get(namedServer(names, connection.server ?? '') ?? '') ?? -1;
    const [former, latter] = [before, after].map(({ survey }) => survey.servers[place]);
    if (former === undefined || former === latter) return [];
    const address = `connection:${index}`;
    const [one, other] = [former, latter].map((facts) => ({
      address,
      ...askConnection(facts, { connection, endpoint: address }, { at, explain: false, ahead: false }),
    }));
    return changeAt(former.server.fqdn, one, other);
  });
}

function changeAt(server: string, one: Shown | undefined, other: Shown | undefined): readonly Change[] {
  const endpoint = (other ?? one)?.address;
  if (endpoint === undefined) return [];
  if (one?.outcome === other?.outcome && one?.thumbprint === other?.thumbprint) return [];
  return [{ server, endpoint, before: presentedBy(one), after: presentedBy(other), rule: other?.rule ?? null }];
}

function presentedBy(shown: Shown | undefined): Presented | null {
  return shown === undefined ? null : { outcome: shown.outcome, thumbprint: shown.thumbprint };
}
