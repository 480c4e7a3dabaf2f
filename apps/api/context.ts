import type { DataSource } from 'typeorm';
import type { Logger } from 'pino';
import type { IngestQueue } from '#libs/queue/queue.js';
import type { Decoder } from '../decoder/decoder.js';
import type { Limits } from './config.js';

/** What the controllers work with; one value, made when the process starts. */
export interface Api {
  readonly database: DataSource;
  /** Of the same database, for threads that open a connection of their own. */
  readonly databaseUrl: string;
  readonly queue: IngestQueue;
  readonly decoder: Decoder;
  readonly limits: Limits;
  readonly log: Logger;
  readonly now: () => Date;
  /** Ends when the process is asked to stop: long answers end with it. */
  readonly stopping: AbortSignal;
}

export const API = Symbol('api');
