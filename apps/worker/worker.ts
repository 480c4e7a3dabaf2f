import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type Logger, pino } from 'pino';
import type { DataSource } from 'typeorm';
import { consumeIngest, openIngestQueue } from '#libs/queue/queue.js';
import { openDatabase } from '#libs/store/database.js';
import { openDecoder } from '../decoder/decoder.js';
import { sendThrough } from '../delivering.js';
import { NO_DELIVERY_SETTINGS } from '../delivery-settings.js';
import type { WorkerSettings } from './config.js';
import { deliverer } from './deliverer.js';
import { ingest } from './ingest.js';
import { every } from './every.js';
import { prober, type ProbingTools } from './probing.js';
import { reconciler } from './reconcile.js';
import { retention } from './retention.js';
import { type Work, WorkModule } from '../work.module.js';

export interface RunningWorker {
  /** The application around the work, for a main that wants its shutdown hooks. */
  readonly application: INestApplicationContext;
  /** Takes nothing further, finishes what is in hand, closes connections and threads. */
  readonly close: () => Promise<void>;
}

/**
 * Starts a worker over a migrated database: consumes the ingest queue and reconciles the inbox.
 *
 * @throws when the database or the queue cannot be reached; nothing is left open then.
 */
export async function startWorker(
  settings: WorkerSettings,
  log: Logger = pino({ name: 'worker', level: settings.logLevel ?? 'info', base: null }, pino.destination(2)),
): Promise<RunningWorker> {
  const work = await startWork(settings, log);
  try {
    const application = await NestFactory.createApplicationContext(WorkModule.over(work), {
      logger: false,
      abortOnError: false,
    });
    return { application, close: () => application.close() };
  } catch (error) {
    await work.stop();
    throw error;
  }
}

async function startWork(settings: WorkerSettings, log: Logger): Promise<Work> {
  const { databaseUrl, queueUrl, concurrency = 4, leaseSeconds = 20, idleSeconds = 5 } = settings;
  const toClose: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const close of toClose.splice(0).reverse())
      await close().catch((error: unknown) => log.warn({ err: error }, 'closing failed'));
  };
  try {
    const database = await openDatabase(databaseUrl, concurrency + 2);
    toClose.push(() => database.destroy());
    const decoder = openDecoder({
      threads: settings.decodeThreads ?? 2,
      ...(settings.decodeMilliseconds !== undefined && { deadlineMs: settings.decodeMilliseconds }),
    });
    toClose.push(() => decoder.close());
    const queueSettings = {
      databaseUrl,
      queueUrl,
      onError: (error: Error) => log.warn({ err: error }, 'the queue had an error; it goes on by itself'),
    };
    const queue = await openIngestQueue(queueSettings);
    toClose.push(() => queue.close());
    const holder = `${hostname()} ${process.pid} ${randomUUID()}`;
    const tools = { database, decoder, holder, leaseSeconds, log, queue, idleSeconds };
    const handle = async (item: Parameters<typeof ingest>[1]) => void (await ingest(tools, item));
    const consumer = await consumeIngest(queueSettings, handle, concurrency);
    toClose.push(() => consumer.close());
    const reconcile = reconciler(tools);
    const timer = every((settings.reconcileSeconds ?? 3) * 1000, () => reconcile(Date.now()), log);
    toClose.push(timer.stop);
    const forget = retention(database, settings.rawDays ?? 90);
    toClose.push(every(3_600_000, () => forget(Date.now()), log).stop);
    toClose.push(startDelivering(settings, database, log));
    if (settings.probe != null) toClose.push(startProbing({ database, queue, holder, log, settings: settings.probe }));
    log.info({ queue: queueUrl === undefined ? 'postgres' : 'redis', concurrency }, 'working');
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Carries messages out again and again; what it gives back ends that, a conversation in the middle included. */
function startDelivering(settings: WorkerSettings, database: DataSource, log: Logger): () => Promise<void> {
  const stopping = new AbortController();
  const send = sendThrough(settings.delivery ?? NO_DELIVERY_SETTINGS, stopping.signal);
  const timer = every(settings.deliverMilliseconds ?? 1_000, deliverer({ database, send, log }), log);
  return () => {
    stopping.abort();
    return timer.stop();
  };
}

/** Looks at servers again and again; what it gives back ends that, a look in the middle included. */
function startProbing(tools: Omit<ProbingTools, 'stop'>): () => Promise<void> {
  const stopping = new AbortController();
  const timer = every(tools.settings.everySeconds * 1000, prober({ ...tools, stop: stopping.signal }), tools.log);
  return () => {
    stopping.abort();
    return timer.stop();
  };
}
