import type { components } from './schema.js';

export type ProblemDocument = components['schemas']['Problem'];
export type Fault = NonNullable<ProblemDocument['errors']>[number];

/** Why an answer did not come: what the API says of it, or that it cannot be reached. */
export class Problem extends Error {
  constructor(
    /** 0: nobody answered. */
    readonly status: number,
    readonly detail: string,
    readonly remedy: string | null,
    readonly faults: readonly Fault[],
  ) {
    super(detail);
  }
}

export function problemOf(status: number, body: unknown): Problem {
  if (!isProblemDocument(body)) return new Problem(status, `The server answered ${status}.`, null, []);
  return new Problem(status, body.detail, body.remedy ?? null, body.errors ?? []);
}

export function unreachable(): Problem {
  return new Problem(
    0,
    'Certfleet does not answer.',
    'Look whether it is still running (npm start, or certfleet up), then ask again.',
    [],
  );
}

/** What may come right by itself: nobody there, busy, not ready. */
export function isWorthAskingAgain(error: unknown): boolean {
  return error instanceof Problem && (error.status === 0 || error.status >= 502);
}

function isProblemDocument(body: unknown): body is ProblemDocument {
  return typeof body === 'object' && body !== null && 'detail' in body && typeof body.detail === 'string';
}
