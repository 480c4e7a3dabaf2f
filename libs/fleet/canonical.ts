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
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return canonicalList(value);
  if (!isRecord(value)) return JSON.stringify(value) ?? 'null';
  let members = '';
  for (const key of Object.keys(value).sort()) {
    // An object gives out keys that are numbers first, and by their size.
    if (isNumber(key)) return JSON.stringify(canonical(value));
    const item = value[key];
    if (item !== undefined) members += `${members === '' ? '' : ','}${quoted(key)}:${canonicalText(item)}`;
  }
  return `{${members}}`;
}

function canonicalList(list: readonly unknown[]): string {
  let items = '';
  // By its length: a hole in a list is null, as in JSON.
  for (let index = 0; index < list.length; index += 1)
    items += `${index === 0 ? '' : ','}${canonicalText(list[index])}`;
  return `[${items}]`;
}

/** Printable ASCII but the quotation mark and the backslash: it stands in JSON as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isNumber(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= 0x30 && first <= 0x39;
}

/** Order by UTF-16 code units, the same on every machine and in every locale. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
