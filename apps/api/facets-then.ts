import type { Facet } from '#libs/store/queries/listed/facets.js';
import type { RowThen } from './page-then.js';

/** How often each value of a field stands in rows of another time. */
export function facetThen(rows: readonly RowThen<unknown>[], field: string, most: number): Facet {
  const counts = new Map<string, number>();
  let [unknown, none] = [0, 0];
  for (const { row } of rows) {
    const value = row[field];
    if (value === undefined) unknown += 1;
    else if (value === null || (typeof value === 'object' && value.length === 0)) none += 1;
    else
      for (const one of new Set(typeof value === 'object' ? value : [String(value)]))
        counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  const values = [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1));
  return { values: values.slice(0, most), unknown, none, more: values.length > most };
}
