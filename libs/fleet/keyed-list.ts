import { canonicalText, compareText } from './canonical.js';

/** What tells one item of a list from another; two items with the same identity are the same thing. */
export type Identity<T> = (item: T) => string;

/** The list in canonical order: by identity, then by content. */
export function inOrder<T>(items: readonly T[], identity: Identity<T>): readonly T[] {
  return items
    .map((item) => ({ item, id: identity(item) }))
    .sort(
      (one, other) => compareText(one.id, other.id) || compareText(canonicalText(one.item), canonicalText(other.item)),
    )
    .map(({ item }) => item);
}

/** The list with each identity once (the last one counts), in canonical order. */
export function onceEach<T>(items: readonly T[], identity: Identity<T>): readonly T[] {
  return inOrder([...new Map(items.map((item) => [identity(item), item])).values()], identity);
}

/** The list with the items laid over those of the same identity, key by key: an absent key leaves what is known. */
export function mergeItems<T extends object>(
  known: readonly T[],
  items: readonly T[],
  identity: Identity<T>,
): readonly T[] {
  const byIdentity = new Map(known.map((item) => [identity(item), item]));
  for (const item of items) {
    const id = identity(item);
    byIdentity.set(id, { ...byIdentity.get(id), ...item });
  }
  return inOrder([...byIdentity.values()], identity);
}

export function withoutItem<T>(items: readonly T[], id: string, identity: Identity<T>): readonly T[] {
  return items.filter((item) => identity(item) !== id);
}
