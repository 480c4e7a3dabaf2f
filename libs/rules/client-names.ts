import { hostNameOfHttpsUrl } from '#libs/certificates/https-url.js';
import { normalizeHostName } from '#libs/certificates/host-name.js';
import { knownList, knownText } from '#libs/certificates/known.js';
import type { ClientNames } from '#libs/fleet/document.js';
import type { Subject } from './subject.js';

/**
 * The host names by which web clients are known to reach a server, normalised, each once: of the https URLs of its virtual directories, of
 * Autodiscover, and of the pools that it is a member of.
 * @cite rulebook 11.2, RO-12
 */
export function webNames({ facts, fleet }: Pick<Subject, 'facts' | 'fleet'>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { internalUrl, externalUrl } of knownList(facts.server.virtualDirectories) ?? []) {
    addHost(names, internalUrl);
    if (externalUrl !== internalUrl) addHost(names, externalUrl);
  }
  for (const name of clientNames(facts, 'autodiscover')) names.add(name);
  for (const { name } of fleet.pools.get(facts.fqdn) ?? []) if (name !== null) names.add(normalizeHostName(name));
  return names;
}

/** The names by which clients of one kind are known to be served, normalised. */
export function clientNames(
  { organization }: Pick<Subject['facts'], 'organization'>,
  kind: keyof ClientNames,
): readonly string[] {
  const names = knownList(organization.clientNames?.[kind]) ?? [];
  return names.flatMap((text) => {
    const name = knownText(text);
    return name == null ? [] : [normalizeHostName(name)];
  });
}

function addHost(names: Set<string>, url: string | null | undefined): void {
  const host = url == null ? null : hostNameOfHttpsUrl(url);
  if (host !== null) names.add(host);
}
