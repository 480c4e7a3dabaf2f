/** A key of a connector that has another value. A side that is unknown is undefined. */
export interface PropertyDifference {
  readonly property: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The keys in which two states of a connector differ. Null, false, the empty list and a text of blanks are all unset. @cite rulebook 2 (D) */
export function propertyDifferences<T extends { readonly name: string }>(
  before: T,
  after: T,
): readonly PropertyDifference[] {
  const [former, latter] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const properties = new Set([...former.keys(), ...latter.keys()]);
  return [...properties].flatMap((property) => {
    const sides = { before: former.get(property), after: latter.get(property) };
    return property === 'name' || sameValue(sides.before, sides.after) ? [] : [{ property, ...sides }];
  });
}

function sameValue(one: unknown, other: unknown): boolean {
  if (one === undefined || other === undefined) return one === other;
  return JSON.stringify(setValue(one)) === JSON.stringify(setValue(other));
}

function setValue(value: unknown): unknown {
  if (value === false || (Array.isArray(value) && value.length === 0)) return null;
  if (typeof value !== 'string') return value;
  return value.trim() === '' ? null : value.trim();
}
