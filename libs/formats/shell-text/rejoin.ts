/**
 * One value from the lines over which PowerShell wrapped it; null when it is not certain how it read.
 *
 * PowerShell breaks behind a blank, which then ends the line, or inside a word that is wider than a whole line. Who copies from the Shell
 * often loses the blank. It was one if the two pieces, as one word with the blank behind it, would have fitted into the `widest` line of the
 * object: such a word is never broken. In a list in braces a comma at the end of a line ends an element, and blanks mean nothing; elsewhere a line that begins
 * with a blank, or ends with several, is doubtful.
 * @cite PowerShell, word wrap of Format-List (B)
 */
export function rejoin(lines: readonly string[], widest: number): string | null {
  const [first = '', ...others] = lines;
  const isList = first.startsWith('{');
  const parts = [first];
  let before = first;
  for (const line of others) {
    const next = isList ? line.trimStart() : line;
    if (next.startsWith(' ')) return null;
    const blank = isList && before.trimEnd().endsWith(',') ? ' ' : joint(before, next, widest);
    if (blank === null) return null;
    parts.push(blank, next);
    before = line;
  }
  return parts.join('').trimEnd();
}

/** What stood between the end of a line and the next one; null when it cannot be told. */
function joint(before: string, next: string, widest: number): '' | ' ' | null {
  if (before.endsWith('  ')) return null;
  if (before.endsWith(' ')) return '';
  const brokenWord = before.length - (before.lastIndexOf(' ') + 1) + firstWordLength(next);
  return brokenWord < widest ? ' ' : null;
}

function firstWordLength(line: string): number {
  const blank = line.indexOf(' ');
  return blank === -1 ? line.length : blank;
}
