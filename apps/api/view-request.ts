import { parseJson } from '#libs/formats/json/parse.js';
import { jsonPath } from '#libs/formats/json/path.js';
import { LISTS } from '#libs/query/lists.js';
import type { SavedView } from '#libs/store/saved-views.js';
import { columnNames } from '#libs/views/exports/columns.js';
import { z } from 'zod';
import { read, readOrder } from './asked-query.js';
import { Refused } from './refused.js';

const REMEDY =
  'Send { "list": "bindings", "where": "role:starttls", "sort": null, "columns": null, "description": null }.';

const Text = z.string().regex(/^[^\p{Cc}\p{Surrogate}]*$/u, 'a text without control characters');
const ViewRequest = z.strictObject({
  list: z.enum(LISTS),
  where: z.string().default(''),
  sort: z.string().max(256).nullish(),
  columns: z.array(z.string().max(64)).min(1).max(64).nullish(),
  description: Text.max(1_024).nullish(),
});

/** A view as `PUT /views/{name}` is sent it. @throws Refused where it is none, or its query cannot be asked of its list. */
export function readView(bytes: Uint8Array, now: Date): Omit<SavedView, 'name' | 'savedAt' | 'savedBy'> {
  const json = parseJson(new TextDecoder().decode(bytes));
  if (!json.ok) {
    const { message, place } = json.refusal;
    throw new Refused('bad-request', message, { remedy: REMEDY, place, errors: [{ place, message }] });
  }
  const view = ViewRequest.safeParse(json.value);
  if (!view.success) {
    const errors = view.error.issues.map(({ path, message }) => ({
      place: jsonPath(path.filter((step) => typeof step !== 'symbol')),
      message,
    }));
    throw new Refused('bad-request', `${errors[0]?.message ?? 'This is no view'}.`, { remedy: REMEDY, errors });
  }
  const { list, where, sort = null, columns = null, description = null } = view.data;
  read(list, where, now.toISOString(), 'where');
  if (sort !== null) readOrder(list, sort);
  if (columns !== null) checkColumns(list, columns);
  return { list, where, sort, columns, description };
}

/** @throws Refused where the list has no such column. */
export function checkColumns(list: SavedView['list'], columns: readonly string[]): void {
  const known = columnNames(list);
  const odd = columns.find((column) => !known.includes(column));
  if (odd === undefined) return;
  throw new Refused('bad-request', `A file of ${list} has no column ${odd}.`, {
    errors: [{ parameter: 'columns', message: `some of ${known.join(', ')}` }],
  });
}
