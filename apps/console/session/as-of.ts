import { readInstant } from '../../cli/text/instant.js';

/** The instant that is looked at, from the address; what is no instant is left out, and so it is now. */
export function readAsOf(search: Readonly<Record<string, unknown>>): { asOf?: string | undefined } {
  const { asOf } = search;
  const instant = typeof asOf === 'string' ? readInstant(asOf) : null;
  return instant === null ? {} : { asOf: instant };
}

/** As a field for day and time has it; the console knows UTC alone. */
export function fieldOf(instant: string): string {
  return new Date(instant).toISOString().slice(0, 16);
}

/** @returns null where the field holds no instant. */
export function instantOf(field: string): string | null {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(field) ? readInstant(`${field}:00.000Z`) : null;
}
