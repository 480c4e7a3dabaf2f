import type { Condition, Test } from './condition.js';
import type { FieldValue, QueryRow } from './field.js';
import { foldCase } from './fold-case.js';

/** Whether a row is asked for. Says the same as the SQL that the condition becomes. */
export function matches(condition: Condition, row: QueryRow): boolean {
  switch (condition.kind) {
    case 'all':
      return condition.of.every((one) => matches(one, row));
    case 'any':
      return condition.of.some((one) => matches(one, row));
    case 'not':
      return !matches(condition.of, row);
    case 'field':
      return holds(condition.test, row[condition.field]);
  }
}

function holds(test: Test, value: FieldValue): boolean {
  if (test.is === 'unknown') return value === undefined;
  if (test.is === 'none') return isNone(value);
  if (value === undefined || value === null) return false;
  if (test.is === 'set') return !isNone(value);
  if (typeof value === 'object') return value.some((one) => holdsFor(test, one));
  return holdsFor(test, value);
}

function isNone(value: FieldValue): boolean {
  return value === null || (typeof value === 'object' && value.length === 0);
}

function holdsFor(test: Exclude<Test, { is: 'unknown' | 'none' | 'set' }>, value: string | number | boolean): boolean {
  switch (test.is) {
    case 'choice':
      return typeof value === 'string' && test.values.includes(value);
    case 'one-of':
      return typeof value === 'string' && test.values.includes(foldCase(value));
    case 'like':
      return typeof value === 'string' && isLike(test.parts, foldCase(value));
    case 'flag':
      return value === test.value;
    case 'within':
      return typeof value === 'number' && isWithin(test, value);
  }
}

function isWithin({ from, before }: Extract<Test, { is: 'within' }>, value: number): boolean {
  return (from === null || value >= from) && (before === null || value < before);
}

/** Looks for each part behind the one before it: no more work than the text is long, times the parts. */
function isLike(parts: readonly string[], text: string): boolean {
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}
