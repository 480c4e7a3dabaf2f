import type { Schemas } from '../client/api.js';

export type Item = Schemas['TimelineItem'];
export type GroupOfItems = Schemas['TimelineGroup'];

/** A cause with what it did, or inventories after each other that told nothing new. */
export type Told =
  { readonly kind: 'quiet'; readonly key: string; readonly at: string; readonly items: readonly Item[] } | ToldGroup;

export interface ToldGroup {
  readonly kind: 'group';
  readonly key: string;
  readonly at: string;
  readonly group: GroupOfItems;
  /** Records of the same change are one entry, that of the first witness. */
  readonly entries: readonly Item[];
}

const OBSERVED = 'certfleet.inventory.observed.v1';

/** A page of a timeline by cause. Inventories of one day that changed nothing stand together, so that what happened is seen. */
export function told({ items, groups }: Pick<Schemas['TimelineList'], 'items' | 'groups'>): readonly Told[] {
  const byPosition = new Map(items.map((item) => [item.position, item]));
  const all: Told[] = [];
  for (const group of groups) {
    const members = group.positions.flatMap((position) => byPosition.get(position) ?? []);
    const last = all.at(-1);
    if (!members.every(isQuiet)) all.push(asGroup(group, members));
    else if (last?.kind === 'quiet' && last.at.slice(0, 10) === group.lastAt.slice(0, 10))
      all[all.length - 1] = { ...last, items: [...last.items, ...members] };
    else all.push({ kind: 'quiet', key: keyOf(group), at: group.lastAt, items: members });
  }
  return all;
}

function isQuiet({ type, changes, notes, comparison }: Item): boolean {
  return type === OBSERVED && changes.length === 0 && notes.length === 0 && comparison === null;
}

function asGroup(group: GroupOfItems, members: readonly Item[]): ToldGroup {
  const here = new Set(members.map(({ position }) => position));
  const entries = members.filter(({ witnessOf }) => witnessOf === null || !here.has(witnessOf));
  return { kind: 'group', key: keyOf(group), at: group.lastAt, group, entries };
}

function keyOf({ positions }: GroupOfItems): string {
  return positions.join(' ');
}
