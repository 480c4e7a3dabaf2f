import { hostname } from 'node:os';
import { z } from 'zod';

/** How often a worker looks at the registered servers, and which these are. */
export interface ProbeSettings {
  readonly everySeconds: number;
  /** Path of the targets file. It is read anew for every round. */
  readonly targets: string;
  /** Who looks: the name that stands in the events. */
  readonly from: string;
}

const UNITS = { m: 60, h: 3_600, d: 86_400 } as const;
const SHORTEST_SECONDS = 300;
/** Timers do not go beyond 24 days. */
const LONGEST_SECONDS = 14 * UNITS.d;

const Every = z
  .string()
  .regex(/^\d{1,4}[mhd]$/, 'a time such as 30m, 6h or 1d')
  .transform(
    (text) => Number(text.slice(0, -1)) * (text.endsWith('m') ? UNITS.m : text.endsWith('h') ? UNITS.h : UNITS.d),
  )
  .refine((seconds) => seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS, 'between 5m and 14d');

const Environment = z
  .object({
    PROBE_EVERY: Every.optional(),
    PROBE_TARGETS: z.string().min(1).optional(),
    PROBE_FROM: z.string().trim().min(1).max(255).optional(),
  })
  .refine(({ PROBE_EVERY, PROBE_TARGETS }) => PROBE_EVERY === undefined || PROBE_TARGETS !== undefined, {
    path: ['PROBE_TARGETS'],
    message: 'names the file of the servers that may be looked at (docs/probe.md), and PROBE_EVERY needs it',
  });

/** What the environment asks for; null: nothing is looked at, which is the default. Or what is wrong with it, a line each. */
export function probeSettings(
  environment: Readonly<Record<string, string | undefined>>,
):
  | { readonly ok: true; readonly settings: ProbeSettings | null }
  | { readonly ok: false; readonly wrong: readonly string[] } {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ''));
  const read = Environment.safeParse(given);
  if (!read.success)
    return { ok: false, wrong: read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
  const { PROBE_EVERY: everySeconds, PROBE_TARGETS: targets, PROBE_FROM: from } = read.data;
  if (everySeconds === undefined || targets === undefined) return { ok: true, settings: null };
  return { ok: true, settings: { everySeconds, targets, from: from ?? hostname() } };
}
