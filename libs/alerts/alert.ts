import type { AlertFacts, EndReason } from './alert-event.js';

export type AlertState = 'firing' | 'acknowledged' | 'resolved';

export const ALERT_STATES = ['firing', 'acknowledged', 'resolved'] as const satisfies readonly AlertState[];

/** An alert as its events leave it. */
export interface Alert {
  readonly id: string;
  readonly state: AlertState;
  readonly facts: AlertFacts;
  /** How often it fired, from 1 on. */
  readonly episode: number;
  /** Of this episode. */
  readonly firedAt: string;
  readonly firedPosition: number;
  readonly acknowledged: Acknowledged | null;
  readonly resolved: Resolved | null;
  /** Contradicted by what became known later; why. */
  readonly corrected: string | null;
  /** Position of its newest event. */
  readonly position: number;
  readonly changedAt: string;
}

interface Acknowledged {
  readonly at: string;
  readonly by: string;
  readonly note: string | null;
  readonly ticket: string | null;
}

interface Resolved {
  readonly at: string;
  readonly reason: EndReason | 'corrected';
  readonly by: string | null;
  readonly note: string | null;
}
