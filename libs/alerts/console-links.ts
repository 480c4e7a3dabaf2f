import type { MessageLinks } from './message.js';

/** What a link leads to. */
export interface LinkedTo {
  readonly organization: string;
  /** As the server is written; null: none. */
  readonly fqdn: string | null;
  readonly endpoint: string | null;
  /** The instant that is to be looked at; null: now. */
  readonly asOf: string | null;
}

const DEFAULT = 'default';

/** The pages of the console that tell of an alert, under the public address of this Certfleet. */
export function alertLinks(address: string, id: string, to: LinkedTo): MessageLinks {
  const { fqdn, endpoint } = to;
  return {
    alert: pageOf(address, `/alerts/${encodeURIComponent(id)}`, { organization: to.organization }),
    timeline:
      fqdn === null
        ? null
        : pageOf(address, '/timeline', { server: fqdn, organization: to.organization, asOf: to.asOf }),
    explain:
      fqdn === null || endpoint === null
        ? null
        : pageOf(address, `/servers/${encodeURIComponent(fqdn)}/explain`, {
            endpoint,
            organization: to.organization,
            asOf: to.asOf,
          }),
  };
}

/** What a digest tells of: what happened in the organization. */
export function digestLinks(address: string, organization: string): MessageLinks {
  return { alert: pageOf(address, '/timeline', { organization }), timeline: null, explain: null };
}

/** A page of the console; the organization that everybody begins with is not named. */
function pageOf(address: string, path: string, asked: Readonly<Record<string, string | null>>): string {
  const named = Object.entries(asked).flatMap(([key, value]) =>
    value === null || (key === 'organization' && value === DEFAULT) ? [] : [`${key}=${encodeURIComponent(value)}`],
  );
  return `${address.replace(/\/+$/, '')}${path}${named.length === 0 ? '' : `?${named.join('&')}`}`;
}
