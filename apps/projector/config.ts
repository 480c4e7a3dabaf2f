import { z } from 'zod';
import { applicationUrl } from '#libs/store/database.js';

/** The environment of a projector, read once. Every setting but the database address has a default that works. */
const Environment = z.object({
  DATABASE_URL: z.string().min(1),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  CERTFLEET_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** How long a log is left to a projector that gives no sign of life. */
  LEASE_SECONDS: z.coerce.number().int().min(1).default(10),
  /** Organizations worked on at once. */
  PROJECTOR_CONCURRENCY: z.coerce.number().int().min(1).max(16).default(2),
});

export interface ProjectorSettings {
  readonly databaseUrl: string;
  readonly logLevel?: string | undefined;
  readonly concurrency?: number | undefined;
  /** How often the logs are looked at, whether or not anybody hinted at news. */
  readonly pollMilliseconds?: number | undefined;
  /** How long another projector waits before it takes over from one that gives no sign of life. */
  readonly leaseSeconds?: number | undefined;
  /** False: alerts are decided elsewhere, or by nobody; then nothing but the projection follows the logs. */
  readonly decidesAlerts?: boolean | undefined;
  /** The public address of this Certfleet, for links in messages. */
  readonly publicUrl?: string | null | undefined;
}

/** The settings that an environment asks for, or what is wrong with it, a line each. */
export function projectorSettings(
  environment: Readonly<Record<string, string | undefined>>,
):
  | { readonly ok: true; readonly settings: ProjectorSettings }
  | { readonly ok: false; readonly wrong: readonly string[] } {
  const read = Environment.safeParse(environment);
  if (!read.success)
    return { ok: false, wrong: read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
  const { DATABASE_URL, LOG_LEVEL, LEASE_SECONDS, PROJECTOR_CONCURRENCY, CERTFLEET_PUBLIC_URL } = read.data;
  return {
    ok: true,
    settings: Object.freeze({
      databaseUrl: applicationUrl(DATABASE_URL),
      logLevel: LOG_LEVEL,
      concurrency: PROJECTOR_CONCURRENCY,
      leaseSeconds: LEASE_SECONDS,
      publicUrl: CERTFLEET_PUBLIC_URL ?? null,
    }),
  };
}
