import { inOrder, mergeItems, onceEach, type Identity } from './keyed-list.js';

/** A list of the state: absent is unknown, `partial` says that there may be more than it holds. */
export interface KnownList<T> {
  readonly items: readonly T[] | undefined;
  readonly partial: boolean;
}

/** What a report says of a list. */
export interface ObservedList<T> {
  /** Null: known to be empty. */
  readonly items: readonly T[] | null;
  /** What it does not name is not there. */
  readonly complete: boolean;
}

/**
 * The list after a report: replaced if the report names all of it, else merged item by item, key by key. A report that names
 * nothing and does not claim to be complete says nothing.
 */
export function observeList<T extends object>(
  known: KnownList<T>,
  { items, complete }: ObservedList<T>,
  identity: Identity<T>,
): KnownList<T> {
  if (items === null || complete) return { items: onceEach(items ?? [], identity), partial: false };
  if (items.length === 0) return known;
  return {
    items: mergeItems(known.items ?? [], items, identity),
    partial: known.items === undefined || known.partial,
  };
}

/** The same for a list whose items have no identity of their own: the report replaces the groups that it names. */
export function observeGroups<T extends object>(
  known: KnownList<T>,
  { items, complete }: ObservedList<T>,
  group: Identity<T>,
): KnownList<T> {
  if (items === null || complete) return { items: inOrder(items ?? [], group), partial: false };
  if (items.length === 0) return known;
  const named = new Set(items.map(group));
  const others = (known.items ?? []).filter((item) => !named.has(group(item)));
  return { items: inOrder([...others, ...items], group), partial: known.items === undefined || known.partial };
}

/** The list after somebody configured one of its items: the keys given replace the old values. */
export function configureItem<T extends object>(known: KnownList<T>, item: T, identity: Identity<T>): KnownList<T> {
  return observeList(known, { items: [item], complete: false }, identity);
}
