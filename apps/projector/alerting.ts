import type { DataSource } from 'typeorm';
import type { Logger } from 'pino';
import { decide, DECIDING } from '#libs/store/alerts/decide.js';
import { alertWork, type AlertWork } from '#libs/store/alerts/follower.js';
import { sweep } from '#libs/store/alerts/sweep.js';
import { tell } from '#libs/store/alerts/tell.js';
import { acrossOrganizations } from '#libs/store/database.js';
import { releaseLease, takeLease, type Lease } from '#libs/store/lease.js';

export interface AlertingTools {
  readonly database: DataSource;
  readonly holder: string;
  readonly leaseSeconds: number;
  readonly log: Logger;
  readonly stopping: AbortSignal;
  /** The public address of this Certfleet, for links; null: none. */
  readonly publicUrl: string | null;
}

export interface Alerting {
  /** Decides, compares and tells whatever there is, as far as the leases of others allow. */
  readonly round: () => Promise<void>;
  readonly release: () => Promise<void>;
}

/** What stands is compared with the alerts so often when nothing happens … */
const SWEEP_SECONDS = 30;
/** … and at most so often when much does. */
const REST_SECONDS = 2;

/** One decider's work, beside the projection and behind it: it never holds it up, and is never ahead of it. */
export function alerting(tools: AlertingTools): Alerting {
  const { database, log, stopping } = tools;
  const leases = new Map<string, Lease>();

  const one = async (work: AlertWork): Promise<void> => {
    const { organization } = work;
    try {
      const lease = await takeLease(database, organization, {
        name: DECIDING,
        holder: tools.holder,
        seconds: tools.leaseSeconds,
      });
      if (lease === null) return;
      leases.set(organization, lease);
      await workOn(tools, lease, work);
    } catch (error) {
      log.error(
        { err: error, organization },
        'deciding the alerts of this organization failed and will be tried again',
      );
    }
  };

  return {
    round: async () => {
      const seconds = { sweepSeconds: SWEEP_SECONDS, restSeconds: REST_SECONDS };
      const found = await acrossOrganizations(database, (db) => alertWork(db, seconds));
      for (const work of found) if (!stopping.aborted) await one(work);
    },
    release: async () => {
      for (const lease of leases.values())
        await releaseLease(database, lease).catch((error: unknown) =>
          log.warn({ err: error }, 'a lease was not given back'),
        );
    },
  };
}

/** … and told at least so often while there is more to decide than one goes through at once. */
const TELL_MS = 2_000;

/**
 * Pages are decided before anything is compared, so that a change that was taken back meanwhile is not told. What has settled is told between pages:
 * in a flood the first do not wait for the last.
 */
async function workOn({ database, publicUrl, stopping }: AlertingTools, lease: Lease, work: AlertWork): Promise<void> {
  let told = performance.now();
  for (let more = work.decide; more && !stopping.aborted;) {
    const decided = await decide(database, lease);
    if (decided === 'lost') return;
    more = decided.more;
    if (!more || performance.now() - told < TELL_MS) continue;
    if ((await tell(database, lease, publicUrl)) === 'lost') return;
    told = performance.now();
  }
  if (work.sweep && (await sweep(database, lease)) === 'lost') return;
  if (work.tell) await tell(database, lease, publicUrl);
}
