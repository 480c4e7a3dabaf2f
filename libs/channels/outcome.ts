/** What came of one sending. */
export type Outcome = Delivered | Retry | Never | UnknownOutcome;

export interface Delivered {
  readonly kind: 'delivered';
  /** The receiver's own id of what it took; null: it gave none. */
  readonly receipt: string | null;
  /** What a reader of the delivery should know: `one of two replicas did not answer`. */
  readonly note: string | null;
}

/** It was not taken, and may be later. */
export interface Retry {
  readonly kind: 'retry';
  /** The receiver asked not to be asked before; null: it said nothing. */
  readonly notBefore: string | null;
  readonly why: string;
}

/** It will not be taken, however often it is sent. */
export interface Never {
  readonly kind: 'never';
  readonly why: string;
  readonly remedy: string;
}

/** The answer was lost: it may have been taken. It is tried again, and receivers tell the same thing by its id. */
export interface UnknownOutcome {
  readonly kind: 'unknown';
  readonly why: string;
}

export function delivered(receipt: string | null = null, note: string | null = null): Delivered {
  return { kind: 'delivered', receipt, note };
}

export function retry(why: string, notBefore: string | null = null): Retry {
  return { kind: 'retry', notBefore, why };
}

export function never(why: string, remedy: string): Never {
  return { kind: 'never', why, remedy };
}

export function unknown(why: string): UnknownOutcome {
  return { kind: 'unknown', why };
}
