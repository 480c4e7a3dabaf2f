import { knownInstant } from '#libs/certificates/instant.js';
import type { Recorded, FleetEvent } from './event.js';

/** 0000-01-01T00:00:00Z, the oldest instant that RFC 3339 can write; stands for one that cannot be read. */
const OLDEST = -62_167_219_200_000;
/** 9999-12-31T23:59:59.999Z */
const NEWEST = 253_402_300_799_999;

export interface ClaimedInstant {
  /** When it happened as far as we believe it, in milliseconds since 1970: never later than we were told. */
  readonly instant: number;
  /** The source dated it later than we were told: its clock is ahead of ours. */
  readonly clockAhead: boolean;
}

/**
 * When an event says it happened, capped at its receipt, so that a source whose clock is ahead cannot mask what happens later.
 * @cite GUARANTEES, Time 7
 */
export function claimedInstant(event: Pick<FleetEvent, 'occurredAt'> & Pick<Recorded, 'recordedAt'>): ClaimedInstant {
  const recorded = receivedInstant(event);
  const occurred = inRange(knownInstant(event.occurredAt) ?? recorded);
  return { instant: Math.min(occurred, recorded), clockAhead: occurred > recorded };
}

/** When we were told, in milliseconds; no bound if that cannot be read. */
export function receivedInstant({ recordedAt }: Pick<Recorded, 'recordedAt'>): number {
  return inRange(knownInstant(recordedAt) ?? NEWEST);
}

/** RFC 3339 UTC with milliseconds; these texts sort like the instants. */
export function instantText(instant: number): string {
  return new Date(inRange(instant)).toISOString();
}

function inRange(instant: number): number {
  return Math.min(Math.max(instant, OLDEST), NEWEST);
}
