const LONGEST = 64;

/** The words that are likest to a mistyped one, if they are like enough to be meant. */
export function nearestWords(typed: string, words: Iterable<string>): readonly string[] {
  const wanted = typed.slice(0, LONGEST).toLowerCase();
  const near: { readonly word: string; readonly distance: number }[] = [];
  for (const word of new Set(words)) {
    const known = word.slice(0, LONGEST).toLowerCase();
    const most = Math.max(1, Math.floor(Math.min(known.length, wanted.length) / 3));
    const begins = known.length > 2 && wanted.startsWith(known);
    if (!begins && Math.abs(known.length - wanted.length) > most) continue;
    const distance = begins ? 1 : editDistance(wanted, known);
    if (distance <= most) near.push({ word, distance });
  }
  const least = near.reduce((smallest, { distance }) => Math.min(smallest, distance), Infinity);
  return near.filter(({ distance }) => distance === least).map(({ word }) => word);
}

/** "Did you mean A or B? ", or nothing. */
export function didYouMean(near: readonly string[]): string {
  return near.length === 0 ? '' : `Did you mean ${near.slice(0, 3).join(' or ')}? `;
}

/** How many characters must be put in, taken out, changed or swapped with their neighbour to make one word of the other. */
function editDistance(one: string, other: string): number {
  let before: readonly number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const swapped = j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const swap = swapped ? (before[j - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row[other.length] ?? 0;
}
