import { didYouMean, nearestWords } from '#libs/planning/nearest.js';
import type { Condition, Test } from './condition.js';
import { checkInstant } from './check-instant.js';
import { foldCase } from './fold-case.js';
import type { ListName, NamedField } from './lists.js';
import { fault, read, type Read } from './query-fault.js';
import { isQuoted, partsOf, textOf, type WrittenTest, type WrittenValue } from './syntax.js';

/** What a query is checked for: its list, and the instant that all its times are counted from. */
export interface Checking {
  readonly list: ListName;
  readonly now: number;
  /** Told of each text that was read as a time, with what it says. */
  readonly heard: (text: string, at: number) => void;
}

/** One value against one field. */
export function checkTest(test: WrittenTest, field: NamedField, checking: Checking): Read<Condition> {
  const found = missing(test) ?? BY_KIND[field.kind](test, field, checking);
  return found.ok ? read({ kind: 'field', field: field.name, test: found.value }) : found;
}

/** `unknown` and `none` are said of every field. */
function missing(test: WrittenTest): Read<Test> | null {
  if (test.kind === 'range' || isQuoted(test.value)) return null;
  const word = textOf(test.value).toLowerCase();
  if (word !== 'unknown' && word !== 'none') return null;
  if (test.operator === '' || test.operator === '=') return read({ is: word });
  return fault({
    message: `Nothing is more or less than ${word}`,
    column: test.column,
    remedy: `Leave the ${test.operator} out.`,
  });
}

const BY_KIND = { text: checkText, choice: checkChoice, number: checkNumber, instant: checkInstant, flag: checkFlag };

/** The value of a test that is for equality; else why it is not. */
function equalTo(test: WrittenTest, field: NamedField): Read<WrittenValue> {
  if (test.kind === 'range')
    return fault({
      message: `${field.name} takes no range`,
      column: test.column,
      remedy: 'If the dots belong to the text, put it in quotes.',
    });
  if (test.operator === '' || test.operator === '=') return read(test.value);
  return fault({
    message: `${field.name} has no more and less, so ${test.operator} says nothing of it`,
    column: test.column,
    remedy: `Write ${field.name}:value, with * for anything, or put the text in quotes.`,
  });
}

function checkText(test: WrittenTest, field: NamedField): Read<Test> {
  const value = equalTo(test, field);
  if (!value.ok) return value;
  const parts = partsOf(value.value).map(foldCase);
  if (parts.length > 1 && parts.every((part) => part === '')) return read({ is: 'set' });
  return read(parts.length === 1 ? { is: 'one-of', values: parts } : { is: 'like', parts });
}

function checkChoice(test: WrittenTest, field: NamedField): Read<Test> {
  const value = equalTo(test, field);
  if (!value.ok) return value;
  const known = field.values ?? [];
  const parts = partsOf(value.value).map(foldCase);
  const [text = ''] = parts;
  const values = known.filter((one) => (parts.length === 1 ? foldCase(one) === text : fits(parts, foldCase(one))));
  if (values.length > 0) return read({ is: 'choice', values });
  const suggestions = nearestWords(textOf(value.value), known).slice(0, 3);
  return fault({
    message: `${field.name} is never ${textOf(value.value)}`,
    column: value.value.column,
    suggestions,
    remedy: `${didYouMean(suggestions)}It is one of: ${known.join(', ')}, unknown, none.`,
  });
}

/** Whether a short known word fits a pattern. */
function fits([first = '', ...others]: readonly string[], word: string): boolean {
  const last = others.pop() ?? '';
  let at = first.length;
  if (!word.startsWith(first)) return false;
  for (const part of others) {
    const found = word.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return word.length >= at + last.length && word.endsWith(last);
}

function checkFlag(test: WrittenTest, field: NamedField): Read<Test> {
  const value = equalTo(test, field);
  if (!value.ok) return value;
  const word = textOf(value.value).toLowerCase();
  if (word === 'true' || word === 'yes') return read({ is: 'flag', value: true });
  if (word === 'false' || word === 'no') return read({ is: 'flag', value: false });
  return fault({
    message: `${field.name} is true or false`,
    column: value.value.column,
    suggestions: ['true', 'false'],
    remedy: `Write ${field.name}:true, ${field.name}:false or ${field.name}:unknown.`,
  });
}

function checkNumber(test: WrittenTest, field: NamedField): Read<Test> {
  const bounds = wholeNumbers(test, field.name);
  return bounds.ok ? read({ is: 'within', type: 'number', ...bounds.value }) : bounds;
}

export interface Bounds {
  readonly from: number | null;
  readonly before: number | null;
}

/** What a test of whole numbers allows: at least `from`, less than `before`. */
export function wholeNumbers(test: WrittenTest, name: string): Read<Bounds> {
  if (test.kind === 'range') {
    const from = readEnd(test.from, name);
    const to = readEnd(test.to, name);
    if (!from.ok) return from;
    if (!to.ok) return to;
    return read({ from: from.value, before: to.value === null ? null : to.value + 1 });
  }
  const number = readWhole(test.value, name);
  return number.ok ? read(numberBounds(test.operator, number.value)) : number;
}

function numberBounds(operator: string, number: number): Bounds {
  switch (operator) {
    case '<':
      return { from: null, before: number };
    case '<=':
      return { from: null, before: number + 1 };
    case '>':
      return { from: number + 1, before: null };
    case '>=':
      return { from: number, before: null };
    default:
      return { from: number, before: number + 1 };
  }
}

function readEnd(value: WrittenValue, name: string): Read<number | null> {
  return textOf(value) === '*' ? read(null) : readWhole(value, name);
}

function readWhole(value: WrittenValue, name: string): Read<number> {
  const text = textOf(value);
  if (/^-?\d{1,9}$/.test(text)) return read(Number(text));
  return fault({
    message: `${name} is compared with a whole number, not with ${text}`,
    column: value.column,
    remedy: `Write it like ${name}:2048, ${name}:>=2048 or ${name}:1024..2048.`,
  });
}
