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

/** The canonical shape as JSON: equal texts are equal values. The text of `canonical(value)`, without making that value. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const keys = Object.keys(value);
  // An object gives out keys that are numbers first, and by their size.
  if (keys.some(isNumber)) return JSON.stringify(canonical(value));
  const parts: string[] = [];
  for (const key of keys.sort()) {
    const item: unknown = Reflect.get(value, key);
    if (item !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalText(item)}`);
  }
  return `{${parts.join(',')}}`;
}

function isNumber(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= 0x30 && first <= 0x39;
}

/** Order by UTF-16 code units, the same on every machine and in every locale. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
