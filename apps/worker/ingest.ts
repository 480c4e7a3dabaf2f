import type { DataSource } from 'typeorm';
import type { Logger } from 'pino';
import type { IngestItem } from '#libs/queue/queue.js';
import { claim, extend, finish, release, type Claim, type Ending } from '#libs/store/inbox.js';
import type { Decoder } from '../decoder/decoder.js';
import { quarantined, record, unread } from './record.js';

export interface IngestTools {
  readonly database: DataSource;
  readonly decoder: Decoder;
  /** Who holds the leases. */
  readonly holder: string;
  readonly leaseSeconds: number;
  readonly log: Logger;
}

/** What came of looking at an upload. */
export type Ingested = Ending['state'] | 'nothing-to-do' | 'lost' | 'put-off';

/** After so many tries a file that our own reader fails on, each time, is set aside. */
const MOST_READING_FAULTS = 3;

/**
 * Works on one upload, if it is still to be done and in nobody else's hands.
 *
 * A worker may die or stall anywhere in here: until the last statement the upload is queued, its lease runs out, and the reconciler has it done
 * again, which changes nothing that was done before.
 */
export async function ingest(tools: IngestTools, { organization, inboxId }: IngestItem): Promise<Ingested> {
  const { database, holder, leaseSeconds } = tools;
  const claimed = await claim(database, organization, inboxId, { holder, seconds: leaseSeconds });
  if (typeof claimed === 'string') return 'nothing-to-do';
  const stopExtending = keepLease(tools, claimed);
  try {
    const ending = await endingOf(tools, claimed);
    const held = await finish(database, claimed, ending);
    if (held === 'lost') return 'lost';
    const level = ending.state === 'recorded' || ending.state === 'duplicate' ? 'debug' : 'warn';
    tools.log[level](
      { organization, inboxId, ...ending, warnings: ending.warnings?.length, files: ending.files?.length },
      'finished',
    );
    return ending.state;
  } catch (error) {
    tools.log.error({ err: error, organization, inboxId, attempts: claimed.attempts }, 'put off');
    await release(database, claimed, pause(claimed.attempts));
    return 'put-off';
  } finally {
    stopExtending();
  }
}

async function endingOf({ database, decoder }: IngestTools, claimed: Claim): Promise<Ending> {
  const decoded = await decoder.decode(claimed.bytes).catch((error: unknown) => {
    if (claimed.attempts < MOST_READING_FAULTS) throw error;
    return error instanceof Error ? error : new Error(String(error));
  });
  if (decoded instanceof Error)
    return quarantined(
      `Certfleet failed on this file ${claimed.attempts} times: ${decoded.message}`,
      'This is a defect of Certfleet: report it with the file, then send the file to a newer version.',
    );
  return decoded.ok ? record(database, claimed, decoded.report) : unread(claimed, decoded.refusal);
}

/** A sign of life while the work goes on. */
function keepLease({ database, leaseSeconds, log }: IngestTools, claimed: Claim): () => void {
  const timer = setInterval(
    () => {
      extend(database, claimed, leaseSeconds).catch((error: unknown) =>
        log.warn({ err: error }, 'the lease was not extended'),
      );
    },
    (leaseSeconds * 1000) / 3,
  );
  return () => clearInterval(timer);
}

/** Seconds until a failed upload is tried again: soon at first, then ever more rarely. */
function pause(attempts: number): number {
  return Math.min(60, 2 ** (attempts - 1));
}
