import { Refused } from './refused.js';

/** Refuses the query language, which this version does not read yet: ignoring it would answer another question. */
export function refuseWhere(where: string | undefined, filters = 'server, outcome, thumbprint and endpoint'): void {
  if (where === undefined) return;
  throw new Refused('bad-request', 'The query language of `where` is not served by this version.', {
    errors: [{ parameter: 'where', message: `use the plain filters ${filters}` }],
  });
}

export function noServer(name: string): Refused {
  return new Refused('not-found', `No server is known as ${name}, or more than one is.`, {
    remedy: 'GET /api/v1/servers lists the servers of the organization.',
  });
}
