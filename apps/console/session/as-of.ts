import { readInstant } from '../../cli/text/instant.js';

/** The instant that is looked at, from the address; what is no instant is left out, and so it is now. */
export function readAsOf(search: Readonly<Record<string, unknown>>): { asOf?: string | undefined } {
  const { asOf } = search;
  const instant = typeof asOf === 'string' ? readInstant(asOf) : null;
  return instant === null ? {} : { asOf: instant };
}

/** The position of the log whose knowledge is looked at, from the address; what is no position is left out, and so it is all that is known. */
export function readKnownAt(search: Readonly<Record<string, unknown>>): { knownAt?: string | undefined } {
  const { knownAt } = search;
  return typeof knownAt === 'string' && isPosition(knownAt) ? { knownAt: String(Number(knownAt)) } : {};
}

export function isPosition(text: string): boolean {
  return /^\d{1,15}$/.test(text);
}

/** As a field for day and time has it; the console knows UTC alone. */
export function fieldOf(instant: string): string {
  return new Date(instant).toISOString().slice(0, 16);
}

/** @returns null where the field holds no instant. */
export function instantOf(field: string): string | null {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(field) ? readInstant(`${field}:00.000Z`) : null;
}
