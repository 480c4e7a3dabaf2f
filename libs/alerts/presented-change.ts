import type { Outcome } from '#libs/selection/selection.js';

/** What an endpoint shows to the world. */
export interface Shown {
  readonly outcome: Outcome;
  readonly thumbprint: string | null;
}

/** An event, as far as alerts tell of it. */
export interface ChangeCause {
  readonly position: number;
  readonly type: string;
  readonly what: string;
  /** When it happened as far as it is believed. */
  readonly at: string;
  readonly recordedAt: string;
  readonly actor: string | null;
  readonly tool: string | null;
  readonly correlationId: string | null;
  /** The known robot behind it, with certainty medium or high; null: none is recognised. */
  readonly robot: string | null;
  /** It tells of something done, and not only of what was seen. */
  readonly isDeed: boolean;
}

/** What changed of what is presented: the answer to "what is presented otherwise between two positions of the log". */
export interface PresentedChange {
  /** Canonical name. */
  readonly server: string;
  readonly fqdn: string;
  readonly endpoint: string;
  /** Null: the endpoint was not there. */
  readonly before: Shown | null;
  readonly after: Shown | null;
  /** The instant concerned. */
  readonly at: string;
  readonly cause: ChangeCause;
}

/** Told so long after it happened, a change is told as late. Inventories are read every half an hour and more, so less is no lateness. */
export const LATE_AFTER_MS = 3_600_000;

/** Seconds from a change to its record where it was told late; null: in time. */
export function lateBy({ at, recordedAt }: Pick<ChangeCause, 'at' | 'recordedAt'>): number | null {
  const late = Date.parse(recordedAt) - Date.parse(at);
  return late > LATE_AFTER_MS ? Math.round(late / 1000) : null;
}

export function placeOf({ server, endpoint }: { readonly server: string; readonly endpoint: string }): string {
  return `${server}\n${endpoint}`;
}
