import { fault, isFault, type LineFault } from './line-fault.js';
import type { Item, Value } from './pipeline.js';

/** The constant that stands alone; undefined: none does. */
export function constantOf({ items, list }: Value): boolean | null | undefined {
  const [item] = items;
  return !list && item?.kind === 'constant' ? item.value : undefined;
}

/** PowerShell takes the numbers 1 and 0 too. */
export function flagOf(value: Value): boolean | undefined {
  const [item] = value.items;
  if (!value.list && item?.kind === 'word' && !item.quoted && /^[01]$/.test(item.text)) return item.text === '1';
  return constantOf(value) ?? undefined;
}

/** The text of an item whose value is written out. */
export function textOf(item: Item, name: string): string | LineFault {
  if (item.kind === 'word' && item.variableAt === null) return item.text;
  if (item.kind === 'constant')
    return fault(item.at, `${name} takes a text, and this is none.`, 'Write the text, in quotes where it has blanks.');
  if (item.kind === 'expression' && item.text.startsWith('@{'))
    return fault(
      item.at,
      'Adding to a list and removing from it is not understood, for the old list is not looked at.',
      `Write the whole list that ${name} is to have.`,
    );
  const at = item.kind === 'word' ? (item.variableAt ?? item.at) : item.at;
  return fault(
    at,
    'The value of a variable or an expression is not known here.',
    'Write the value itself; a dollar sign that belongs to it goes into single quotes.',
  );
}

/** The text of an argument that is no list. */
export function oneText(value: Value, name: string): string | LineFault {
  const [first, second] = value.items;
  if (first === undefined || value.list)
    return fault(second?.at ?? value.at, `${name} takes one value.`, 'Put a value that has a comma in it into quotes.');
  return textOf(first, name);
}

/** The texts of a list, or of a single item. Null: `$null`. */
export function texts({ items, list }: Value, name: string): readonly string[] | null | LineFault {
  if (!list && items[0]?.kind === 'constant' && items[0].value === null) return null;
  const read: string[] = [];
  for (const item of items) {
    const text = textOf(item, name);
    if (isFault(text)) return text;
    read.push(text);
  }
  return read;
}
