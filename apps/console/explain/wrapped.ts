/** How a text is written; how wide it is depends on it. */
export type Hand = 'plain' | 'strong' | 'small' | 'code';
export type Measure = (text: string, hand: Hand) => number;

export interface Room {
  readonly width: number;
  readonly measure: Measure;
  /** So many lines at most. */
  readonly most?: number;
}

/** A text in lines of a width; words that are too long are broken, and what is too much is cut off. */
export function wrapped(text: string, hand: Hand, { width, measure, most = 4 }: Room): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).flatMap((one) => broken(one, hand, { width, measure }))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || measure(longer, hand) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  if (line !== '') lines.push(line);
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1]?.slice(0, -1) ?? ''}…`];
}

function broken(word: string, hand: Hand, { width, measure }: Room): readonly string[] {
  if (measure(word, hand) <= width) return [word];
  const letters = [...word];
  const parts: string[] = [];
  let part = '';
  for (const letter of letters) {
    if (part !== '' && measure(part + letter, hand) > width) {
      parts.push(part);
      part = '';
    }
    part += letter;
  }
  return [...parts, part];
}
