import type { DataSource } from 'typeorm';
import type { Logger } from 'pino';
import { acrossOrganizations } from '#libs/store/database.js';
import { releaseLease, takeLease, type Lease } from '#libs/store/lease.js';
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
  readonly counts: () => Counts;
  /** Gives all leases back. */
  readonly release: () => Promise<void>;
}

/** One projector's work: organizations are shared among projectors by leases, each log is taken in by one at a time. */
export function projecting(tools: ProjectTools): Projecting {
  const { database, concurrency, log } = tools;
  const leases = new Map<string, Lease>();
  let counts: Counts = { events: 0, sightings: 0, servers: 0, refreshes: 0, failures: 0, lag: 0 };

  /** A page; true: there is more of it. An organization that fails does not hold up the others. */
  const page = async (organization: string): Promise<boolean> => {
    try {
      const lease = await takeLease(database, organization, {
        name: PROJECTION,
        holder: tools.holder,
        seconds: tools.leaseSeconds,
      });
      if (lease === null) return false;
      leases.set(organization, lease);
      if (await renewShape(database, organization))
        log.info({ organization }, 'the projection was made again, for a new version adds to it');
      const done = await refresh(database, lease);
      if (done === 'lost') return false;
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

  return {
    round: async () => {
      const found = await acrossOrganizations(database, (db) => behind(db, PROJECTION));
      counts = { ...counts, lag: lagOf(found) };
      // page by page in turn, so that a long log does not hold up the short ones
      let waiting = found.map(({ organization }) => organization);
      while (waiting.length > 0 && !tools.stopping.aborted) {
        const now = waiting.slice(0, concurrency);
        const more = await Promise.all(now.map(page));
        waiting = [...waiting.slice(concurrency), ...now.filter((_, index) => more[index])];
      }
    },
    counts: () => counts,
    release: async () => {
      for (const lease of leases.values())
        await releaseLease(database, lease).catch((error: unknown) =>
          log.warn({ err: error }, 'a lease was not given back'),
        );
    },
  };
}

function lagOf(found: readonly Behind[]): number {
  return found.reduce((sum, { events }) => sum + events, 0);
}
