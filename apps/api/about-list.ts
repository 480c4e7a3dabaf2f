import { freshness, type Freshness } from '#libs/store/queries/freshness.js';
import type { Transaction } from '#libs/store/database.js';
import type { QueryEcho } from './asked-query.js';
import type { FleetAt } from './fleet-at.js';
import type { Moment } from './list.js';

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** The instant so long before another: `3d`. */
export function before(at: string, duration: string): string {
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

/** The same of another time, by how many servers were known then. */
export function aboutThen(
  { servers, position, at }: { readonly servers: number; readonly position: number; readonly at: string },
  { silentAfter, echo }: { readonly silentAfter: string; readonly echo: QueryEcho | undefined },
) {
  const fresh: Freshness = { servers, silent: [], silentCount: null, silentSince: before(at, silentAfter) };
  return { position, asOf: at, freshness: fresh, ...(echo !== undefined && { query: echo }) };
}

/** What `aboutThen` asks of a fleet that was folded. */
export function foldedFleet({ servers, position, at }: FleetAt) {
  return { servers: servers.length, position, at };
}
