/** Numbers in short: `1-3, 7` of 1, 2, 3 and 7. In ascending order. */
export function ranges(numbers: readonly number[]): string {
  const parts: [first: number, last: number][] = [];
  for (const number of new Set(numbers)) {
    const open = parts.at(-1);
    if (open !== undefined && open[1] + 1 === number) open[1] = number;
    else parts.push([number, number]);
  }
  return parts.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(', ');
}

/** `command 1`, `commands 1-3`, of indices that count from 0. */
export function commandsWords(indices: readonly number[]): string {
  return `${new Set(indices).size === 1 ? 'command' : 'commands'} ${ranges(indices.map((index) => index + 1))}`;
}
