/** Why a line is bad input. */
export interface LineFault {
  /** Where in the text it stands, counted from 0. */
  readonly at: number;
  /** A sentence. */
  readonly message: string;
  /** What to do about it, as a sentence. */
  readonly remedy: string;
}

/** Something that was read around; the line stands. */
export interface LineWarning {
  readonly at: number;
  readonly message: string;
}

export function fault(at: number, message: string, remedy: string): LineFault {
  return { at, message, remedy };
}

export function isFault(value: unknown): value is LineFault {
  return typeof value === 'object' && value !== null && 'remedy' in value && 'at' in value;
}
