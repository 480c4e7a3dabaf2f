import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type Logger, pino } from 'pino';
import { openDatabase } from '#libs/store/database.js';
import { followHints } from '#libs/store/hints.js';
import type { ProjectorSettings } from './config.js';
import { alerting } from './alerting.js';
import { doorbell, dueEvery } from './bell.js';
import { type Counts, type Projecting, projecting } from './project.js';
import { pause } from '../worker/every.js';
import { type Work, WorkModule } from '../work.module.js';

export interface RunningProjector {
  /** The application around the work, for a main that wants its shutdown hooks. */
  readonly application: INestApplicationContext;
  readonly counts: () => Counts;
  /** Finishes the page in hand, gives the leases back, closes the connections. */
  readonly close: () => Promise<void>;
}

/**
 * Starts a projector over a migrated database. Any number may run: an organization's log is taken in by one of them at a time.
 *
 * @throws when the database cannot be reached; nothing is left open then.
 */
export async function startProjector(
  settings: ProjectorSettings,
  log: Logger = pino({ name: 'projector', level: settings.logLevel ?? 'info', base: null }, pino.destination(2)),
): Promise<RunningProjector> {
  const work = await startWork(settings, log);
  try {
    const application = await NestFactory.createApplicationContext(WorkModule.over(work), {
      logger: false,
      abortOnError: false,
    });
    return { application, counts: work.counts, close: () => application.close() };
  } catch (error) {
    await work.stop();
    throw error;
  }
}

async function startWork(settings: ProjectorSettings, log: Logger): Promise<Work & { readonly counts: () => Counts }> {
  const { databaseUrl, concurrency = 2, leaseSeconds = 10, pollMilliseconds = 1_000 } = settings;
  const database = await openDatabase(databaseUrl, concurrency + 3);
  const stopping = new AbortController();
  const holder = `${hostname()} ${process.pid} ${randomUUID()}`;
  const { round, follow, counts, release } = projecting({
    database,
    holder,
    leaseSeconds,
    concurrency,
    log,
    stopping: stopping.signal,
  });
  const alerts = alerting({
    database,
    holder,
    leaseSeconds: Math.max(leaseSeconds, LEAST_ALERT_LEASE),
    log,
    stopping: stopping.signal,
    publicUrl: settings.publicUrl ?? null,
  });
  const again = async (work: () => Promise<void>, wait: () => Promise<void>) => {
    while (!stopping.signal.aborted) {
      await work().catch((error: unknown) => log.error({ err: error }, 'a round failed and will be tried again'));
      await wait();
    }
  };
  const bell = doorbell();
  const { next, left, hint, missed } = turns(pollMilliseconds, { round, follow });
  const running = again(next, () => bell.wait(left()));
  const deciding =
    settings.decidesAlerts === false
      ? Promise.resolve()
      : again(alerts.round, () => pause(pollMilliseconds, stopping.signal));
  const hints = followHints(
    databaseUrl,
    ({ organization }) => {
      hint(organization);
      bell.ring();
    },
    () => {
      missed();
      bell.ring();
    },
  );
  log.info({ holder }, 'projecting');
  return {
    counts,
    stop: async () => {
      stopping.abort();
      bell.ring();
      await hints.close();
      await running;
      await deciding;
      await release();
      await alerts.release();
      await database.destroy();
    },
  };
}

/** What a projector does next: it follows the logs that it was told of, and looks at all of them whenever that is due. */
function turns(pollMilliseconds: number, { round, follow }: Pick<Projecting, 'round' | 'follow'>) {
  const news = new Set<string>();
  const looking = dueEvery(pollMilliseconds);
  return {
    next: async () => {
      const told = [...news];
      news.clear();
      await (looking.isDue() ? round() : follow(told));
    },
    left: looking.left,
    hint: (organization: string) => void news.add(organization),
    /** Hints may have been missed. */
    missed: looking.now,
  };
}

/** A page of decisions takes longer than one of the projection, and nobody waits for the next decider but in an accident. */
const LEAST_ALERT_LEASE = 5;
