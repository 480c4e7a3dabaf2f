import { normalizeHostName } from '#libs/certificates/host-name.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { FleetDocument, Server } from '#libs/fleet/document.js';
import { fleetOf, type Fleet } from '#libs/rules/fleet.js';
import { neighbourOf, type Neighbour } from '#libs/rules/neighbour.js';
import { knobsOf } from '#libs/selection/policy.js';
import { serverFacts } from '#libs/selection/server-facts.js';
import { isNameOfServer } from '#libs/selection/server-names.js';

/**
 * The part of a fleet that commands about some servers are planned over: these, and whom the rules compare them with. What a plan says of
 * a server in it is what a plan over the whole fleet says of that server. A fleet of at most `most` servers is left whole.
 * @param wanted names of servers; those that nobody has are passed over
 * @returns null where no server is wanted, or more than `most` would be needed
 */
export function excerptOf(document: FleetDocument, wanted: readonly string[], most: number): FleetDocument | null {
  const servers = document.servers ?? [];
  if (servers.length <= most) return document;
  const named = servers.filter((server) => wanted.some((name) => isNameOfServer(server, name)));
  if (named.length === 0 || named.length > most) return null;
  const needed = neededAround(document, named);
  const kept = servers.filter(({ fqdn }) => needed.has(normalizeHostName(fqdn)));
  return kept.length > most ? null : { ...document, servers: kept };
}

/** Normalised names. */
function neededAround({ organization, servers = [], policy }: FleetDocument, named: readonly Server[]): Set<string> {
  const knobs = knobsOf(policy);
  const neighbours = servers.map((server) => neighbourOf(serverFacts(server, organization, knobs)));
  const fleet = fleetOf(neighbours, organization);
  const needed = new Set(named.map(({ fqdn }) => normalizeHostName(fqdn)));
  const others = neighbours.filter(({ fqdn }) => !needed.has(normalizeHostName(fqdn)));
  for (const one of fleet.mentions.values()) if (one !== undefined) needed.add(one);
  for (const name of fleet.hybridNames.keys()) if (fleet.names.fqdns.has(name)) needed.add(name);
  for (const { fqdn } of [...holdersOfAny(fleet, named), ...witnesses(others)]) needed.add(normalizeHostName(fqdn));
  for (const thumbprint of storesOf(named)) for (const one of fleet.spares.get(thumbprint) ?? []) needed.add(one);
  return needed;
}

/** Any certificate in a store may become the internal transport certificate. */
function holdersOfAny({ holders }: Fleet, named: readonly Server[]): readonly Neighbour[] {
  return storesOf(named).flatMap((thumbprint) => holders.get(thumbprint) ?? []);
}

function storesOf(named: readonly Server[]): readonly string[] {
  const stored = named.flatMap(({ certificates }) => (certificates ?? []).map(({ thumbprint }) => thumbprint));
  const used = named.flatMap(({ internalTransportCertificate }) => internalTransportCertificate ?? []);
  return [...new Set([...stored, ...used].map(normalizeThumbprint))];
}

/** That the organization has self-signed internal transport certificates and others is told by one server of each kind. */
function witnesses(neighbours: readonly Neighbour[]): readonly Neighbour[] {
  const ofKind = (selfSigned: boolean) =>
    neighbours.filter(
      ({ isEdge, internalTransport }) => isEdge === false && internalTransport?.isSelfSigned === selfSigned,
    );
  return [...ofKind(true).slice(0, 1), ...ofKind(false).slice(0, 1)];
}
