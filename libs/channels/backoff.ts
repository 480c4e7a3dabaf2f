/** Waits between tries, seconds: close together while a blip is likely, then calm. The last one is repeated. */
const WAITS = [5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600] as const;
const LAST_WAIT = 3600;

/** So long is a message tried. */
export const GIVE_UP_AFTER_MS = 24 * 60 * 60_000;

export interface Tries {
  /** Tries so far, at least one. */
  readonly made: number;
  readonly firstAt: string;
  /** When the last one ended. */
  readonly lastAt: string;
  /** The receiver asked not to be asked before. */
  readonly notBefore: string | null;
  /** From 0 up to 1, different for each message: many that failed together do not come back together. */
  readonly jitter: number;
}

export type NextTry =
  | { readonly kind: 'try'; readonly at: string }
  /** It has been tried for 24 hours: it counts as undelivered, and is shown so. */
  | { readonly kind: 'undelivered' };

/** When a message that was not taken, or whose answer was lost, is tried again. The last try stands at the end of the 24 hours. */
export function nextTry({ made, firstAt, lastAt, notBefore, jitter }: Tries): NextTry {
  const last = Date.parse(lastAt);
  const end = Date.parse(firstAt) + GIVE_UP_AFTER_MS;
  if (last >= end) return { kind: 'undelivered' };
  const wait = (WAITS[made - 1] ?? LAST_WAIT) * 1000;
  const asked = notBefore === null ? 0 : Date.parse(notBefore);
  const at = Math.max(last + wait, asked) + wait * 0.2 * Math.min(Math.max(jitter, 0), 1);
  return { kind: 'try', at: new Date(Math.min(at, end)).toISOString() };
}
