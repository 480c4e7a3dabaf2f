import { shorten } from '../json/path.js';

/** How often each name came. */
export type Tally = Map<string, number>;

const MOST_NAMES = 8;
/** Names come from the file: so many are told apart, the rest are counted together. */
const MOST_KEPT = 1000;
const OTHERS = 'others';

export function count(tally: Tally, name: string): void {
  const known = tally.has(name) || tally.size < MOST_KEPT ? name : OTHERS;
  tally.set(known, (tally.get(known) ?? 0) + 1);
}

export function total(tally: Tally): number {
  return [...tally.values()].reduce((sum, many) => sum + many, 0);
}

/** `Set-Mailbox (40), New-Mailbox (2) and 3 more`; the most frequent first. */
export function tallyText(tally: Tally): string {
  const sorted = [...tally].sort(([one, few], [other, many]) => many - few || (one < other ? -1 : 1));
  const named = sorted.slice(0, MOST_NAMES).map(([name, many]) => `${shorten(name, 60)} (${many})`);
  const more = sorted.length - named.length;
  return more === 0 ? named.join(', ') : `${named.join(', ')} and ${more} more`;
}
