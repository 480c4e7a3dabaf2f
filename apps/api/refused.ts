/**
 * Why a request is not answered with what it asked for. The kind decides the status; the sentence is for the person who asked.
 */
export type RefusalKind =
  | 'bad-request'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'projection-behind'
  | 'too-large'
  | 'unsupported-media-type'
  | 'unprocessable'
  | 'private-key'
  | 'busy'
  | 'not-ready';

/** One thing that is wrong with the request. */
export interface Fault {
  /** Name of the parameter, if it is one. */
  readonly parameter?: string;
  /** Which event of a batch, from 0. */
  readonly index?: number;
  /** What the content suggests for the parameter, likeliest first. */
  readonly suggestions?: readonly string[];
  /** Where in the body: a line and column, a JSON path. */
  readonly place?: string;
  /** Of a query: the text it stands in, and the column, counted from 1, where it begins. */
  readonly text?: string;
  readonly column?: number;
  readonly message: string;
  /** What the asker can do about this one. */
  readonly remedy?: string;
}

export interface RefusalDetails {
  /** What the asker can do about it, as a sentence. */
  readonly remedy?: string;
  readonly errors?: readonly Fault[];
  /** The event of a batch that is to blame, from 0. */
  readonly index?: number;
  readonly place?: string;
  /** How far the answer could have gone. */
  readonly position?: number;
  /** Seconds after which asking again makes sense. */
  readonly retryAfter?: number;
}

/** Thrown where a request ends; the problem filter is the only place that knows what HTTP makes of it. */
export class Refused extends Error {
  constructor(
    readonly kind: RefusalKind,
    readonly detail: string,
    readonly details: RefusalDetails = {},
  ) {
    super(detail);
  }
}
