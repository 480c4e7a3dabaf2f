import { randomUUID } from 'node:crypto';
import { Queue, Worker, type Job } from 'bullmq';
import { backing, type QueueSettings } from './connection.js';

/** All that a job says: which inbox row is to be worked on. The bytes stay in the inbox. */
export interface IngestItem {
  readonly organization: string;
  readonly inboxId: string;
}

export interface IngestQueue {
  /**
   * Asks the workers to look at these inbox rows. Never rejects: a queue that is away costs a delay, not a fact, because the reconciler asks
   * again for every row that is neither final nor leased. Answers whether the queue took the items.
   */
  readonly enqueue: (items: readonly IngestItem[]) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

export interface IngestConsumer {
  /** Takes no further job, waits for those in hand, closes the connections. */
  readonly close: () => Promise<void>;
}

const NAME = 'ingest';
const ENQUEUE_PATIENCE_MS = 2_000;
/** Redis' client goes on trying for ever; whoever starts us wants to know. */
const READY_PATIENCE_MS = 10_000;
const QUIET = () => undefined;

/** Opens the producing side. Rejects when the queue cannot be reached at all. */
export async function openIngestQueue(settings: QueueSettings): Promise<IngestQueue> {
  const { options, factory, close } = backing(settings, 'producer');
  const queue = new Queue<IngestItem>(NAME, { ...options, defaultJobOptions: JOB }, factory);
  const listening = listen(queue, settings, close);
  await listening.untilReady();
  return {
    enqueue: async (items) => {
      if (items.length === 0) return true;
      try {
        await within(ENQUEUE_PATIENCE_MS, queue.addBulk(items.map(jobFor)));
        return true;
      } catch (error) {
        settings.onError?.(asError(error));
        return false;
      }
    },
    close: () => listening.close(),
  };
}

/**
 * Runs `handle` for every job, at most `concurrency` at a time.
 *
 * What it does not ensure: that a job runs, or runs once. A worker killed twice over one job leaves it `failed` for good, and a stalled worker
 * that wakes up runs it a second time; so `handle` claims the inbox row first and writes under its lease.
 */
export async function consumeIngest(
  settings: QueueSettings,
  handle: (item: IngestItem) => Promise<void>,
  concurrency: number,
): Promise<IngestConsumer> {
  const { options, factory, close } = backing(settings, 'consumer');
  const worker = new Worker<IngestItem>(
    NAME,
    (job: Job<IngestItem>) => handle({ organization: job.data.organization, inboxId: job.data.inboxId }),
    { ...options, concurrency, lockDuration: 30_000, stalledInterval: 10_000, runRetryDelay: 2_000 },
    factory,
  );
  worker.on('failed', (_job, error) => settings.onError?.(error));
  const listening = listen(worker, settings, close);
  await listening.untilReady();
  return { close: () => listening.close() };
}

/** A finished job is of no further interest, a failed one for a day: the inbox row tells its story. */
const JOB = { attempts: 1, removeOnComplete: true, removeOnFail: { age: 86_400, count: 1_000 } };

/** The id is fresh each time: adding the id of a job that has failed for good does nothing at all. */
function jobFor(item: IngestItem) {
  return {
    name: 'ingest',
    data: { organization: item.organization, inboxId: item.inboxId },
    opts: { jobId: randomUUID() },
  };
}

/** Gives an instance its error listener, which it needs: without one each lost connection prints pages or ends the process. */
function listen(
  instance: Queue<IngestItem> | Worker<IngestItem>,
  settings: QueueSettings,
  closeBacking: () => Promise<void>,
) {
  let closing = false;
  const emitter: { on(event: 'error', listener: (error: Error) => void): unknown } = instance;
  emitter.on('error', (error) => {
    if (!closing) settings.onError?.(error);
  });
  const close = async () => {
    closing = true;
    await instance.close();
    await closeBacking();
  };
  return {
    close,
    untilReady: async () => {
      try {
        await within(READY_PATIENCE_MS, instance.waitUntilReady());
      } catch (error) {
        void close().catch(QUIET);
        throw error;
      }
    },
  };
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the queue did not answer within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(QUIET);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
