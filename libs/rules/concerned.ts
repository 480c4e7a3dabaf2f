import { normalizeHostName } from '#libs/certificates/host-name.js';
import type { Fleet, PoolView } from './fleet.js';
import type { Neighbour } from './neighbour.js';

/** What became of a server: it changed; without `before` it came, without `after` it went. */
export interface NeighbourChange {
  readonly before?: Neighbour;
  readonly after?: Neighbour;
}

/**
 * The servers about which rules may say something else because other servers changed, by their normalised `fqdn`. With the changed ones
 * themselves they are all that have to be asked again; some of the changed ones, and some that are gone, may be among them.
 *
 * Does not tell what a change of the organization means: that of a Send connector concerns its source servers, any other may concern every
 * server.
 */
export function concernedServers(
  before: Fleet,
  after: Fleet,
  changed: readonly NeighbourChange[],
): ReadonlySet<string> {
  const concerned = new Set<string>();
  const moved = meantOtherwise(before, after);
  for (const one of [...moved, ...changed.flatMap(namesOf)]) concerned.add(one);
  addPoolMembers(concerned, [before, after], [...concerned]);
  addHolders(concerned, [before, after], changed);
  if (before.mixed !== after.mixed) addComparable(concerned, [before, after]);
  addNamesakes(concerned, before, after);
  return concerned;
}

/** Servers that a text of the organization named and names no more, or names now. */
function meantOtherwise(before: Fleet, after: Fleet): readonly string[] {
  const moved: string[] = [];
  for (const text of new Set([...before.mentions.keys(), ...after.mentions.keys()])) {
    const [former, latter] = [before.mentions.get(text), after.mentions.get(text)];
    if (former === latter) continue;
    if (former !== undefined) moved.push(former);
    if (latter !== undefined) moved.push(latter);
  }
  return moved;
}

function namesOf({ before, after }: NeighbourChange): readonly string[] {
  return [before, after].flatMap((neighbour) => (neighbour === undefined ? [] : [normalizeHostName(neighbour.fqdn)]));
}

function addPoolMembers(concerned: Set<string>, fleets: readonly Fleet[], servers: readonly string[]): void {
  const seen = new Set<PoolView>();
  for (const { pools } of fleets) {
    for (const pool of servers.flatMap((server) => pools.get(server) ?? [])) {
      if (seen.has(pool)) continue;
      seen.add(pool);
      for (const { fqdn } of pool.members) concerned.add(normalizeHostName(fqdn));
    }
  }
}

/** Servers that share an internal transport certificate with a changed one, before or after, or that could take it for theirs. */
function addHolders(concerned: Set<string>, fleets: readonly Fleet[], changed: readonly NeighbourChange[]): void {
  const thumbprints = new Set(
    changed.flatMap(({ before, after }) =>
      [before, after].flatMap((neighbour) => neighbour?.internalTransport?.thumbprint ?? []),
    ),
  );
  for (const { holders, spares } of fleets) {
    for (const thumbprint of thumbprints) {
      for (const { fqdn } of holders.get(thumbprint) ?? []) concerned.add(normalizeHostName(fqdn));
      for (const server of spares.get(thumbprint) ?? []) concerned.add(server);
    }
  }
}

/** Servers whose internal transport certificate is compared with that of all others. */
function addComparable(concerned: Set<string>, fleets: readonly Fleet[]): void {
  for (const { holders } of fleets) {
    for (const { fqdn, isEdge, internalTransport } of [...holders.values()].flat()) {
      if (isEdge === false && internalTransport?.isSelfSigned === false) concerned.add(normalizeHostName(fqdn));
    }
  }
}

/** Servers of connectors whose name became the FQDN of a server, or ceased to be one. */
function addNamesakes(concerned: Set<string>, before: Fleet, after: Fleet): void {
  for (const { hybridNames } of [before, after]) {
    for (const [name, servers] of hybridNames) {
      if (before.names.fqdns.has(name) === after.names.fqdns.has(name)) continue;
      for (const server of servers) concerned.add(server);
    }
  }
}
