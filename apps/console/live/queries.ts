import { api, told } from '../client/api.js';
import { given } from '../client/moment.js';

/** Where the log ends now. */
export async function logHead(organization: string | undefined, signal: AbortSignal): Promise<number> {
  const query = given({ organization, after: Number.MAX_SAFE_INTEGER, limit: 1 });
  const answer: { readonly total?: number; readonly position: number } = await told(
    api.GET('/api/v1/events', { params: { query }, signal, cache: 'no-store' }),
  );
  return answer.total ?? answer.position;
}

/** Answers once what is shown has come as far as a position of the log. */
export async function projected(organization: string | undefined, position: number, signal: AbortSignal) {
  const query = { list: 'bindings' as const, ...given({ organization, waitFor: position }) };
  await told(api.GET('/api/v1/query/fields', { params: { query }, signal, cache: 'no-store' }));
}
