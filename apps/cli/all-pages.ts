import type { List } from './answers.js';
import { ask, type Parameters, type Shape } from './client.js';
import type { Connection } from './connection.js';
import { done, type Result } from './failure.js';

/** A question whose answer is a list. */
export interface Question<T> {
  readonly path: string;
  readonly shape: Shape<List<T>>;
  readonly query?: Parameters;
  /** Which items count, where the question itself cannot say it. */
  readonly keep?: ((item: T) => boolean) | undefined;
}

const PAGE = 1000;
const TIMELINE_PAGE = 200;

/** A whole list, page after page, or its first `limit` items. */
export async function allPages<T>(
  connection: Connection,
  { path, shape, query, keep }: Question<T>,
  limit = Infinity,
): Promise<Result<List<T>>> {
  const items: T[] = [];
  const most = path.endsWith('timeline') ? TIMELINE_PAGE : PAGE;
  for (let cursor: string | undefined; ;) {
    const size = keep === undefined ? Math.min(most, limit - items.length) : most;
    const answer = await ask(connection, { path, query: { ...query, limit: size, cursor } }, shape);
    if (!answer.ok) return answer;
    items.push(...(keep === undefined ? answer.value.items : answer.value.items.filter(keep)));
    cursor = answer.value.next ?? undefined;
    if (cursor !== undefined && items.length < limit) continue;
    const found = items.slice(0, limit);
    return done({ ...answer.value, items: found, total: keep === undefined ? answer.value.total : found.length });
  }
}
