import { hostNameOfHttpsUrl } from '#libs/certificates/https-url.js';
import { normalizeHostName } from '#libs/certificates/host-name.js';
import { knownList, knownText } from '#libs/certificates/known.js';
import type { ClientNames, VirtualDirectory } from '#libs/fleet/document.js';
import type { Subject } from './subject.js';

/**
 * The host names by which web clients are known to reach a server, normalised, each once: of the https URLs of its virtual directories, of
 * Autodiscover, and of the pools that it is a member of.
 * @cite rulebook 11.2, RO-12
 */
export function webNames({ facts, fleet }: Pick<Subject, 'facts' | 'fleet'>): ReadonlySet<string> {
  const names = new Set<string>();
  addHosts(names, knownList(facts.server.virtualDirectories) ?? []);
  for (const name of clientNames(facts, 'autodiscover')) names.add(name);
  for (const { name } of fleet.pools.get(facts.fqdn) ?? []) if (name !== null) names.add(normalizeHostName(name));
  return names;
}

/** Most URLs of a server begin alike, up to the path: what begins like the one before it has the same host. */
function addHosts(names: Set<string>, directories: readonly VirtualDirectory[]): void {
  let origin: string | null = null;
  for (const { internalUrl, externalUrl } of directories) {
    for (const url of [internalUrl, externalUrl]) {
      if (url == null || (origin !== null && url.startsWith(origin))) continue;
      const host = hostNameOfHttpsUrl(url);
      if (host !== null) names.add(host);
      origin = originOf(url);
    }
  }
}

const ORIGIN = /^https:\/\/[^/]+\//i;

function originOf(url: string): string | null {
  return ORIGIN.exec(url)?.[0] ?? null;
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
