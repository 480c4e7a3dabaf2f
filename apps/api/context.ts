import type { DataSource } from 'typeorm';
import type { Logger } from 'pino';
import type { KeyList } from '#libs/delivery/secrets.js';
import type { IngestQueue } from '#libs/queue/queue.js';
import type { Decoder } from '../decoder/decoder.js';
import type { SendThrough } from '../delivering.js';
import type { Limits } from './config.js';
import type { Kept } from './kept-now.js';

/** What the controllers work with; one value, made when the process starts. */
export interface Api {
  readonly database: DataSource;
  /** Of the same database, for threads that open a connection of their own. */
  readonly databaseUrl: string;
  readonly queue: IngestQueue;
  readonly decoder: Decoder;
  readonly limits: Limits;
  /** Answers that may be given again. */
  readonly kept: Kept;
  /** What seals the secrets of channels; null: none can be kept. */
  readonly keys: KeyList | null;
  /** For test messages; all others are sent by workers. */
  readonly send: SendThrough;
  readonly log: Logger;
  readonly now: () => Date;
  /** Ends when the process is asked to stop: long answers end with it. */
  readonly stopping: AbortSignal;
}

export const API = Symbol('api');
