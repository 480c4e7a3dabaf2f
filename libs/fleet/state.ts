import type { Certificate } from '#libs/certificates/certificate.js';
import type { Organization, Server } from './document.js';

/**
 * What the events of one server amount to at one instant. Plain data in canonical form: two states are equal exactly when
 * `canonicalText` of them is.
 */
export interface ServerState {
  /** The server of the fleet document. Lists stand in canonical order: by thumbprint, name, address. */
  readonly server: Server;
  /**
   * Lists of which only parts are known, because no report ever named all of it: `certificates`, `receiveConnectors`, …, and
   * `certificates/<thumbprint>/services`. What such a list holds is there; what it does not hold may be there too.
   */
  readonly partial: readonly string[];
  /** Certificates that left the store: what can never change about them is kept, so that it is known again if they come back. */
  readonly former: readonly Certificate[];
  /** For each key of `server` the effective instant of the last word on it. */
  readonly saidAt: SaidAt<ServerKey>;
  /** Effective instant of the last word on this server, sightings included; null before the first. */
  readonly lastSeenAt: string | null;
}

/** The same for what belongs to the whole organization. */
export interface OrganizationState {
  readonly organization: Organization;
  readonly partial: readonly string[];
  readonly saidAt: SaidAt<OrganizationKey>;
  readonly lastSeenAt: string | null;
}

export type ServerKey = Exclude<keyof Server, 'fqdn'>;
export type OrganizationKey = keyof Organization;
export type SaidAt<K extends string> = { readonly [Key in K]?: string };

/** A server of which nothing is known but that it is called so. */
export function unknownServer(fqdn: string): ServerState {
  return { server: { fqdn }, partial: [], former: [], saidAt: {}, lastSeenAt: null };
}

export function unknownOrganization(): OrganizationState {
  return { organization: {}, partial: [], saidAt: {}, lastSeenAt: null };
}

/** Says that these keys were spoken of at this instant. */
export function said<K extends string>(saidAt: SaidAt<K>, keys: readonly K[], at: string): SaidAt<K> {
  return { ...saidAt, ...Object.fromEntries(keys.map((key) => [key, at])) };
}

export function markPartial(partial: readonly string[], path: string): readonly string[] {
  return partial.includes(path) ? partial : [...partial, path].sort();
}

/** Forgets the mark, and the marks below it. */
export function unmarkPartial(partial: readonly string[], path: string): readonly string[] {
  return partial.filter((one) => one !== path && !one.startsWith(`${path}/`));
}

export function servicesPath(thumbprint: string): string {
  return `certificates/${thumbprint}/services`;
}
