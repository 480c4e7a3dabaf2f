import { z } from 'zod';
import { type EgressPolicy, PUBLIC_ONLY, readRanges } from '#libs/delivery/egress.js';
import { type KeyList, readKeys } from '#libs/delivery/secrets.js';

/** How people are reached from here. */
export interface DeliverySettings {
  /** Null: no secret can be kept or opened. */
  readonly keys: KeyList | null;
  readonly egress: EgressPolicy;
  /** Programs, and folders of programs, that channels may run. */
  readonly programs: readonly string[];
  /** The public address of this Certfleet, for links in messages; null: there are none. */
  readonly publicUrl: string | null;
}

export const NO_DELIVERY_SETTINGS: DeliverySettings = {
  keys: null,
  egress: PUBLIC_ONLY,
  programs: [],
  publicUrl: null,
};

const Environment = z.object({
  /** `id:base64 …`, the first one seals; `certfleet up` keeps its own in the data folder. */
  CERTFLEET_SECRET_KEYS: z.string().optional(),
  /** Private networks that messages may go to: `10.1.2.0/24, 192.168.7.20`. */
  CERTFLEET_EGRESS: z.string().default(''),
  /** Whether http:// is allowed beside https://. */
  CERTFLEET_EGRESS_HTTP: z.enum(['true', 'false']).default('false'),
  /** Absolute paths, separated by colons. */
  CERTFLEET_PROGRAMS: z.string().default(''),
  CERTFLEET_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
});

/** The settings that an environment asks for, or what is wrong with it, a line each. Secrets are not repeated. */
export function deliverySettings(
  environment: Readonly<Record<string, string | undefined>>,
):
  | { readonly ok: true; readonly settings: DeliverySettings }
  | { readonly ok: false; readonly wrong: readonly string[] } {
  const read = Environment.safeParse(environment);
  if (!read.success)
    return { ok: false, wrong: read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
  const e = read.data;
  const keys = e.CERTFLEET_SECRET_KEYS === undefined ? null : readKeys(e.CERTFLEET_SECRET_KEYS);
  const ranges = readRanges(e.CERTFLEET_EGRESS);
  if (keys !== null && 'fault' in keys) return { ok: false, wrong: [`CERTFLEET_SECRET_KEYS: ${keys.fault}`] };
  if ('fault' in ranges) return { ok: false, wrong: [`CERTFLEET_EGRESS: ${ranges.fault}`] };
  return {
    ok: true,
    settings: {
      keys,
      egress: { http: e.CERTFLEET_EGRESS_HTTP === 'true', ranges },
      programs: e.CERTFLEET_PROGRAMS.split(':').filter((path) => path.startsWith('/')),
      publicUrl: e.CERTFLEET_PUBLIC_URL ?? null,
    },
  };
}
