import type { List } from './answers.js';
import { ask, type Parameters, type Shape } from './client.js';
import type { Connection } from './connection.js';
import { done, type Result } from './failure.js';

/** A whole list, page after page; `limit` items of it where that is given. */
export async function allPages<T>(
  connection: Connection,
  path: string,
  query: Parameters & { readonly limit?: number | undefined },
  shape: Shape<List<T>>,
): Promise<Result<List<T>>> {
  const items: T[] = [];
  const most = query.limit ?? Infinity;
  const page = path.endsWith('timeline') ? 200 : 1000;
  for (let cursor: string | undefined; ;) {
    const limit = Math.min(page, most - items.length);
    const answer = await ask(connection, { path, query: { ...query, limit, cursor } }, shape);
    if (!answer.ok) return answer;
    items.push(...answer.value.items);
    cursor = answer.value.next ?? undefined;
    if (cursor === undefined || items.length >= most) return done({ ...answer.value, items });
  }
}
