/** Why a command did not do what it was asked: one to three lines on stderr, and the exit code of the contract. */
export interface Failure {
  /** 1 could not answer; 64 bad usage or bad input; 69 server unreachable; 77 not allowed. */
  readonly exit: 1 | 64 | 69 | 77;
  readonly what: string;
  /** A file, a place in it, an address, an option. */
  readonly where?: string;
  /** The line it stands in, and the column, counted from 1, where it begins. */
  readonly excerpt?: { readonly line: string; readonly column: number };
  /** What the user can do about it, as a sentence. */
  readonly remedy?: string;
  /** What the server calls it: `busy`, `unsupported-media-type`. */
  readonly problem?: string;
}

/** What a command comes back with: nothing when it did what it was asked, else everything that stood in the way. */
export type Failures = readonly Failure[];

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export function done<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failed(failure: Failure): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure };
}

/** Of several failures the one that says most about the call decides its exit code. */
export function exitOf(failures: Failures): 0 | Failure['exit'] {
  const codes = failures.map((failure) => failure.exit);
  return ([77, 69, 64, 1] as const).find((code) => codes.includes(code)) ?? 0;
}
