import { Refused } from './refused.js';

export function noServer(name: string): Refused {
  return new Refused('not-found', `No server is known as ${name}, or more than one is.`, {
    remedy: 'GET /api/v1/servers lists the servers of the organization.',
  });
}
