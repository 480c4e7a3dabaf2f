import type { Schemas } from '../client/api.js';
import { termOf } from './where.js';

export interface Suggestion {
  /** What stands in the place of the word that is being typed. */
  readonly text: string;
  readonly means: string;
}

export interface Completion {
  readonly from: number;
  readonly suggestions: readonly Suggestion[];
}

type Fields = Pick<Schemas['QueryFields'], 'fields' | 'shortcuts'>;

const MOST = 12;

/** What may be meant by the word before the caret: a field, a value of it, a short form. */
export function completion(text: string, caret: number, known: Fields): Completion {
  const from = wordStart(text, caret);
  const word = text.slice(from, caret);
  const [sign = ''] = /^[-(]*/.exec(word) ?? [];
  const typed = word.slice(sign.length);
  const colon = typed.indexOf(':');
  const found = colon < 0 ? names(typed, known) : values(typed.slice(0, colon), typed.slice(colon + 1), known);
  return { from: from + sign.length, suggestions: found.slice(0, MOST) };
}

function wordStart(text: string, caret: number): number {
  let [start, quoted] = [0, false];
  for (let at = 0; at < caret; at++) {
    if (text[at] === '"') quoted = !quoted;
    else if (!quoted && /\s/.test(text[at] ?? '')) start = at + 1;
  }
  return start;
}

function names(typed: string, { fields, shortcuts }: Fields): readonly Suggestion[] {
  const begin = typed.toLowerCase();
  const fitting = fields.filter(({ name, also }) => [name, ...also].some((one) => one.toLowerCase().startsWith(begin)));
  const short = shortcuts.filter(({ name }) => name.toLowerCase().startsWith(begin));
  return [
    ...fitting.map(({ name, means }) => ({ text: `${name}:`, means })),
    ...short.map(({ name, means }) => ({ text: name, means })),
  ];
}

function values(name: string, typed: string, { fields, shortcuts }: Fields): readonly Suggestion[] {
  if (name.toLowerCase() === 'is') return names(`is:${typed}`, { fields: [], shortcuts });
  if (name.toLowerCase() === 'has') return names(typed, { fields, shortcuts: [] }).map(asHas);
  const field = fields.find((one) => [one.name, ...one.also].some((own) => own.toLowerCase() === name.toLowerCase()));
  if (field === undefined) return [];
  const begin = typed.replace(/^"/, '').toLowerCase();
  const told = (field.values ?? []).map(({ value, count }) => ({ value, count, text: termOf(field.name, value) }));
  const absent = [
    { value: 'unknown', count: field.unknown ?? 0, text: `${field.name}:unknown` },
    { value: 'none', count: field.none ?? 0, text: `${field.name}:none` },
  ].filter(({ count }) => count > 0);
  return [...told, ...absent]
    .filter(({ value }) => value.toLowerCase().startsWith(begin))
    .map(({ text, count }) => ({ text, means: count === 1 ? '1 row' : `${count.toLocaleString('en-US')} rows` }));
}

function asHas({ text, means }: Suggestion): Suggestion {
  return { text: `has:${text.slice(0, -1)}`, means };
}
