import { didYouMean, nearestWords } from '#libs/planning/nearest.js';
import type { FieldValue, QueryRow } from './field.js';
import { fieldNamed, LIST_FIELDS, type ListName } from './lists.js';
import { fault, read, readAll, type Read } from './query-fault.js';

/** One thing that a list is ordered by. */
export interface SortKey {
  readonly field: string;
  readonly descending: boolean;
}

const MOST_KEYS = 4;

/** Fields that a list can be ordered by. */
export function sortFields(list: ListName): readonly string[] {
  return Object.entries(LIST_FIELDS[list]).flatMap(([name, { sorts }]) => (sorts === true ? [name] : []));
}

/** Reads `notAfter,-server`: a minus turns the order of its field round. */
export function readSort(text: string, list: ListName): Read<readonly SortKey[]> {
  const words = text.split(',');
  if (words.length > MOST_KEYS)
    return fault({ message: `More than ${MOST_KEYS} keys`, column: 1, remedy: 'Order by fewer fields.' });
  let column = 1;
  const keys = words.map((word): Read<SortKey> => {
    const at = column;
    column += word.length + 1;
    const name = word.trim().replace(/^-/, '');
    const field = fieldNamed(list, name);
    if (field?.sorts === true) return read({ field: field.name, descending: word.trim().startsWith('-') });
    const suggestions = nearestWords(name, sortFields(list)).slice(0, 3);
    return fault({
      message: `${list} are not ordered by ${name === '' ? 'nothing' : name}`,
      column: at,
      suggestions,
      remedy: `${didYouMean(suggestions)}They are ordered by: ${sortFields(list).join(', ')}; with - before it the other way round.`,
    });
  });
  const all = readAll(keys);
  if (!all.ok) return all;
  // A field that comes twice is decided by the first.
  return read(all.value.filter(({ field }, i) => all.value.findIndex((key) => key.field === field) === i));
}

/** What a row is ordered by, so far as the list knows it. */
export type Place = string | number | null;

/** The values that rows of a list are ordered by. */
export function placesOf(list: ListName, sort: readonly SortKey[]): (row: QueryRow) => readonly Place[] {
  const keys = sort.map(({ field }) => ({ field, of: placeIn(list, field) }));
  return (row) => keys.map(({ field, of }) => of(row[field]));
}

/** A choice is ordered by its place among its values, of many values the first counts. */
function placeIn(list: ListName, name: string): (value: FieldValue) => Place {
  const values = fieldNamed(list, name)?.values;
  return (value) => {
    const one = typeof value === 'object' && value !== null ? value[0] : value;
    if (one === undefined || one === null || typeof one === 'boolean') return null;
    if (values === undefined || typeof one === 'number') return one;
    const place = values.indexOf(one);
    return place < 0 ? null : place + 1;
  };
}

/** The order of such values, as SQL orders rows: what has no value is last, or first where the order is turned round. */
export function comparePlaces(
  one: readonly Place[],
  other: readonly Place[],
  sort: readonly Pick<SortKey, 'descending'>[],
): number {
  for (const [i, place] of one.entries()) {
    const order = compare(place, other[i] ?? null);
    if (order !== 0) return sort[i]?.descending === true ? -order : order;
  }
  return 0;
}

function compare(one: Place, other: Place): number {
  if (one === other) return 0;
  if (one === null) return 1;
  if (other === null) return -1;
  return one < other ? -1 : 1;
}
