/** What came back from a wire. What a receiver said is bounded, and as it said it: whoever shows it cleans it. */
export type Answer = HttpAnswer | MailAnswer | HandedOver | ProgramAnswer | Failure;

export interface HttpAnswer {
  readonly kind: 'http';
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The beginning of the body. */
  readonly body: string;
}

export interface MailAnswer {
  readonly kind: 'mail';
  readonly accepted: readonly string[];
  readonly rejected: readonly MailRefusal[];
  /** Of the whole message: the last words of the relay. Null: it came to no answer for the whole message. */
  readonly reply: MailReply | null;
}

export interface MailReply {
  /** `250`, `451`, `554` */
  readonly code: number;
  readonly text: string;
}

export interface MailRefusal extends MailReply {
  readonly recipient: string;
}

/** A receiver that never answers took the bytes. */
export interface HandedOver {
  readonly kind: 'handed-over';
  readonly words: string;
}

export interface ProgramAnswer {
  readonly kind: 'exited';
  /** Null: ended by a signal. */
  readonly code: number | null;
  readonly output: string;
}

/** There was no answer. */
export interface Failure {
  readonly kind: 'failed';
  readonly reason: FailureReason;
  /** Half a sentence for people: `connect ECONNREFUSED`. */
  readonly words: string;
  /** Only with `too-soon`. */
  readonly notBefore?: string;
}

/**
 * `not-allowed`: the egress guard refused. `not-reached`: nothing was said to the receiver. `not-trusted`: it could not prove who it is.
 * `unwanted`: it does not want messages of ours. `bad-setting`: this machine cannot even try. `too-soon`: it wants them slower. `lost`: it may or may not have taken the message.
 */
export type FailureReason =
  'not-allowed' | 'not-reached' | 'not-trusted' | 'unwanted' | 'bad-setting' | 'too-soon' | 'lost';
