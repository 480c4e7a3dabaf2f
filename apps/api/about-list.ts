import { freshness, type Freshness, MOST_NAMED } from '#libs/store/queries/freshness.js';
import type { Transaction } from '#libs/store/database.js';
import type { QueryEcho } from './asked-query.js';
import type { FleetAt } from './fleet-at.js';
import type { Moment } from './list.js';

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** The instant so long before another: `3d`. */
function before(at: string, duration: string): string {
  const away = Number(duration.slice(0, -1)) * (UNITS[duration.slice(-1)] ?? 0);
  return new Date(Date.parse(at) - away).toISOString();
}

/** What is said of a list of the present beside its items. */
export async function aboutNow(
  db: Transaction,
  organization: string,
  { position, now }: Moment,
  { silentAfter, echo }: { readonly silentAfter: string; readonly echo: QueryEcho | undefined },
) {
  const asOf = now.toISOString();
  const fresh = await freshness(db, organization, before(asOf, silentAfter));
  return { position, asOf, freshness: fresh, ...(echo !== undefined && { query: echo }) };
}

/** The same of another time. */
export function aboutThen(
  { servers, position, at }: FleetAt,
  { silentAfter, echo }: { readonly silentAfter: string; readonly echo: QueryEcho | undefined },
) {
  const since = before(at, silentAfter);
  const silent = servers
    .filter(({ state }) => state.lastSeenAt === null || state.lastSeenAt < since)
    .sort((one, other) => ((one.state.lastSeenAt ?? '') < (other.state.lastSeenAt ?? '') ? -1 : 1));
  const fresh: Freshness = {
    servers: servers.length,
    silent: silent.slice(0, MOST_NAMED).map(({ state }) => state.server.fqdn),
    silentCount: silent.length,
    silentSince: since,
  };
  return { position, asOf: at, freshness: fresh, ...(echo !== undefined && { query: echo }) };
}
