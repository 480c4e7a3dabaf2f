/**
 * A plain value in its one canonical shape: keys in code-unit order, absent keys really absent. Lists keep their order (whoever
 * makes a list that is a set sorts it). Two values mean the same exactly when their canonical texts are equal bytes.
 */
export function canonical<T>(value: T): T;
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => canonical(item));
  if (typeof value !== 'object' || value === null) return value;
  // fromEntries defines own keys, so that even a key called __proto__ stays data.
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([one], [other]) => compareText(one, other))
      .map(([key, item]) => [key, canonical(item)]),
  );
}

/** The canonical shape as JSON: equal texts are equal values. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(canonical(value)) ?? 'null';
}

/** Order by UTF-16 code units, the same on every machine and in every locale. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
