import type { DataSource } from 'typeorm';
import type { Logger } from 'pino';
import { acrossOrganizations } from '#libs/store/database.js';
import { keepLeases, releaseLease } from '#libs/store/lease.js';
import { behind, type Behind } from '#libs/store/queries/behind.js';
import { renewShape } from '#libs/store/projection-shape.js';
import { PROJECTION, refresh } from '#libs/store/refresh.js';

export interface ProjectTools {
  readonly database: DataSource;
  /** Who holds the leases. */
  readonly holder: string;
  readonly leaseSeconds: number;
  readonly concurrency: number;
  readonly log: Logger;
  readonly stopping: AbortSignal;
}

/** What a projector has done so far, for its metrics. */
export interface Counts {
  readonly events: number;
  readonly sightings: number;
  /** Servers projected, a server counting each time. */
  readonly servers: number;
  readonly refreshes: number;
  readonly failures: number;
  /** Events not taken in yet, over all organizations, at the last look. */
  readonly lag: number;
}

export interface Projecting {
  /** Takes in all there is, as far as the leases of others allow. */
  readonly round: () => Promise<void>;
  /** Takes in what there is of these organizations, which are known to have news, without asking for others. */
  readonly follow: (organizations: readonly string[]) => Promise<void>;
  readonly counts: () => Counts;
  /** Gives all leases back. */
  readonly release: () => Promise<void>;
}

/** One projector's work: organizations are shared among projectors by leases, each log is taken in by one at a time. */
export function projecting(tools: ProjectTools): Projecting {
  const { database, concurrency, log } = tools;
  const leases = keepLeases(database, { name: PROJECTION, holder: tools.holder, seconds: tools.leaseSeconds });
  /** Organizations whose rows an older version made, at the last look. */
  const older = new Set<string>();
  let counts: Counts = { events: 0, sightings: 0, servers: 0, refreshes: 0, failures: 0, lag: 0 };

  const renew = async (organization: string): Promise<void> => {
    if (await renewShape(database, organization))
      log.info({ organization }, 'the projection was made again, for a new version adds to it');
    older.delete(organization);
  };

  /** A page; true: there is more of it. An organization that fails does not hold up the others. */
  const page = async (organization: string): Promise<boolean> => {
    try {
      const lease = await leases.of(organization);
      if (lease === null) return false;
      if (older.has(organization)) await renew(organization);
      const done = await refresh(database, lease);
      if (done === 'lost') {
        leases.forget(organization);
        return false;
      }
      const { events, sightings, servers } = counts;
      counts = {
        ...counts,
        events: events + done.events,
        sightings: sightings + done.sightings,
        servers: servers + done.servers,
        refreshes: counts.refreshes + 1,
      };
      return done.more;
    } catch (error) {
      counts = { ...counts, failures: counts.failures + 1 };
      log.error({ err: error, organization }, 'the projection of this organization failed and will be tried again');
      return false;
    }
  };

  /** Page by page in turn, so that a long log does not hold up the short ones. */
  const follow = async (organizations: readonly string[]): Promise<void> => {
    let waiting = organizations;
    while (waiting.length > 0 && !tools.stopping.aborted) {
      const now = waiting.slice(0, concurrency);
      const more = await Promise.all(now.map(page));
      waiting = [...waiting.slice(concurrency), ...now.filter((_, index) => more[index])];
    }
  };

  return {
    round: async () => {
      const found = await acrossOrganizations(database, (db) => behind(db, PROJECTION));
      counts = { ...counts, lag: lagOf(found) };
      for (const { organization, isOlder } of found) if (isOlder) older.add(organization);
      await follow(found.map(({ organization }) => organization));
    },
    follow,
    counts: () => counts,
    release: async () => {
      for (const lease of leases.held())
        await releaseLease(database, lease).catch((error: unknown) =>
          log.warn({ err: error }, 'a lease was not given back'),
        );
    },
  };
}

function lagOf(found: readonly Behind[]): number {
  return found.reduce((sum, { events }) => sum + events, 0);
}
