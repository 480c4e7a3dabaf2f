import { z } from 'zod';
import { type DeliverySettings, deliverySettings } from '../delivery-settings.js';
import { applicationUrl } from '#libs/store/database.js';

const megabytes = (n: number) => n * 1024 * 1024;

/** The environment of the API, read once. Every setting but the database address and the token has a default that works. */
const Environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  DATABASE_URL: z.string().min(1),
  /** `redis://…`; unset: the queues stand in PostgreSQL. */
  QUEUE_URL: z.string().min(1).optional(),
  CERTFLEET_TOKEN: z
    .string()
    .min(16, 'at least 16 characters, so that it cannot be guessed')
    .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, 'plain ASCII characters, for it is sent in a header'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  MAX_IMPORT_BYTES: z.coerce.number().int().positive().default(megabytes(32)),
  MAX_EVENTS_BYTES: z.coerce.number().int().positive().default(megabytes(8)),
  /** Bodies held in memory at once by all requests together. */
  MAX_BODIES_BYTES: z.coerce.number().int().positive().default(megabytes(96)),
  MAX_CONNECTIONS: z.coerce.number().int().positive().default(1_000),
  MAX_STREAMS: z.coerce.number().int().positive().default(200),
  DECODE_THREADS: z.coerce.number().int().min(1).max(16).default(1),
  DECODE_SECONDS: z.coerce.number().positive().default(20),
});

export interface ApiSettings {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly databaseUrl: string;
  readonly queueUrl?: string | undefined;
  /** What an administrator's requests bear. */
  readonly administratorToken: string;
  readonly logLevel?: string | undefined;
  readonly limits?: Partial<Limits> | undefined;
  /** How people are reached: for test messages, and to keep the secrets of channels. */
  readonly delivery?: DeliverySettings | undefined;
}

export interface Limits {
  readonly importBytes: number;
  readonly eventsBytes: number;
  readonly bodiesBytes: number;
  readonly connections: number;
  readonly streams: number;
  readonly decodeThreads: number;
  readonly decodeMilliseconds: number;
}

export const DEFAULT_LIMITS: Limits = {
  importBytes: megabytes(32),
  eventsBytes: megabytes(8),
  bodiesBytes: megabytes(96),
  connections: 1_000,
  streams: 200,
  decodeThreads: 1,
  decodeMilliseconds: 20_000,
};

/** The settings that an environment asks for, or what is wrong with it, a line each. */
export function apiSettings(
  environment: Readonly<Record<string, string | undefined>>,
): { readonly ok: true; readonly settings: ApiSettings } | { readonly ok: false; readonly wrong: readonly string[] } {
  const read = Environment.safeParse(environment);
  const delivery = deliverySettings(environment);
  if (!read.success || !delivery.ok) {
    const own = read.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];
    return { ok: false, wrong: [...own, ...(delivery.ok ? [] : delivery.wrong)] };
  }
  const e = read.data;
  return {
    ok: true,
    settings: Object.freeze({
      host: e.HOST,
      port: e.PORT,
      databaseUrl: applicationUrl(e.DATABASE_URL),
      queueUrl: e.QUEUE_URL,
      administratorToken: e.CERTFLEET_TOKEN,
      logLevel: e.LOG_LEVEL,
      delivery: delivery.settings,
      limits: {
        importBytes: e.MAX_IMPORT_BYTES,
        eventsBytes: e.MAX_EVENTS_BYTES,
        bodiesBytes: e.MAX_BODIES_BYTES,
        connections: e.MAX_CONNECTIONS,
        streams: e.MAX_STREAMS,
        decodeThreads: e.DECODE_THREADS,
        decodeMilliseconds: e.DECODE_SECONDS * 1000,
      },
    }),
  };
}
