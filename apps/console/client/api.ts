import createClient from 'openapi-fetch';
import { refuseToken, token } from '../session/token.js';
import { problemOf, unreachable } from './problem.js';
import type { components, paths } from './schema.js';

export type Schemas = components['schemas'];

/** The API, with the types of its reference document. */
export const api = createClient<paths>({ headers: { accept: 'application/json' } });

api.use({
  onRequest({ request }) {
    const kept = token();
    if (kept !== null) request.headers.set('authorization', `Bearer ${kept}`);
    return request;
  },
  onResponse({ response }) {
    if (response.status === 401) refuseToken();
    return undefined;
  },
});

interface Answer<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** @throws Problem where there is no answer. */
export async function told<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked.catch((fault: unknown) => {
    if (fault instanceof DOMException && fault.name === 'AbortError') throw fault;
    throw unreachable();
  });
  if (data === undefined) throw problemOf(response.status, error);
  return data;
}

/** The same of a request that is answered with nothing but that it is done. */
export async function done(asked: Promise<Answer<unknown>>): Promise<void> {
  const { error, response } = await asked.catch(() => {
    throw unreachable();
  });
  if (!response.ok) throw problemOf(response.status, error);
}
