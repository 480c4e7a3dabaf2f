import { z } from 'zod';
import { applicationUrl } from '#libs/store/database.js';
import { deliverySettings, type DeliverySettings } from '../delivery-settings.js';
import { probeSettings, type ProbeSettings } from './probe-settings.js';

/** The environment of a worker, read once. Every setting but the database address has a default that works. */
const Environment = z.object({
  DATABASE_URL: z.string().min(1),
  /** `redis://…`; unset: the queue stands in PostgreSQL. */
  QUEUE_URL: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** Uploads worked on at once. */
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(4),
  DECODE_THREADS: z.coerce.number().int().min(2).max(16).default(2),
  DECODE_SECONDS: z.coerce.number().positive().default(20),
  /** How long an upload is left to a worker that gives no sign of life. */
  LEASE_SECONDS: z.coerce.number().int().min(1).default(20),
  /** How long the raw bytes of an upload are kept after it was recorded; then only their hash is. */
  RAW_DAYS: z.coerce.number().positive().default(90),
});

export interface WorkerSettings {
  readonly databaseUrl: string;
  readonly queueUrl?: string | undefined;
  readonly logLevel?: string | undefined;
  readonly concurrency?: number | undefined;
  readonly decodeThreads?: number | undefined;
  readonly decodeMilliseconds?: number | undefined;
  /** How long a claimed upload is left alone without a sign of life. */
  readonly leaseSeconds?: number | undefined;
  /** How long an upload may lie untouched before the queue is asked again, and how often one looks. */
  readonly idleSeconds?: number | undefined;
  readonly reconcileSeconds?: number | undefined;
  readonly rawDays?: number | undefined;
  /** Null: no server is looked at. */
  readonly probe?: ProbeSettings | null | undefined;
  /** How people are reached; without it only public addresses over https are, and by channels without secrets. */
  readonly delivery?: DeliverySettings | undefined;
  readonly deliverMilliseconds?: number | undefined;
}

/** The settings that an environment asks for, or what is wrong with it, a line each. */
export function workerSettings(
  environment: Readonly<Record<string, string | undefined>>,
):
  { readonly ok: true; readonly settings: WorkerSettings } | { readonly ok: false; readonly wrong: readonly string[] } {
  const read = Environment.safeParse(environment);
  const probe = probeSettings(environment);
  const delivery = deliverySettings(environment);
  if (!read.success || !probe.ok || !delivery.ok) {
    const own = read.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];
    return { ok: false, wrong: [...own, ...(probe.ok ? [] : probe.wrong), ...(delivery.ok ? [] : delivery.wrong)] };
  }
  const e = read.data;
  return {
    ok: true,
    settings: Object.freeze({
      databaseUrl: applicationUrl(e.DATABASE_URL),
      queueUrl: e.QUEUE_URL,
      logLevel: e.LOG_LEVEL,
      concurrency: e.WORKER_CONCURRENCY,
      decodeThreads: e.DECODE_THREADS,
      decodeMilliseconds: e.DECODE_SECONDS * 1000,
      leaseSeconds: e.LEASE_SECONDS,
      rawDays: e.RAW_DAYS,
      probe: probe.settings,
      delivery: delivery.settings,
    }),
  };
}
