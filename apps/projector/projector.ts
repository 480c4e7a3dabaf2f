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
import { type Counts, projecting } from './project.js';
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
  const news = new Set<string>();
  const looking = every(pollMilliseconds);
  const running = again(
    async () => {
      const told = [...news];
      news.clear();
      await (looking.isDue() ? round() : follow(told));
    },
    () => bell.wait(looking.left()),
  );
  const deciding =
    settings.decidesAlerts === false
      ? Promise.resolve()
      : again(alerts.round, () => pause(pollMilliseconds, stopping.signal));
  const hints = followHints(databaseUrl, ({ organization }) => {
    news.add(organization);
    bell.ring();
  });
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

/** A page of decisions takes longer than one of the projection, and nobody waits for the next decider but in an accident. */
const LEAST_ALERT_LEASE = 5;

/** What is due now, and then again whenever so much time has passed since it was done last. */
function every(milliseconds: number) {
  let next = 0;
  return {
    isDue: () => {
      const now = performance.now();
      if (now < next) return false;
      next = now + milliseconds;
      return true;
    },
    left: () => Math.max(0, next - performance.now()),
  };
}

/** Something to wait at until it rings or the time is over. A ring while nobody waits is not lost. */
function doorbell() {
  let rung = false;
  let wake: (() => void) | null = null;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    wait: async (milliseconds: number) => {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      rung = false;
      wake = null;
    },
  };
}
