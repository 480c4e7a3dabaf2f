import type { Refusal } from './report.js';

export interface Refused {
  readonly ok: false;
  readonly refusal: Refusal;
}

/** Says why a file is not taken, where it fails and what the user can do about it. */
export function refused(kind: Refusal['kind'], place: string, message: string, remedy: string): Refused {
  return { ok: false, refusal: { kind, place, message, remedy } };
}

/** The commonest refusal: the format is clear, its content is not right. */
export function malformed(place: string, message: string, remedy: string): Refused {
  return refused('malformed', place, message, remedy);
}
