import type { SortSql, Values } from './sql-field.js';

/** The value of a sort key as a cursor carries it: instants as RFC 3339. */
export type KeyValue = string | number | null;

/** Nulls last, from the smallest on; nulls first, from the largest on: the order in which an index can be read either way. */
export function orderBy(keys: readonly SortSql[]): string {
  return keys.map(({ expression, descending }) => `${expression}${descending ? ' desc' : ''}`).join(', ');
}

const TYPE = { text: 'text', integer: 'bigint', instant: 'timestamptz' } as const;

/** Of the rows those that come after one with these values. */
export function afterSql(keys: readonly SortSql[], after: readonly KeyValue[], values: Values): string {
  const places = keys.map((key, i) => (after[i] == null ? null : values.add(after[i], TYPE[key.type])));
  const plain = keys.every((key, i) => !key.nullable && places[i] !== null && key.descending === keys[0]?.descending);
  if (plain)
    return `(${keys.map(({ expression }) => expression).join(', ')}) ${keys[0]?.descending === true ? '<' : '>'} (${places.join(', ')})`;
  const ways = keys.map((key, i) => {
    const same = keys.slice(0, i).map((one, j) => sameAs(one, places[j] ?? null));
    return `(${[...same, behind(key, places[i] ?? null)].join(' and ')})`;
  });
  return `(${ways.join(' or ')})`;
}

function sameAs({ expression }: SortSql, place: string | null): string {
  return place === null ? `${expression} is null` : `${expression} = ${place}`;
}

function behind({ expression, nullable, descending }: SortSql, place: string | null): string {
  if (place === null) return descending ? `${expression} is not null` : 'false';
  if (descending) return `${expression} < ${place}`;
  return nullable ? `(${expression} > ${place} or ${expression} is null)` : `${expression} > ${place}`;
}

/**
 * The parts that a page is read in, one after the other: where the first key may be null, the rows with and without it, so that an index
 * leads to where the page begins.
 */
export function parts(
  keys: readonly SortSql[],
  after: readonly KeyValue[] | null,
): readonly ((values: Values) => string)[] {
  const [first] = keys;
  if (first === undefined || !first.nullable) return [() => 'true'];
  const { expression, descending, type } = first;
  const value = after?.[0] ?? null;
  const unset = () => `${expression} is null`;
  const set = (values: Values) =>
    value === null
      ? `${expression} is not null`
      : `${expression} ${descending ? '<=' : '>='} ${values.add(value, TYPE[type])}`;
  if (descending) return value === null ? [unset, set] : [set];
  return after !== null && value === null ? [unset] : [set, unset];
}
