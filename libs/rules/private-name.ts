import { normalizeHostName } from '#libs/certificates/host-name.js';
import type { ServerNames } from '#libs/selection/server-names.js';

const PRIVATE_TOP_LEVELS = new Set(['local', 'internal', 'lan', 'corp', 'home', 'localdomain', 'test', 'localhost']);

/**
 * Whether a name means nothing outside of the organization: it is unset (null), has one label, ends in a label that no public name ends in,
 * or is the FQDN of one of the servers.
 * @cite rulebook 11.1 (D)
 */
export function isPrivateName(name: string | null, servers: Pick<ServerNames, 'fqdns'>): boolean {
  if (name === null) return true;
  const normalized = normalizeHostName(name);
  const dot = normalized.lastIndexOf('.');
  return dot === -1 || PRIVATE_TOP_LEVELS.has(normalized.slice(dot + 1)) || servers.fqdns.has(normalized);
}

/**
 * The first of some names that a remedy may propose as a public one: no wildcard, and not private. Of the servers only the own one is asked,
 * so that a remedy does not change with servers that have nothing to do with it.
 */
export function firstPublicName(names: readonly string[], server: string): string | undefined {
  const own = { fqdns: new Set([server]) };
  return names.find((name) => !name.startsWith('*') && !isPrivateName(name, own));
}
