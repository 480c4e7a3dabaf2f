import { normalizeHostName } from '#libs/certificates/host-name.js';
import { knownFlag, knownList, knownText } from '#libs/certificates/known.js';
import type { Organization, Pool } from '#libs/fleet/document.js';
import { knownThumbprint } from '#libs/selection/server-facts.js';
import { serverNames, type ServerNames } from '#libs/selection/server-names.js';
import { hybridNamesIn, mentionsIn, sparesIn } from './mentions.js';
import type { Neighbour } from './neighbour.js';

/** All that the servers of an organization have to do with each other, as far as rules ask. */
export interface Fleet {
  readonly names: ServerNames;
  /** Whom the texts of the organization name: the normalised `fqdn` of a server, undefined where there is none such. */
  readonly mentions: ReadonlyMap<string, string | undefined>;
  /** Names of connectors, normalised, each with the servers that it concerns whether a server has that name. */
  readonly hybridNames: ReadonlyMap<string, ReadonlySet<string>>;
  /** Servers with transport by their internal transport certificate. */
  readonly holders: ReadonlyMap<string, readonly Neighbour[]>;
  /** The servers that could take a certificate as their internal transport certificate, by its thumbprint. Normalised `fqdn` of each. */
  readonly spares: ReadonlyMap<string, ReadonlySet<string>>;
  /** Among the servers that are no Edge, some have a self-signed internal transport certificate in their store and some another one. */
  readonly mixed: boolean;
  /** The pools of a server, by its normalised `fqdn`. */
  readonly pools: ReadonlyMap<string, readonly PoolView[]>;
}

/** A pool of servers behind one name. */
export interface PoolView {
  /** Null: it has none. */
  readonly name: string | null;
  readonly members: readonly Neighbour[];
  /** The certificates that the client fronts of its members present, each once. */
  readonly shown: readonly string[];
  /** Thumbprint of the certificate that the load balancer presents, null: it passes TLS through; undefined: unknown. */
  readonly tlsBridge: string | null | undefined;
  readonly extendedProtection: boolean | undefined;
}

/** `names`: those of the very same servers, where they are known already. */
export function fleetOf(
  neighbours: Iterable<Neighbour>,
  organization: Organization | undefined,
  names?: ServerNames,
): Fleet {
  const all = [...neighbours];
  return fleetNamed(all, organization, names ?? serverNames(all));
}

function fleetNamed(all: readonly Neighbour[], organization: Organization | undefined, names: ServerNames): Fleet {
  const mentions = mentionsIn(organization, names);
  return {
    names,
    mentions,
    hybridNames: hybridNamesIn(all, organization, names),
    holders: holdersIn(all),
    spares: sparesIn(all),
    mixed: isMixed(all),
    pools: poolsIn(all, organization?.pools, mentions),
  };
}

function holdersIn(neighbours: readonly Neighbour[]): ReadonlyMap<string, readonly Neighbour[]> {
  const holders = new Map<string, Neighbour[]>();
  for (const neighbour of neighbours) {
    const thumbprint = neighbour.internalTransport?.thumbprint;
    if (thumbprint === undefined) continue;
    const known = holders.get(thumbprint);
    if (known === undefined) holders.set(thumbprint, [neighbour]);
    else known.push(neighbour);
  }
  return holders;
}

function isMixed(neighbours: readonly Neighbour[]): boolean {
  const kinds = new Set<boolean>();
  for (const { isEdge, internalTransport } of neighbours) {
    if (isEdge === false && internalTransport?.isSelfSigned !== undefined) kinds.add(internalTransport.isSelfSigned);
  }
  return kinds.size === 2;
}

function poolsIn(
  neighbours: readonly Neighbour[],
  pools: readonly Pool[] | null | undefined,
  mentions: Fleet['mentions'],
): ReadonlyMap<string, readonly PoolView[]> {
  const found = new Map<string, PoolView[]>();
  if (pools == null || pools.length === 0) return found;
  const byName = new Map(neighbours.map((neighbour) => [normalizeHostName(neighbour.fqdn), neighbour]));
  for (const pool of pools) {
    const members = new Map<string, Neighbour>();
    for (const text of knownList(pool.members) ?? []) {
      const name = mentions.get(text);
      const member = name === undefined ? undefined : byName.get(name);
      if (name !== undefined && member !== undefined) members.set(name, member);
    }
    const view = poolView(pool, [...members.values()]);
    for (const name of members.keys()) found.set(name, [...(found.get(name) ?? []), view]);
  }
  return found;
}

function poolView(pool: Pool, members: readonly Neighbour[]): PoolView {
  const bridge = pool.tlsBridge;
  return {
    name: knownText(pool.name) ?? null,
    members,
    shown: [...new Set(members.flatMap(({ front }) => front?.thumbprint ?? []))],
    tlsBridge: bridge == null ? bridge : knownThumbprint(bridge.thumbprint),
    extendedProtection: knownFlag(pool.extendedProtection),
  };
}
